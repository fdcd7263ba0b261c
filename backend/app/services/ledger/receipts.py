"""M-Pesa's receipts: each stands for one movement of money, and is credited once."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.ledger import posting

_UNSETTLED = (
    DepositState.CREATED,
    DepositState.SENDING,
    DepositState.PROMPTED,
    DepositState.UNKNOWN,
    DepositState.REVIEW,
)


def lock(session: Session, *, receipt: str) -> None:
    """Serialise the transactions that use this receipt, until this one ends."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:receipt, 11))"), {"receipt": receipt}
    )


def lock_all(session: Session, *, receipts: list[str]) -> None:
    """Serialise the transactions that use any of these receipts, given in ascending order."""
    session.execute(
        text(
            "SELECT pg_advisory_xact_lock(hashtextextended(r.receipt, 11))"
            " FROM unnest(CAST(:receipts AS text[])) WITH ORDINALITY r (receipt, at) ORDER BY r.at"
        ),
        {"receipts": receipts},
    )


def is_used(session: Session, *, receipt: str, except_deposit_id: int | None = None) -> bool:
    """Return whether `receipt` stands for money that was credited, other than by that deposit.

    A receipt that was only claimed does not count, or a forger could block an honest payment.
    """
    holders = session.scalars(select(Deposit.id).where(Deposit.mpesa_reference == receipt)).all()
    if except_deposit_id in holders:
        return False
    return bool(holders) or posting.is_booked(session, receipt=receipt)


def claim(session: Session, *, receipt: str, held: str | None = None) -> bool:
    """Lock `receipt` and return whether a payment may stand under it.

    It may not when it stands for other money that was credited or paid; `held` is the receipt that
    the payment has already.
    """
    lock(session, receipt=receipt)
    return receipt == held or not is_used(session, receipt=receipt)


def may_be_a_deposit(session: Session, *, amount: Decimal) -> bool:
    """Return whether a deposit of `amount` KES was credited without its receipt.

    Then a payment of that amount may be the very same one: only M-Pesa's list, which names the
    account number, tells them apart.
    """
    is_credited = Deposit.state == DepositState.CREDITED
    return _has_deposit(session, is_credited, amount=amount)


def may_be_a_prompts(session: Session, *, amount: Decimal, first_seen_at: datetime) -> bool:
    """Return whether a payment that names nobody may be a prompt's of `amount` KES.

    As `may_be_a_deposit`, and also while a prompt is not settled that was requested before
    `first_seen_at`, when we first heard of the payment: a till's confirmation names no deposit, and
    may come before anything else about it.
    """
    is_open = and_(Deposit.state.in_(_UNSETTLED), Deposit.created_at <= first_seen_at)
    is_credited = Deposit.state == DepositState.CREDITED
    return _has_deposit(session, or_(is_open, is_credited), amount=amount)


def _has_deposit(session: Session, condition: ColumnElement[bool], *, amount: Decimal) -> bool:
    found = session.execute(
        select(Deposit.id)
        .where(condition, Deposit.mpesa_reference.is_(None), Deposit.amount == amount)
        .limit(1)
    )
    return found.first() is not None
