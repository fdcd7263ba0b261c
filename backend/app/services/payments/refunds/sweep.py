"""Sweeps refunds whose deadline has passed: sends, inquires, or opens a review."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import RefundState
from app.models.refund import Refund
from app.services.payments import deadlines, due_rows
from app.services.payments.refunds import outcomes

ROUND = 20
_SOURCE = "sweep"
_WAITING = (
    RefundState.HELD,
    RefundState.SENDING,
    RefundState.SENT,
    RefundState.UNKNOWN,
    RefundState.REVIEW,
)


def find_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` refunds whose deadline has passed."""
    return due_rows.find(session, Refund, states=_WAITING, now=now, rows=rows)


def advance(session: Session, refund_id: int, *, now: datetime) -> None:
    """Do what is due for one refund; nothing if it is no longer due."""
    refund = due_rows.lock(session, Refund, refund_id, states=_WAITING, now=now)
    if refund is not None:
        _apply(session, refund, now=now)


def postpone(session: Session, refund_id: int, *, until: datetime) -> None:
    """Move the deadline of one refund to `until`."""
    due_rows.postpone(session, Refund, refund_id, until=until)


def _apply(session: Session, refund: Refund, *, now: datetime) -> None:
    setting = get_settings().refund
    match RefundState(refund.state):
        case RefundState.HELD:
            enqueue(session, Job.SEND_REFUND, refund_id=refund.id)
            refund.due_at = now + timedelta(seconds=setting.retry_seconds)
        case RefundState.SENDING:
            # The worker died while it called: maybe sent, so never send it again.
            outcomes.await_answer(session, refund, source=_SOURCE, facts={}, now=now)
        case RefundState.REVIEW:
            refund.due_at = now + REMIND_EVERY
            outcomes.alert_people(session, refund, now=now)
        case _ if now - (refund.sent_at or now) >= timedelta(seconds=setting.give_up_seconds):
            outcomes.open_review(
                session, refund, ReviewReason.UNCONFIRMED, source=_SOURCE, facts={}, now=now
            )
        case _:
            outcomes.inquire(session, refund, now=now)
            refund.due_at = deadlines.of_refund(refund, now=now)
