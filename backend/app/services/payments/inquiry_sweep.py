"""Questions to M-Pesa whose time has come: sent by a worker, or given up unanswered."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.models.mpesa_request import MpesaRequest
from app.services.payments.inquiries import next_try_at

# Twenty inquiries a second at most (sweeps of three seconds): Daraja arrests spikes.
ROUND = 60


def give_up_unanswered(session: Session, *, now: datetime) -> None:
    """Wait no longer for answers that are overdue: whoever still needs one asks again."""
    session.execute(
        update(MpesaRequest)
        .where(MpesaRequest.state == "sent", MpesaRequest.due_at <= now)
        .values(state="lost", due_at=None)
        .execution_options(synchronize_session=False)
    )


def find_unasked(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` questions whose time to be asked has come."""
    return list(
        session.scalars(
            select(MpesaRequest.id)
            .where(MpesaRequest.state == "created", MpesaRequest.due_at <= now)
            .order_by(MpesaRequest.due_at)
            .limit(rows)
        )
    )


def send(session: Session, request_id: int, *, now: datetime) -> None:
    """Have one question asked by a worker; nothing if it is no longer due."""
    row = session.scalars(
        select(MpesaRequest)
        .where(
            MpesaRequest.id == request_id,
            MpesaRequest.state == "created",
            MpesaRequest.due_at <= now,
        )
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is not None:
        row.due_at = next_try_at(now=now)
        enqueue(session, Job.SEND_INQUIRY, request_id=row.id)


def postpone(session: Session, request_id: int, *, until: datetime) -> None:
    """Move the deadline of one question to `until`."""
    row = session.get_one(MpesaRequest, request_id, with_for_update=True)
    if row.due_at is not None:
        row.due_at = until
