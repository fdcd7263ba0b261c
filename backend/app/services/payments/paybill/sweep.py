"""Payments to our paybill whose time has come: M-Pesa is asked again, and people are reminded."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.states import PaybillState
from app.models.paybill import PaybillPayment
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.paybill import intake as paybill
from app.services.payments.paybill.evidence import Doubt
from app.services.payments.transitions import paybill as steps
from app.services.platform import alerts as alarms

ROUND = 60
_WAITING = (PaybillState.RECEIVED, PaybillState.SUSPENSE, PaybillState.REVIEW)


def claim_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> int:
    """Do what is due for up to `rows` payments; return how many there were."""
    due = session.scalars(
        select(PaybillPayment)
        .where(PaybillPayment.state.in_(_WAITING), PaybillPayment.due_at <= now)
        .order_by(PaybillPayment.due_at)
        .limit(rows)
        .with_for_update(skip_locked=True)
    ).all()
    for payment in due:
        if payment.state == PaybillState.RECEIVED:
            _ask_again(session, payment, now=now)
        else:
            _remind(session, payment, now=now)
    return len(due)


def _ask_again(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    setting = get_settings().paybill
    if now - payment.created_at >= timedelta(seconds=setting.give_up_seconds):
        doubt = Doubt(payment.doubt) if payment.doubt else Doubt.UNCONFIRMED
        paybill_evidence.review(session, payment, doubt, facts={}, now=now)
        return
    if not paybill_evidence.is_for_the_list(payment):
        paybill.ask(session, payment, now=now)
    payment.due_at = now + steps.next_look(age=now - payment.created_at)


def _remind(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    payment.due_at = now + steps.REMIND_EVERY
    alarms.ring(
        session,
        kind=f"paybill_{payment.state}",
        subject=f"paybill:{payment.id}",
        now=now,
        doubt=payment.doubt,
    )
