"""The ways out of a transaction: a job for the workers, a word to the players, or hanging up."""

from functools import partial

from celery import current_app
from sqlalchemy.orm import Session

from app.core.database import defer
from app.core.jobs import Job, queue_of
from app.core.live import News, announce, close_sockets


def enqueue(session: Session, job: Job, **ids: int) -> None:
    """Ask the workers for `job`, if and only if this transaction commits."""
    defer(session, partial(send, job, **ids))


def send(job: Job, **ids: int) -> None:
    """Ask the workers for `job` now; a dead broker is answered quickly, a sweep does the rest."""
    current_app.send_task(job.value, kwargs=ids, queue=queue_of(job), retry=False)


def broadcast(
    session: Session, to: list[int], *, kind: str, topic: str, data: dict[str, int | str]
) -> None:
    """Tell the players `to` (user ids) what changed, if and only if this transaction commits.

    All news of a transaction leave together.
    """
    waiting: list[News] = session.info.setdefault("news", [])
    if not waiting:
        defer(session, partial(announce, waiting))
    waiting.extend(News(user_id=user_id, kind=kind, topic=topic, data=data) for user_id in to)


def hang_up(session: Session, session_ids: list[int]) -> None:
    """Close the live sockets of ended login sessions, if and only if this transaction commits."""
    if session_ids:
        defer(session, partial(close_sockets, session_ids))
