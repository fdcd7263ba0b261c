"""Refunds whose time has come: sent, asked about, or handed to people."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.states import RefundState
from app.models.refund import Refund
from app.services.payments.refunds import evidence as refund_evidence
from app.services.payments.transitions import refunds as steps
from app.services.platform import alerts as alarms

ROUND = 20
_SOURCE = "sweep"
_WAITING = (
    RefundState.HELD,
    RefundState.SENDING,
    RefundState.SENT,
    RefundState.UNKNOWN,
    RefundState.REVIEW,
)


def claim_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> int:
    """Do what is due for up to `rows` refunds; return how many there were."""
    due = session.scalars(
        select(Refund)
        .where(Refund.state.in_(_WAITING), Refund.due_at <= now)
        .order_by(Refund.due_at)
        .limit(rows)
        .with_for_update(skip_locked=True)
    ).all()
    for refund in due:
        _do_chore(session, refund, now=now)
    return len(due)


def _do_chore(session: Session, refund: Refund, *, now: datetime) -> None:
    setting = get_settings().refund
    match RefundState(refund.state):
        case RefundState.HELD:
            enqueue(session, Job.SEND_REFUND, refund_id=refund.id)
            refund.due_at = now + timedelta(seconds=setting.retry_seconds)
        case RefundState.SENDING:
            # The worker died while it called: maybe sent, so never send it again.
            refund_evidence.doubt(session, refund, source=_SOURCE, facts={}, now=now)
        case RefundState.REVIEW:
            refund.due_at = now + steps.REMIND_EVERY
            alarms.ring(
                session,
                kind="refund_review",
                subject=f"refund:{refund.id}",
                now=now,
                doubt=refund.doubt,
            )
        case _ if now - (refund.sent_at or now) >= timedelta(seconds=setting.give_up_seconds):
            refund_evidence.review(session, refund, "unconfirmed", facts={}, now=now)
        case _:
            refund_evidence.ask(session, refund, now=now)
            refund.due_at = steps.next_look(refund, now=now)
