"""What two people may rule about a payment to our paybill: whose it is, nobody's, or never made."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.decisions import ReviewReason, Verdict
from app.domain.payments.states import PaybillState
from app.models.paybill import PaybillPayment
from app.services.ledger import receipts
from app.services.payments import postings, provider_reversals, suspense
from app.services.payments.refunds import requests as refund_requests
from app.services.payments.transitions import lock, transition_to


def assign(
    session: Session, *, payment_id: int, user_id: int, actor: str, now: datetime
) -> Verdict:
    """Credit a payment to the player whose it is, as two people ruled; NOTHING if it moved on.

    For money in suspense, and for payments in review of which they saw the proof.
    """
    payment = lock(session, PaybillPayment, payment_id)
    was_suspended = payment.state == PaybillState.SUSPENSE
    if not was_suspended and payment.state not in {PaybillState.REVIEW, PaybillState.REFUSED}:
        return Verdict.NOTHING
    receipts.lock(session, receipt=payment.receipt)
    is_used = not was_suspended and receipts.is_used(session, receipt=payment.receipt)
    if (
        is_used
        or _has_no_amount(payment)
        or refund_requests.is_open(session, receipt=payment.receipt)
    ):
        return Verdict.NOTHING
    payment.verified_at = payment.verified_at or now
    payment.review_reason = None
    suspense.assign_to(session, payment, user_id=user_id, now=now)
    if was_suspended:
        postings.claim_suspended(session, payment, actor=actor)
    else:
        postings.credit_paybill(session, payment, actor=actor)
    transition_to(session, payment, PaybillState.CREDITED, source=actor, now=now)
    provider_reversals.check_payment(session, payment, now=now)
    return Verdict.CREDIT


def suspend(session: Session, *, payment_id: int, actor: str, now: datetime) -> Verdict:
    """Keep a payment in review as money of nobody known, as two people ruled."""
    payment = lock(session, PaybillPayment, payment_id)
    receipts.lock(session, receipt=payment.receipt)
    is_used = receipts.is_used(session, receipt=payment.receipt)
    is_open = payment.state in {PaybillState.REVIEW, PaybillState.REFUSED}
    if not is_open or is_used or _has_no_amount(payment):
        return Verdict.NOTHING
    payment.verified_at = now
    payment.review_reason = None
    postings.suspend_paybill(session, payment, actor=actor)
    transition_to(session, payment, PaybillState.SUSPENSE, source=actor, now=now)
    return Verdict.SUSPEND


def refuse(session: Session, *, payment_id: int, actor: str, now: datetime) -> Verdict:
    """End a payment in review without money, as two admins ruled."""
    payment = lock(session, PaybillPayment, payment_id)
    if payment.state != PaybillState.REVIEW:
        return Verdict.NOTHING
    transition_to(session, payment, PaybillState.REFUSED, source=actor, now=now)
    return Verdict.REFUSED


def _has_no_amount(payment: PaybillPayment) -> bool:
    """Return whether nobody could read how much was paid: then only M-Pesa's list can say so."""
    return payment.review_reason == ReviewReason.AMOUNT_UNREAD
