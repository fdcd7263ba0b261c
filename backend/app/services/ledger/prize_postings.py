"""What a prize that is taken back does to the ledger, and what others then move up by.

All that is taken, out of the wallet and as a debt, goes to the account `prize_recovery`; out of it
is paid only what was recovered, which the database checks against the debt (`prize_payment_fault`).
All amounts in KES.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.services.ledger import posting, transfers

RECOVERY = "prize_recovery:main"

_DEBT = text("""
    SELECT coalesce(sum(CASE t.type WHEN 'prize_clawback' THEN e.amount ELSE -e.amount END), 0)
             AS debt,
           count(*) FILTER (WHERE t.type = 'prize_collection') AS times_collected
    FROM prize_clawbacks k
      JOIN accounts a ON a.user_id = k.user_id AND a.kind = 'user_receivable'
      JOIN entries e ON a.id IN (e.debit_account_id, e.credit_account_id)
      JOIN transactions t ON t.id = e.transaction_id
    WHERE k.id = :id AND starts_with(t.idempotency_key, :start)
""")
_TAKEN = text("""
    SELECT coalesce(sum(e.amount), 0) FROM transactions t
      JOIN entries e ON e.transaction_id = t.id
      JOIN accounts d ON d.id = e.debit_account_id AND d.kind = 'user_wallet'
    WHERE t.idempotency_key = :key
""")
_REPAID = text("""
    SELECT coalesce(sum(e.amount), 0) FROM accounts c
      JOIN entries e ON e.credit_account_id = c.id
      JOIN transactions t ON t.id = e.transaction_id
    WHERE c.code = :code AND t.type = 'receivable_repaid' AND t.created_at > :since
""")


@dataclass(frozen=True)
class Payment:
    """A part of an upgrade; without a player it is the house's."""

    payment_id: int
    user_id: int | None
    amount: Decimal


def take_back(
    session: Session, *, clawback_id: int, user_id: int, taken: Decimal, owed: Decimal, actor: str
) -> None:
    """Take a prize back: `taken` out of the wallet, and `owed` as a debt."""
    transfers.post_between(
        session,
        key=f"clawback:{clawback_id}:taken",
        kind="prize_clawback",
        legs=[
            (f"user_wallet:{user_id}", RECOVERY, taken),
            (f"user_receivable:{user_id}", RECOVERY, owed),
        ],
        actor=actor,
    )


def collect(
    session: Session, *, clawback_id: int, user_id: int, amount: Decimal, actor: str
) -> None:
    """Pay a debt of a prize out of money that has become free in the wallet."""
    number = 1 + _debt(session, clawback_id).times_collected
    transfers.post_between(
        session,
        key=f"clawback:{clawback_id}:collected:{number}",
        kind="prize_collection",
        legs=[(f"user_wallet:{user_id}", f"user_receivable:{user_id}", amount)],
        actor=actor,
    )


def pay_upgrades(
    session: Session, payments: Sequence[Payment], *, is_advanced: bool, actor: str
) -> None:
    """Pay parts of upgrades out of what was recovered, or out of our fees where `is_advanced`."""
    source = posting.PLATFORM_FEE if is_advanced else RECOVERY
    for one in payments:
        target = posting.PLATFORM_FEE if one.user_id is None else f"user_wallet:{one.user_id}"
        transfers.post_between(
            session,
            key=f"upgrade:{one.payment_id}:paid",
            kind="prize_advance" if is_advanced else "prize_upgrade",
            legs=[(source, target, one.amount)],
            actor=actor,
        )


def debt_left(session: Session, *, clawback_id: int) -> Decimal:
    """Return what a clawback left as a debt, less what was collected for it."""
    return Decimal(_debt(session, clawback_id).debt)


def taken_from_wallet(session: Session, *, clawback_id: int) -> Decimal:
    """Return what a clawback took out of the player's wallet."""
    found = session.execute(_TAKEN, {"key": f"clawback:{clawback_id}:taken"})
    return Decimal(found.scalar_one())


def repaid_since(session: Session, *, user_id: int, since: datetime) -> Decimal:
    """Return how much of a player's debt payments have repaid since then."""
    found = session.execute(_REPAID, {"code": f"user_receivable:{user_id}", "since": since})
    return Decimal(found.scalar_one())


def _debt(session: Session, clawback_id: int) -> Row[Decimal, int]:
    terms = {"id": clawback_id, "start": f"clawback:{clawback_id}:"}
    return session.execute(_DEBT, terms).one()
