"""Queue pushes: one delivery for each browser of the player who is told something."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.notifications.kinds import Kind, policy_of
from app.models.notification import Notification, NotificationDelivery
from app.models.push import PushSubscription

# Written by the functions that end a match, which know nothing of browsers.
_ENDED = (
    Kind.MATCH_WON,
    Kind.MATCH_LOST,
    Kind.MATCH_DRAWN,
    Kind.MATCH_SPLIT,
    Kind.MATCH_REFUNDED,
    Kind.TOURNAMENT_MATCH_WON,
    Kind.TOURNAMENT_MATCH_LOST,
    Kind.TOURNAMENT_MATCH_VOID,
)
_LATEST = timedelta(minutes=5)
_QUEUE = text("""
INSERT INTO notification_deliveries
       (user_id, notification_id, channel, subscription_id, receipt, due_at, expires_at)
SELECT d.user_id, d.notification_id, 'push', s.id, gen_random_uuid(), :due_at, d.expires_at
  FROM unnest(CAST(:user_ids AS bigint[]), CAST(:ids AS bigint[]),
              CAST(:expires_at AS timestamptz[])) d (user_id, notification_id, expires_at)
       JOIN push_subscriptions s ON s.user_id = d.user_id
    ON CONFLICT (user_id, notification_id, channel, subscription_id) DO NOTHING
RETURNING id
""")


def queue(session: Session, told: Iterable[tuple[int, int, Kind]], *, now: datetime) -> None:
    """Queue pushes of notifications (user, id, kind) to all browsers of their players."""
    given = list(told)
    if not given:
        return
    claim_time = timedelta(seconds=get_settings().push.claim_seconds)
    queued = session.scalars(
        _QUEUE,
        {
            "user_ids": [user_id for user_id, _, _ in given],
            "ids": [notification_id for _, notification_id, _ in given],
            "expires_at": [now + policy_of(kind).lives for _, _, kind in given],
            "due_at": now + claim_time,  # its job may get lost: then the sweep finds it
        },
    )
    for delivery_id in queued:
        enqueue(session, Job.SEND_PUSH, delivery_id=delivery_id)


def queue_ended(session: Session, *, now: datetime) -> None:
    """Queue the pushes of matches that have just ended, once."""
    found = session.execute(
        select(Notification.user_id, Notification.id, Notification.kind)
        .join(PushSubscription, PushSubscription.user_id == Notification.user_id)
        .where(
            Notification.created_at > now - _LATEST,
            Notification.created_at >= PushSubscription.created_at,
            Notification.kind.in_(_ENDED),
            Notification.read_at.is_(None),
            # Each sweep sees the last five minutes: what is queued already is not tried again.
            ~exists().where(
                NotificationDelivery.user_id == Notification.user_id,
                NotificationDelivery.notification_id == Notification.id,
                NotificationDelivery.subscription_id == PushSubscription.id,
            ),
        )
    )
    queue(session, {(user_id, one, Kind(kind)) for user_id, one, kind in found}, now=now)
