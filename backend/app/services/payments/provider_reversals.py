"""Applies reversals that M-Pesa made by itself, after the payment was credited (daraja.md §8, 30).

The money is reversal from the player's wallet while it lasts; the rest is a debt, and the player
withdraws nothing until new money has repaid it.
"""

import logging
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.reversals import ProviderReversal
from app.domain.payments.states import DepositState, PaybillState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.reconciliation import MpesaRow
from app.services.payments import postings
from app.services.payments.transitions import lock_paybill, transition_to
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_SOURCE = "pull"


def apply(session: Session, reversal: ProviderReversal, *, now: datetime) -> bool:
    """Take the money from whom it was credited to; False when it was not credited (yet)."""
    deposit = session.execute(
        select(Deposit)
        .where(Deposit.mpesa_reference == reversal.original_receipt)
        .with_for_update(of=Deposit)
    ).scalar_one_or_none()
    if deposit is not None:
        return _from_deposit(session, deposit, reversal, now=now)
    payment = lock_paybill(session, receipt=reversal.original_receipt)
    return payment is not None and _from_payment(session, payment, reversal, now=now)


def check_deposit(session: Session, deposit: Deposit, *, now: datetime) -> None:
    """Apply the reversal of a deposit whose credit or receipt has just become known."""
    reversal = _known(session, deposit.mpesa_reference)
    if reversal is not None:
        _from_deposit(session, deposit, reversal, now=now)


def check_payment(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    """Apply the reversal of a payment to our paybill that was just credited."""
    reversal = _known(session, payment.receipt)
    if reversal is not None:
        _from_payment(session, payment, reversal, now=now)


def reversed_among(session: Session, *, receipts: list[str]) -> set[str]:
    """Return which of these receipts M-Pesa's list names as reversed."""
    return set(
        session.scalars(
            select(MpesaRow.original_receipt).where(
                MpesaRow.original_receipt.in_(receipts), MpesaRow.kind == "reversal"
            )
        )
    )


def _known(session: Session, receipt: str | None) -> ProviderReversal | None:
    if receipt is None:
        return None
    row = session.scalars(
        select(MpesaRow)
        .where(MpesaRow.original_receipt == receipt, MpesaRow.kind == "reversal")
        .order_by(MpesaRow.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else ProviderReversal(row.receipt, receipt, -row.amount)


def _from_deposit(
    session: Session, deposit: Deposit, reversal: ProviderReversal, *, now: datetime
) -> bool:
    if deposit.state != DepositState.CREDITED:
        return False
    if _is_partial(session, f"deposit:{deposit.id}", deposit.amount, reversal, now=now):
        return False
    debt = postings.reverse_deposit(
        session,
        receipt=reversal.receipt,
        user_id=deposit.user_id,
        amount=deposit.amount,
        tax=deposit.tax,
        actor=f"mpesa:{_SOURCE}",
    )
    facts = _facts(reversal, debt)
    transition_to(session, deposit, DepositState.REVERSED, source=_SOURCE, now=now, facts=facts)
    alerts.raise_alert(
        session, kind="deposit_reversed", subject=f"deposit:{deposit.id}", now=now, **facts
    )
    return True


def _from_payment(
    session: Session, payment: PaybillPayment, reversal: ProviderReversal, *, now: datetime
) -> bool:
    if payment.state not in {PaybillState.CREDITED, PaybillState.SUSPENSE}:
        return False
    if _is_partial(session, f"paybill:{payment.id}", payment.amount, reversal, now=now):
        return False
    debt, to = Decimal(0), PaybillState.RETURNED
    actor = f"mpesa:{_SOURCE}"
    if payment.state == PaybillState.SUSPENSE:
        postings.reverse_suspended(
            session, receipt=reversal.receipt, amount=payment.amount, actor=actor
        )
    else:
        assert payment.user_id is not None, "credited money has its player"
        to = PaybillState.REVERSED
        debt = postings.reverse_deposit(
            session,
            receipt=reversal.receipt,
            user_id=payment.user_id,
            amount=payment.amount,
            tax=payment.tax,
            actor=actor,
        )
    facts = _facts(reversal, debt)
    transition_to(session, payment, to, source=_SOURCE, now=now, facts=facts)
    alerts.raise_alert(
        session, kind="deposit_reversed", subject=f"paybill:{payment.id}", now=now, **facts
    )
    return True


def _is_partial(
    session: Session, subject: str, amount: Decimal, reversal: ProviderReversal, *, now: datetime
) -> bool:
    """Return whether only a part went back: that is not booked by rule, and raises an alert."""
    if reversal.amount == amount:
        return False
    facts = _facts(reversal, None) | {"credited": str(amount)}
    alerts.raise_alert(session, kind="reversal_differs", subject=subject, now=now, **facts)
    return True


def _facts(reversal: ProviderReversal, debt: Decimal | None) -> dict[str, str | int | None]:
    return {
        "receipt": reversal.receipt,
        "original_receipt": reversal.original_receipt,
        "amount": str(reversal.amount),
        "owed": None if debt is None else str(debt),
    }
