"""Proofs that a notification arrived: a phone has the SMS, a browser showed the push, it was read.

A match whose player answers late waits for such a proof (`domain/matches/silence.py`). What arrives
has the match decided again; were that job lost, the sweep that reminds the player would find it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.domain.notifications.kinds import CALLS_TO_ANSWER
from app.models.notification import Notification, NotificationDelivery


class By(StrEnum):
    """How somebody was reached."""

    APP = "app"
    PUSH = "push"
    SMS = "sms"


@dataclass(frozen=True)
class Arrival:
    """When one of a player's notifications first arrived, and how."""

    at: datetime
    by: By


def first(session: Session, *, user_id: int, keys: Iterable[str]) -> Arrival | None:
    """Return the first proof that any of a player's notifications with these keys arrived."""
    rows = session.execute(
        select(
            Notification.read_at, NotificationDelivery.shown_at, NotificationDelivery.delivered_at
        )
        .outerjoin(
            NotificationDelivery,
            and_(
                NotificationDelivery.user_id == Notification.user_id,
                NotificationDelivery.notification_id == Notification.id,
            ),
        )
        .where(Notification.user_id == user_id, Notification.dedupe_key.in_(list(keys)))
    )
    found = [
        Arrival(at, by) for row in rows for at, by in zip(row, By, strict=True) if at is not None
    ]
    return min(found, key=lambda arrival: arrival.at, default=None)


def has_arrived(session: Session, *, user_id: int, notification_id: int) -> None:
    """Have the match decided again that waits for a player to know what this notification says."""
    row = session.execute(
        select(Notification.kind, Notification.subject).where(
            Notification.user_id == user_id, Notification.id == notification_id
        )
    ).one_or_none()
    if row is not None:
        wake_matches(session, [(row.kind, row.subject)])


def wake_matches(session: Session, arrived: Iterable[tuple[str, str]]) -> None:
    """Have the matches decided again that wait for notifications of this kind and subject."""
    for subject in sorted({subject for kind, subject in arrived if kind in CALLS_TO_ANSWER}):
        enqueue(session, Job.VERIFY_MATCH, match_id=int(subject.removeprefix("match:")))
