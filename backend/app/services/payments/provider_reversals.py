"""Payments that M-Pesa took back by itself, after we had credited them (daraja.md §8, 30).

The player pays back what is in his wallet, and owes us the rest: then he withdraws nothing until
new money has paid the debt.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.payments.states import DepositState, PaybillState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.reconciliation import MpesaLine
from app.services.payments import postings
from app.services.payments.transitions import lock_paybill, transition_to
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_SOURCE = "pull"


@dataclass(frozen=True)
class TakenBack:
    """M-Pesa's word that `amount` KES of the payment `original_receipt` went back to its payer."""

    receipt: str
    original_receipt: str
    amount: Decimal


def apply(session: Session, taken: TakenBack, *, now: datetime) -> bool:
    """Take the money from whom it was credited to; False when it was credited to nobody (yet)."""
    deposit = session.execute(
        select(Deposit)
        .where(Deposit.mpesa_reference == taken.original_receipt)
        .with_for_update(of=Deposit)
    ).scalar_one_or_none()
    if deposit is not None:
        return _from_deposit(session, deposit, taken, now=now)
    payment = lock_paybill(session, receipt=taken.original_receipt)
    return payment is not None and _from_payment(session, payment, taken, now=now)


def check_deposit(session: Session, deposit: Deposit, *, now: datetime) -> None:
    """A deposit was just credited, or its receipt told: perhaps it was taken back before that."""
    taken = _known(session, deposit.mpesa_reference)
    if taken is not None:
        _from_deposit(session, deposit, taken, now=now)


def check_payment(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    """The same for a payment to our paybill."""
    taken = _known(session, payment.receipt)
    if taken is not None:
        _from_payment(session, payment, taken, now=now)


def known_among(session: Session, *, receipts: list[str]) -> set[str]:
    """Return of which of these receipts M-Pesa's list says that they were taken back."""
    return set(
        session.scalars(
            select(MpesaLine.original_receipt).where(
                MpesaLine.original_receipt.in_(receipts), MpesaLine.kind == "reversal"
            )
        )
    )


def _known(session: Session, receipt: str | None) -> TakenBack | None:
    if receipt is None:
        return None
    line = session.scalars(
        select(MpesaLine)
        .where(MpesaLine.original_receipt == receipt, MpesaLine.kind == "reversal")
        .order_by(MpesaLine.id)
        .limit(1)
    ).one_or_none()
    return None if line is None else TakenBack(line.receipt, receipt, -line.amount)


def _from_deposit(session: Session, deposit: Deposit, taken: TakenBack, *, now: datetime) -> bool:
    if deposit.state != DepositState.CREDITED:
        return False
    if _is_strange(session, f"deposit:{deposit.id}", deposit.amount, taken, now=now):
        return False
    debt = postings.take_back_deposit(
        session,
        receipt=taken.receipt,
        user_id=deposit.user_id,
        amount=deposit.amount,
        tax=deposit.tax,
        actor=f"mpesa:{_SOURCE}",
    )
    facts = _facts(taken, debt)
    transition_to(session, deposit, DepositState.REVERSED, source=_SOURCE, now=now, facts=facts)
    broadcast(session, [deposit.user_id], kind="wallet.changed", topic="wallet", data={})
    alerts.raise_alert(
        session, kind="deposit_reversed", subject=f"deposit:{deposit.id}", now=now, **facts
    )
    return True


def _from_payment(
    session: Session, payment: PaybillPayment, taken: TakenBack, *, now: datetime
) -> bool:
    if payment.state not in {PaybillState.CREDITED, PaybillState.SUSPENSE}:
        return False
    if _is_strange(session, f"paybill:{payment.id}", payment.amount, taken, now=now):
        return False
    debt, to = Decimal(0), PaybillState.RETURNED
    actor = f"mpesa:{_SOURCE}"
    if payment.state == PaybillState.SUSPENSE:
        postings.take_back_suspended(
            session, receipt=taken.receipt, amount=payment.amount, actor=actor
        )
    else:
        assert payment.user_id is not None, "credited money has its player"
        to = PaybillState.REVERSED
        debt = postings.take_back_deposit(
            session,
            receipt=taken.receipt,
            user_id=payment.user_id,
            amount=payment.amount,
            tax=payment.tax,
            actor=actor,
        )
    facts = _facts(taken, debt)
    transition_to(session, payment, to, source=_SOURCE, now=now, facts=facts)
    alerts.raise_alert(
        session, kind="deposit_reversed", subject=f"paybill:{payment.id}", now=now, **facts
    )
    return True


def _is_strange(
    session: Session, subject: str, amount: Decimal, taken: TakenBack, *, now: datetime
) -> bool:
    """A part of a payment cannot be booked by rule: a person looks."""
    if taken.amount == amount:
        return False
    facts = _facts(taken, None) | {"credited": str(amount)}
    alerts.raise_alert(session, kind="reversal_differs", subject=subject, now=now, **facts)
    return True


def _facts(taken: TakenBack, debt: Decimal | None) -> dict[str, str | int | None]:
    return {
        "receipt": taken.receipt,
        "original_receipt": taken.original_receipt,
        "amount": str(taken.amount),
        "owed": None if debt is None else str(debt),
    }
