"""What browsers say of the pushes that they have shown: no push service tells.

A push can come late, to a phone that slept. So whoever says that they have shown one is told
whether it is still wanted.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.notification import Notification, NotificationDelivery
from app.models.push import PushSubscription
from app.services.notifications import arrivals, calls


def mark_shown(session: Session, *, receipt: UUID, now: datetime) -> bool:
    """Note that a browser has shown a push; a second or unknown receipt changes nothing.

    Returns whether the player has read the notification meanwhile, or it calls to what is over.
    """
    shown = session.execute(
        update(NotificationDelivery)
        .where(
            NotificationDelivery.receipt == receipt,
            NotificationDelivery.shown_at.is_(None),
            NotificationDelivery.attempts > 0,
        )
        .values(shown_at=now)
        .returning(NotificationDelivery.user_id, NotificationDelivery.notification_id)
    ).one_or_none()
    if shown is not None:
        user_id, notification_id = shown
        arrivals.has_arrived(session, user_id=user_id, notification_id=notification_id)
    session.execute(
        update(PushSubscription)
        .where(PushSubscription.test_receipt == receipt, PushSubscription.test_shown_at.is_(None))
        .values(test_shown_at=now)
    )
    found = session.scalars(
        select(Notification)
        .join(
            NotificationDelivery,
            (NotificationDelivery.user_id == Notification.user_id)
            & (NotificationDelivery.notification_id == Notification.id),
        )
        .where(NotificationDelivery.receipt == receipt)
    ).one_or_none()
    return found is not None and (found.read_at is not None or calls.is_over(session, found))


def was_shown(session: Session, notification: Notification) -> bool:
    """Say whether a browser has shown a notification, by its own word."""
    shown = select(NotificationDelivery.id).where(
        NotificationDelivery.user_id == notification.user_id,
        NotificationDelivery.notification_id == notification.id,
        NotificationDelivery.shown_at.is_not(None),
    )
    return session.execute(shown.limit(1)).first() is not None
