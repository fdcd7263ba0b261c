"""Gives money in suspense to the player whose it turns out to be.

A till's confirmation names nobody. If it comes when the prompt counts as failed already, its money
goes to suspense, and only later evidence says which prompt it was of: the prompt's late callback,
which names the receipt, or M-Pesa's list, which names the reference.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.states import DepositState, PaybillState, RefundState
from app.domain.payments.tax import share_deposit
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.services.payments import postings, provider_reversals, tax_periods
from app.services.payments.transitions import Facts, lock_paybill, transition_to

_OVER = frozenset({DepositState.FAILED, DepositState.EXPIRED})


def find_for(session: Session, deposit: Deposit, *, receipt: str | None) -> PaybillPayment | None:
    """Return the payment in suspense that is this ended deposit's, by receipt and amount; locked.

    While a prompt is not settled, no payment of its amount goes to suspense
    (`receipts.may_be_a_prompts`): so there is none of an open deposit.
    """
    if receipt is None or deposit.state not in _OVER:
        return None
    payment = lock_paybill(session, receipt=receipt)
    if payment is None or payment.amount != deposit.amount:
        return None
    return payment if is_free(session, payment) else None


def holds(session: Session, *, receipt: str) -> bool:
    """Return whether the payment of a receipt is in suspense; without a lock."""
    found = session.execute(
        select(PaybillPayment.id).where(
            PaybillPayment.receipt == receipt, PaybillPayment.state == PaybillState.SUSPENSE
        )
    )
    return found.first() is not None


def may_hold(session: Session, deposit: Deposit) -> bool:
    """Return whether a payment in suspense, of no known owner, may be this ended deposit's."""
    if deposit.state not in _OVER:
        return False
    found = session.execute(
        select(PaybillPayment.id)
        .where(
            PaybillPayment.state == PaybillState.SUSPENSE,
            PaybillPayment.amount == deposit.amount,
            PaybillPayment.created_at >= deposit.created_at,
        )
        .limit(1)
    )
    return found.first() is not None


def is_free(session: Session, payment: PaybillPayment) -> bool:
    """Return whether a payment is in suspense, and is not about to go back to its payer."""
    going_back = select(Refund.id).where(
        Refund.original_receipt == payment.receipt, Refund.state != RefundState.RELEASED
    )
    is_suspended = payment.state == PaybillState.SUSPENSE
    return is_suspended and session.execute(going_back).first() is None


def give(
    session: Session,
    payment: PaybillPayment,
    *,
    user_id: int,
    source: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Credit a payment in suspense to its player."""
    assign_to(session, payment, user_id=user_id, now=now)
    postings.claim_suspended(session, payment, actor=f"mpesa:{source}")
    transition_to(session, payment, PaybillState.CREDITED, source=source, now=now, facts=facts)
    provider_reversals.check_payment(session, payment, now=now)


def assign_to(session: Session, payment: PaybillPayment, *, user_id: int, now: datetime) -> None:
    """Record whose the payment is, and which part of it belongs to the state."""
    paid_at = min(payment.paid_at or payment.created_at, now)
    profile = tax_periods.profile_at(session, moment=paid_at)
    payment.user_id = user_id
    payment.tax = share_deposit(payment.amount, profile=profile).tax
    payment.tax_profile = profile.value
    session.flush()  # the ledger reads it
