"""M-Pesa's receipts: each names one movement of money, and is credited once."""

from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.ledger import posting


def lock(session: Session, *, receipt: str) -> None:
    """Lock a receipt until the transaction ends: two credits by it run one after the other."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:receipt, 11))"), {"receipt": receipt}
    )


def lock_all(session: Session, *, receipts: list[str]) -> None:
    """Lock several receipts; they must be in ascending order, or two callers could deadlock."""
    session.execute(
        text(
            "SELECT pg_advisory_xact_lock(hashtextextended(r.receipt, 11))"
            " FROM unnest(CAST(:receipts AS text[])) WITH ORDINALITY r (receipt, at) ORDER BY r.at"
        ),
        {"receipts": receipts},
    )


def is_used(session: Session, *, receipt: str, except_deposit_id: int | None = None) -> bool:
    """Return whether `receipt` has been credited, other than by that deposit.

    A mere claim does not count, or a forger could block an honest payment.
    """
    holders = session.scalars(select(Deposit.id).where(Deposit.mpesa_reference == receipt)).all()
    if except_deposit_id in holders:
        return False
    return bool(holders) or posting.is_booked(session, receipt=receipt)


def may_belong_to_a_deposit(session: Session, *, amount: Decimal) -> bool:
    """Return whether some credited deposit of `amount` KES has no receipt yet.

    Then a paybill payment of that amount may be the same money: only M-Pesa's list, which has the
    account number, distinguishes them.
    """
    found = session.execute(
        select(Deposit.id)
        .where(
            Deposit.state == DepositState.CREDITED,
            Deposit.mpesa_reference.is_(None),
            Deposit.amount == amount,
        )
        .limit(1)
    )
    return found.first() is not None
