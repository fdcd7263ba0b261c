"""The rows of deliveries, as both outboxes lock, try again and end them."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.notifications.delivery import DeliveryState, Skip, pause_after
from app.domain.notifications.kinds import Channel, Kind
from app.models.notification import Notification, NotificationDelivery
from app.services.notifications import preferences


def lock_queued(
    session: Session, delivery_id: int
) -> tuple[NotificationDelivery, Notification] | None:
    """Lock a queued delivery, with its notification; None if it is not, or another worker's."""
    delivery = session.scalars(
        select(NotificationDelivery)
        .where(
            NotificationDelivery.id == delivery_id,
            NotificationDelivery.state == DeliveryState.QUEUED,
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None:
        return None
    notification = session.get_one(Notification, (delivery.user_id, delivery.notification_id))
    session.refresh(notification)
    return delivery, notification


def lock_attempt(
    session: Session, *, delivery_id: int, attempt: int, states: tuple[DeliveryState, ...]
) -> NotificationDelivery | None:
    """Lock a delivery to record what became of an attempt; None if it has moved on."""
    return session.scalars(
        select(NotificationDelivery)
        .where(
            NotificationDelivery.id == delivery_id,
            NotificationDelivery.attempts == attempt,
            NotificationDelivery.state.in_(states),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def claim(
    session: Session, delivery: NotificationDelivery, *, claimed_for: timedelta, now: datetime
) -> None:
    """Note that a worker sends a delivery, and until when it is not taken for lost."""
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.claimed_at = now
    delivery.due_at = now + claimed_for
    session.flush()


def is_switched_off(
    session: Session, notification: Notification, *, channel: Channel
) -> Skip | None:
    """Return why a player does not want a notification on a channel."""
    off = preferences.switched_off(session, user_id=notification.user_id, channel=channel)
    return Skip.SWITCHED_OFF if Kind(notification.kind) in off else None


def try_again(
    session: Session,
    delivery: NotificationDelivery,
    *,
    reason: str | None,
    now: datetime,
    wait: timedelta | None = None,
) -> None:
    """Queue a delivery again, after `wait` or a random pause; end it if it expires before that."""
    share = random.random()  # noqa: S311  # spreads tries, and keeps no secret
    due_at = now + (wait or pause_after(delivery.attempts, share=share))
    if due_at >= delivery.expires_at:
        end(session, delivery, DeliveryState.FAILED, reason=reason, now=now)
        return
    delivery.state, delivery.reason, delivery.due_at = DeliveryState.QUEUED, reason, due_at
    session.flush()


def end(
    session: Session,
    delivery: NotificationDelivery,
    state: DeliveryState,
    *,
    reason: str | None,
    now: datetime,
) -> None:
    """End a delivery."""
    delivery.state, delivery.reason, delivery.ended_at = state, reason, now
    session.flush()
