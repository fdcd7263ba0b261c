"""The ledger: every shilling that moves is posted here, and nowhere else.

Postings are calls of one database function (`ledger_post`), which locks accounts in ascending id
and answers a repeated key with what it did the first time.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg2 import errors as pg
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.domain.errors import InsufficientBalance
from app.models.ledger import Account, Transaction
from app.models.match import Match

CLEARING_IN = "mpesa_clearing_in:main"
PLATFORM_FEE = "platform_fee:main"


@dataclass(frozen=True)
class Leg:
    """One amount (KES) from the account `debit` to the account `credit` (account ids)."""

    debit: int
    credit: int
    amount: Decimal


@dataclass(frozen=True)
class Balances:
    """Where a player's money is (KES)."""

    available: Decimal
    in_play: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.available + self.in_play


@dataclass(frozen=True)
class Movement:
    """One line of a player's statement; `amount` (KES) is negative when money left the wallet."""

    id: int
    type: str
    amount: Decimal
    match_id: int | None
    mpesa_reference: str | None
    balance_after: Decimal
    created_at: datetime


class ReceiptAlreadyCredited(Exception):
    """An M-Pesa receipt was used for another credit before; nothing was posted."""


def open_player_accounts(session: Session, *, user_id: int) -> None:
    """Give a new player a wallet and a place for stakes, both empty."""
    session.execute(
        insert(Account).values(
            [
                {
                    "code": f"{kind}:{user_id}",
                    "kind": kind,
                    "user_id": user_id,
                    "floor": Decimal(0),
                }
                for kind in ("user_wallet", "user_stake")
            ]
        )
    )


def open_escrow(session: Session, *, match_id: int) -> int:
    """Open the escrow of a match and return its account id."""
    return session.execute(
        insert(Account)
        .values(
            code=f"match_escrow:{match_id}",
            kind="match_escrow",
            match_id=match_id,
            floor=Decimal(0),
        )
        .returning(Account.id)
    ).scalar_one()


def accounts_of(session: Session, *, codes: list[str]) -> dict[str, int]:
    """Return the ids of several accounts by their codes."""
    found = session.execute(select(Account.code, Account.id).where(Account.code.in_(codes)))
    by_code = {code: account_id for code, account_id in found}  # noqa: C416  # rows are no tuples
    return {code: by_code[code] for code in codes}


def post(
    session: Session,
    *,
    key: str,
    kind: str,
    legs: list[Leg],
    actor: str,
    match_id: int | None = None,
    receipt: str | None = None,
) -> bool:
    """Post one balanced movement; return False if `key` was posted before with the same content.

    Raises InsufficientBalance when an account would fall below its floor and
    ReceiptAlreadyCredited when `receipt` stands in another transaction. After either the database
    transaction can only be rolled back. The same key with other content is a bug and raises
    psycopg2's InvalidParameterValue.
    """
    cursor = cursor_of(session)
    try:
        cursor.execute(
            "SELECT created FROM ledger_post(%s, %s, %s, %s, %s, %s::bigint[], %s::bigint[],"
            " %s::numeric[])",
            (
                key,
                kind,
                actor,
                match_id,
                receipt,
                [leg.debit for leg in legs],
                [leg.credit for leg in legs],
                [leg.amount for leg in legs],
            ),
        )
        return _said_yes(cursor)
    except pg.CheckViolation as error:
        if error.diag.constraint_name == "ck_accounts_balance_not_below_floor":
            raise InsufficientBalance from error
        raise
    except pg.UniqueViolation as error:
        if error.diag.constraint_name == "uq_transactions_mpesa_reference":
            raise ReceiptAlreadyCredited from error
        raise
    finally:
        cursor.close()


def _said_yes(cursor: Any) -> bool:
    row = cursor.fetchone()
    return bool(row and row[0])


def credit_deposit(
    session: Session,
    *,
    deposit_id: int,
    user_id: int,
    amount: Decimal,
    receipt: str | None,
    actor: str,
) -> bool:
    """Credit a proven deposit of `amount` KES to the wallet, once; `receipt` is M-Pesa's."""
    wallet = f"user_wallet:{user_id}"
    ids = accounts_of(session, codes=[CLEARING_IN, wallet])
    return post(
        session,
        key=f"deposit:{deposit_id}:credit",
        kind="deposit",
        legs=[Leg(debit=ids[CLEARING_IN], credit=ids[wallet], amount=amount)],
        actor=actor,
        receipt=receipt,
    )


def hold_stake(session: Session, *, ticket_id: int, user_id: int, amount: Decimal) -> None:
    """Take a stake (KES) out of the wallet for a ticket in the queue."""
    wallet, stake = f"user_wallet:{user_id}", f"user_stake:{user_id}"
    ids = accounts_of(session, codes=[wallet, stake])
    post(
        session,
        key=f"ticket:{ticket_id}:hold",
        kind="wager_hold",
        legs=[Leg(debit=ids[wallet], credit=ids[stake], amount=amount)],
        actor=f"user:{user_id}",
    )


def release_stake(
    session: Session, *, ticket_id: int, user_id: int, amount: Decimal, actor: str
) -> None:
    """Give a stake (KES) back to the wallet, because its ticket left the queue."""
    wallet, stake = f"user_wallet:{user_id}", f"user_stake:{user_id}"
    ids = accounts_of(session, codes=[wallet, stake])
    post(
        session,
        key=f"ticket:{ticket_id}:release",
        kind="wager_release",
        legs=[Leg(debit=ids[stake], credit=ids[wallet], amount=amount)],
        actor=actor,
    )


def lock_stakes(
    session: Session, *, match_id: int, player_ids: tuple[int, int], amount: Decimal
) -> None:
    """Move both held stakes (KES each) into the escrow of their new match."""
    escrow = open_escrow(session, match_id=match_id)
    codes = [f"user_stake:{player_id}" for player_id in player_ids]
    ids = accounts_of(session, codes=codes)
    post(
        session,
        key=f"match:{match_id}:lock",
        kind="wager_lock",
        legs=[Leg(debit=ids[code], credit=escrow, amount=amount) for code in codes],
        actor="system:pairing",
        match_id=match_id,
    )


def settle_match(
    session: Unit,
    *,
    match_id: int,
    result: str,
    reason: str,
    actor: str,
    note: str | None,
    only_from: str | None = None,
) -> bool:
    """Pay a match's escrow out and end the match; False if it had ended already.

    `result` is player1, player2, draw or void. False, too, when the match is not in the
    verification state `only_from` any more. One round trip: the database function reads the
    terms from the match itself, so that nobody can be paid what was not staked.
    """
    cursor = cursor_of(session)
    cursor.execute(
        "SELECT settle_match(%s, %s, %s, %s, %s, %s)",
        (match_id, result, reason, actor, note, only_from),
    )
    return _said_yes(cursor)


def balances(session: Session, *, user_id: int) -> Balances:
    """Return where the player's money is: wallet, and stakes in the queue and in live matches."""
    escrowed = (
        select(func.coalesce(func.sum(Match.wager_amount), 0))
        .where(Match.status.in_(("pending", "active", "disputed")))
        .where((Match.player1_id == user_id) | (Match.player2_id == user_id))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account.kind, Account.balance, escrowed).where(Account.user_id == user_id)
    ).all()
    by_kind = {row[0]: row[1] for row in rows}
    return Balances(
        available=by_kind["user_wallet"], in_play=by_kind["user_stake"] + Decimal(rows[0][2])
    )


_STATEMENT = text(
    """
    WITH wallet AS (
      SELECT id, balance FROM accounts WHERE user_id = :user_id AND kind = 'user_wallet'
    ), page AS (
      SELECT * FROM (
        (SELECT e.id, e.transaction_id, e.amount
         FROM wallet w JOIN entries e ON e.credit_account_id = w.id
         WHERE e.id < :before ORDER BY e.id DESC LIMIT :rows)
        UNION ALL
        (SELECT e.id, e.transaction_id, -e.amount
         FROM wallet w JOIN entries e ON e.debit_account_id = w.id
         WHERE e.id < :before ORDER BY e.id DESC LIMIT :rows)
      ) both_sides ORDER BY id DESC LIMIT :rows
    ), newer AS (
      SELECT coalesce((SELECT sum(e.amount) FROM wallet w JOIN entries e
                         ON e.credit_account_id = w.id AND e.id > (SELECT max(id) FROM page)), 0)
           - coalesce((SELECT sum(e.amount) FROM wallet w JOIN entries e
                         ON e.debit_account_id = w.id AND e.id > (SELECT max(id) FROM page)), 0)
             AS amount
    )
    SELECT p.id, t.type, p.amount, t.created_at,
           -- A receipt that came after the money stands on the deposit: the header is immutable.
           coalesce(t.mpesa_reference, (
             SELECT d.mpesa_reference FROM deposits d
             WHERE t.type = 'deposit' AND d.user_id = :user_id
               AND t.idempotency_key = 'deposit:' || d.id || '\\:credit'
           )) AS mpesa_reference,
           w.balance - newer.amount AS newest_balance,
           coalesce(t.match_id, (
             SELECT m.id FROM matches m
             WHERE t.type = 'wager_hold'
               AND ((m.player1_id = :user_id
                     AND t.idempotency_key = 'ticket:' || m.player1_ticket_id || '\\:hold')
                 OR (m.player2_id = :user_id
                     AND t.idempotency_key = 'ticket:' || m.player2_ticket_id || '\\:hold'))
           )) AS match_id
    FROM page p JOIN transactions t ON t.id = p.transaction_id CROSS JOIN wallet w CROSS JOIN newer
    ORDER BY p.id DESC
    """
)
_NEWEST = 2**62


def statement(session: Session, *, user_id: int, before: int | None, rows: int) -> list[Movement]:
    """Return up to `rows` movements of the wallet older than entry `before`, newest first.

    `balance_after` is counted back from the present balance in the same snapshot, so the lines
    always add up.
    """
    lines: list[Any] = list(
        session.execute(_STATEMENT, {"user_id": user_id, "before": before or _NEWEST, "rows": rows})
    )
    movements = []
    balance = lines[0].newest_balance if lines else Decimal(0)
    for line in lines:
        movements.append(
            Movement(
                id=line.id,
                type=line.type,
                amount=line.amount,
                match_id=line.match_id,
                mpesa_reference=line.mpesa_reference,
                balance_after=balance,
                created_at=line.created_at,
            )
        )
        balance -= line.amount
    return movements


def sum_of_everything(session: Session) -> Decimal:
    """Return the sum over all accounts, which is 0 or the house is on fire."""
    total = session.execute(text("SELECT coalesce(sum(derived), 0) FROM derived_balances"))
    return Decimal(total.scalar_one())


def drifted_accounts(session: Session) -> list[str]:
    """Return the codes of accounts whose cached balance is not the sum of their entries."""
    found = session.execute(
        text("SELECT code FROM derived_balances WHERE tracked AND cached <> derived ORDER BY code")
    )
    return [row[0] for row in found]


def receipt_is_known(session: Session, *, receipt: str) -> bool:
    """Say whether an M-Pesa receipt has been credited already."""
    return (
        session.execute(
            select(Transaction.id).where(Transaction.mpesa_reference == receipt)
        ).first()
        is not None
    )
