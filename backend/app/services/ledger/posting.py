"""Post to the ledger: all money moves through this module.

Postings are calls of one database function (`ledger_post`), which locks accounts in ascending id
and answers a repeated key with what it did the first time.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg2 import errors as pg
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.models.ledger import Account, Transaction
from app.models.match import Match
from app.models.tournament import TournamentEntry
from app.services.ledger import refusals

CLEARING_IN = "mpesa_clearing_in:main"
CLEARING_OUT = "mpesa_clearing_out:main"
FLOAT = "mpesa_float:main"
SUSPENSE = "mpesa_suspense:main"
CHARGES = "mpesa_charges:main"
EXCISE = "tax_excise:main"
WITHHOLDING = "tax_withholding:main"
PLATFORM_FEE = "platform_fee:main"

# The lowest balance of a player's account (KES); a debt to us is below zero by nature.
_FLOORS = {
    "user_wallet": Decimal(0),
    "user_stake": Decimal(0),
    "user_withdraw_hold": Decimal(0),
    "user_receivable": None,
}


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
    withdrawing: Decimal = Decimal(0)
    owed: Decimal = Decimal(0)  # by the player to us, after M-Pesa reversed what they had spent

    @property
    def total(self) -> Decimal:
        """All money of the player."""
        return self.available + self.in_play + self.withdrawing


class ReceiptAlreadyCredited(Exception):
    """An M-Pesa receipt was used for another credit before; nothing was posted."""


def open_player_accounts(session: Session, *, user_id: int) -> None:
    """Give a new player a wallet and places for stakes, withdrawals and debts, all empty."""
    session.execute(
        insert(Account).values(
            [
                {
                    "code": f"{kind}:{user_id}",
                    "kind": kind,
                    "user_id": user_id,
                    "floor": floor,
                }
                for kind, floor in _FLOORS.items()
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

    Raises InsufficientBalance when an account would fall below its floor, Conflict for a stake that
    the player's own protection forbids (`refusals`), and ReceiptAlreadyCredited when `receipt`
    stands in another transaction. After each the database
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
        return _first_column(cursor)
    except pg.CheckViolation as error:
        if refusal := refusals.of_error(error):
            raise refusal from error
        raise
    except pg.UniqueViolation as error:
        if error.diag.constraint_name == "uq_transactions_mpesa_reference":
            raise ReceiptAlreadyCredited from error
        raise
    finally:
        cursor.close()


def _first_column(cursor: Any) -> bool:
    row = cursor.fetchone()
    return bool(row and row[0])


def credit_deposit(
    session: Session,
    *,
    deposit_id: int,
    user_id: int,
    amount: Decimal,
    tax: Decimal = Decimal(0),
    receipt: str | None,
    actor: str,
) -> bool:
    """Credit a proven deposit to the wallet, once: `amount` KES less the `tax` that is in it.

    `receipt` is M-Pesa's.
    """
    wallet = f"user_wallet:{user_id}"
    ids = accounts_of(session, codes=[CLEARING_IN, EXCISE, wallet])
    clearing = ids[CLEARING_IN]
    legs = [Leg(debit=clearing, credit=ids[wallet], amount=amount - tax)]
    if tax > 0:
        legs.append(Leg(debit=clearing, credit=ids[EXCISE], amount=tax))
    return post(
        session,
        key=f"deposit:{deposit_id}:credit",
        kind="deposit",
        legs=legs,
        actor=actor,
        receipt=receipt,
    )


def hold_stake(
    session: Session, *, ticket_id: int, user_id: int, amount: Decimal, actor: str | None = None
) -> None:
    """Take a stake (KES) out of the wallet for a ticket in the queue.

    `actor` says what it was held for (`domain.ledger.movement_reasons`); the player's own joining
    unless given.
    """
    wallet, stake = f"user_wallet:{user_id}", f"user_stake:{user_id}"
    ids = accounts_of(session, codes=[wallet, stake])
    post(
        session,
        key=f"ticket:{ticket_id}:hold",
        kind="wager_hold",
        legs=[Leg(debit=ids[wallet], credit=ids[stake], amount=amount)],
        actor=actor or f"user:{user_id}",
    )


def release_stake(
    session: Session,
    *,
    ticket_id: int,
    user_id: int,
    amount: Decimal,
    actor: str,
    part: str = "release",
) -> None:
    """Give a stake (KES) back to the wallet: its ticket left the queue, or a `surplus` of it."""
    wallet, stake = f"user_wallet:{user_id}", f"user_stake:{user_id}"
    ids = accounts_of(session, codes=[wallet, stake])
    post(
        session,
        key=f"ticket:{ticket_id}:{part}",
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
) -> bool:
    """Pay a match's escrow out and end the match; False if it had ended already.

    `result` is player1, player2, draw, void or (of a dispute) split. One round trip: the database
    function reads the terms from the match itself, so that only what was staked can be paid.
    """
    cursor = cursor_of(session)
    if result == "split":
        cursor.execute("SELECT split_match(%s, %s, %s, %s)", (match_id, reason, actor, note))
        return _first_column(cursor)
    cursor.execute(
        "SELECT settle_match(%s, %s, %s, %s, %s)", (match_id, result, reason, actor, note)
    )
    return _first_column(cursor)


# SQL for what is in the wallet of `u`, a row of users.
AVAILABLE = "(SELECT a.balance FROM accounts a WHERE a.user_id = u.id AND a.kind = 'user_wallet')"


def balances(session: Session, *, user_id: int) -> Balances:
    """Return where the player's money is: wallet, stakes in queue and matches, held entry fees."""
    escrowed = (
        select(func.coalesce(func.sum(Match.wager_amount), 0))
        .where(Match.status.in_(("pending", "active", "disputed")))
        .where((Match.player1_id == user_id) | (Match.player2_id == user_id))
        .scalar_subquery()
    )
    fees = (
        select(func.coalesce(func.sum(TournamentEntry.prize_part + TournamentEntry.house_part), 0))
        .where(TournamentEntry.user_id == user_id, TournamentEntry.state == "held")
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account.kind, Account.balance, escrowed + fees).where(Account.user_id == user_id)
    ).all()
    by_kind = {row[0]: row[1] for row in rows}
    return Balances(
        available=by_kind["user_wallet"],
        in_play=by_kind["user_stake"] + Decimal(rows[0][2]),
        withdrawing=by_kind.get("user_withdraw_hold", Decimal(0)),
        owed=-by_kind.get("user_receivable", Decimal(0)),
    )


def is_in_debt(session: Session, *, user_id: int) -> bool:
    """Return whether the player owes us anything, without locking their accounts."""
    found = session.execute(
        select(Account.id).where(
            Account.user_id == user_id, Account.kind == "user_receivable", Account.balance < 0
        )
    )
    return found.first() is not None


def lock_player_money(session: Session, *, user_id: int) -> Balances:
    """Lock a player's accounts and return what the wallet holds and what the player owes.

    For callers that decide from which account to take; `in_play` is left out (0).
    """
    rows = session.execute(
        text("SELECT kind, balance FROM lock_player_money(:user_id)"), {"user_id": user_id}
    )
    by_kind = {kind: balance for kind, balance in rows}  # noqa: C416  # rows are no tuples
    return Balances(
        available=by_kind["user_wallet"],
        in_play=Decimal(0),
        withdrawing=by_kind["user_withdraw_hold"],
        owed=-by_kind["user_receivable"],
    )


def is_booked(session: Session, *, receipt: str) -> bool:
    """Return whether an M-Pesa receipt has been booked already."""
    return bool(booked_receipts(session, receipts=[receipt]))


def booked_receipts(session: Session, *, receipts: list[str]) -> set[str]:
    """Return those of `receipts` that have been booked."""
    found = session.scalars(
        select(Transaction.mpesa_reference).where(Transaction.mpesa_reference.in_(receipts))
    )
    return {receipt for receipt in found if receipt is not None}
