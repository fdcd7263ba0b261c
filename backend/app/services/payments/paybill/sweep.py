"""Payments to our paybill whose deadline has passed: inquire again, or remind people."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.paybill.rules import needs_the_list
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import PaybillState
from app.models.paybill import PaybillPayment
from app.services.payments import deadlines, due_rows
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.paybill import intake
from app.services.platform import alerts

ROUND = 60
_WAITING = (PaybillState.RECEIVED, PaybillState.SUSPENSE, PaybillState.REVIEW)


def find_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` payments whose deadline has passed."""
    return due_rows.find(session, PaybillPayment, states=_WAITING, now=now, rows=rows)


def advance(session: Session, payment_id: int, *, now: datetime) -> None:
    """Do what is due for one payment; nothing if it is no longer due."""
    payment = due_rows.lock(session, PaybillPayment, payment_id, states=_WAITING, now=now)
    if payment is None:
        return
    if payment.state == PaybillState.RECEIVED:
        _inquire_again(session, payment, now=now)
    else:
        _remind(session, payment, now=now)


def postpone(session: Session, payment_id: int, *, until: datetime) -> None:
    """Move the deadline of one payment to `until`."""
    due_rows.postpone(session, PaybillPayment, payment_id, until=until)


def _inquire_again(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    setting = get_settings().paybill
    if paybill_evidence.end_doubt(session, payment, now=now):
        return
    if now - payment.created_at >= timedelta(seconds=setting.give_up_seconds):
        reason = ReviewReason(payment.review_reason or ReviewReason.UNCONFIRMED)
        paybill_evidence.open_review(session, payment, reason, facts={}, now=now)
        return
    if not needs_the_list(payment.review_reason):
        intake.inquire(session, payment, now=now)
    payment.due_at = deadlines.of_paybill(payment, now=now)


def _remind(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    payment.due_at = now + REMIND_EVERY
    alerts.raise_alert(
        session,
        kind=f"paybill_{payment.state}",
        subject=f"paybill:{payment.id}",
        now=now,
        doubt=payment.review_reason,
    )
