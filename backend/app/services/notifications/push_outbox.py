"""Deliveries by push: a worker claims one, calls the push service, records.

A message may be sent twice, if its worker dies or no answer comes: the browser shows one notice for
each `tag`. That it was shown only the browser knows, and says by the delivery's receipt.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core import vapid
from app.core.clock import NAIROBI
from app.core.settings import get_settings
from app.core.vapid import VapidKey
from app.domain.language import Language
from app.domain.notifications import push
from app.domain.notifications.delivery import DeliveryState, Skip, pause_after
from app.domain.notifications.kinds import Channel, Kind, Urgency, policy_of
from app.domain.notifications.push import MOST_REFUSALS, PushOutcome
from app.domain.notifications.rendering import render
from app.models.login import LoginSession
from app.models.notification import Notification, NotificationDelivery
from app.models.push import PushSubscription
from app.models.user import User
from app.services.notifications import inbox, preferences
from app.services.platform import alerts

_S = DeliveryState


@dataclass(frozen=True)
class Push:
    """One message to one browser; `attempt` counts from 1, `ttl` is in seconds."""

    delivery_id: int
    attempt: int
    endpoint: str
    p256dh: bytes
    auth: bytes
    key: VapidKey
    content: bytes
    ttl: int
    urgency: Urgency
    topic: str


def claim(session: Session, *, delivery_id: int, now: datetime) -> Push | None:
    """Claim a queued delivery; None if another worker has it, or it is not wanted any more."""
    delivery = session.scalars(
        select(NotificationDelivery)
        .where(NotificationDelivery.id == delivery_id, NotificationDelivery.state == _S.QUEUED)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None:
        return None
    notification = session.get_one(Notification, (delivery.user_id, delivery.notification_id))
    session.refresh(notification)
    kind = Kind(notification.kind)
    browser = _browser(session, delivery, now=now)
    key = vapid.find(key_id=browser.key_id) if browser is not None else None
    skip = Skip.NO_BROWSER if key is None else _why_not(session, delivery, notification, now=now)
    if browser is None or key is None or skip is not None:
        _end(delivery, _S.SKIPPED, reason=skip, now=now)
        return None
    player = session.get_one(User, delivery.user_id, populate_existing=True)
    language = Language(player.language)
    delivery.state = _S.SENDING
    delivery.attempts += 1
    delivery.claimed_at = now
    delivery.due_at = now + _claim_time()
    return Push(
        delivery_id=delivery.id,
        attempt=delivery.attempts,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        key=key,
        content=push.compose(
            kind,
            render(kind, notification.variables, language=language, zone=NAIROBI),
            notification_id=notification.id,
            subject=notification.subject,
            language=language,
            badge=inbox.count_unread(session, user_id=player.id),
            receipt=str(delivery.receipt),
        ),
        ttl=max(1, int((delivery.expires_at - now).total_seconds())),
        urgency=policy_of(kind).urgency,
        topic=push.topic_of(player.id, kind, notification.subject),
    )


def record(
    session: Session,
    *,
    delivery_id: int,
    attempt: int,
    outcome: PushOutcome,
    now: datetime,
    reason: str | None = None,
    wait: timedelta | None = None,
) -> None:
    """Record a push service's answer; what may come is tried again, after `wait` if it said so."""
    delivery = session.scalars(
        select(NotificationDelivery)
        .where(
            NotificationDelivery.id == delivery_id,
            NotificationDelivery.attempts == attempt,
            NotificationDelivery.state == _S.SENDING,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None:
        return
    its_browser = PushSubscription.id == delivery.subscription_id
    if outcome is PushOutcome.OUR_FAULT:
        alerts.raise_alert(session, kind="push_refuses_us", subject="push", now=now, says=reason)
        newest, *_ = vapid.ring()
        session.execute(
            delete(PushSubscription).where(its_browser, PushSubscription.key_id != newest.id)
        )
    if outcome in {PushOutcome.LATER, PushOutcome.OUR_FAULT}:
        _try_again(delivery, reason=reason, wait=wait, now=now)
        return
    if outcome is PushOutcome.GONE:
        session.execute(delete(PushSubscription).where(its_browser))
    elif outcome is PushOutcome.REFUSED:
        session.execute(
            update(PushSubscription)
            .where(its_browser)
            .values(failures=PushSubscription.failures + 1)
        )
        session.execute(
            delete(PushSubscription).where(its_browser, PushSubscription.failures >= MOST_REFUSALS)
        )
    elif outcome is PushOutcome.SENT:
        session.execute(
            update(PushSubscription)
            .where(its_browser, PushSubscription.failures > 0)
            .values(failures=0)
        )
    is_sent = outcome is PushOutcome.SENT
    _end(delivery, _S.SENT if is_sent else _S.FAILED, reason=reason, now=now)


def _browser(
    session: Session, delivery: NotificationDelivery, *, now: datetime
) -> PushSubscription | None:
    """Return the browser, if it still belongs to this player, who is still signed in there."""
    idle_since = now - timedelta(seconds=get_settings().login.idle_seconds)
    return session.scalars(
        select(PushSubscription)
        .join(LoginSession, LoginSession.id == PushSubscription.session_id)
        .join(User, User.id == PushSubscription.user_id)
        .where(
            PushSubscription.id == delivery.subscription_id,
            PushSubscription.user_id == delivery.user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.last_used_at > idle_since,
            User.is_active,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _why_not(
    session: Session, delivery: NotificationDelivery, notification: Notification, *, now: datetime
) -> Skip | None:
    if delivery.expires_at <= now:
        return Skip.EXPIRED
    if notification.read_at is not None:
        return Skip.READ
    off = preferences.switched_off(session, user_id=delivery.user_id, channel=Channel.PUSH)
    return Skip.SWITCHED_OFF if Kind(notification.kind) in off else None


def _try_again(
    delivery: NotificationDelivery, *, reason: str | None, wait: timedelta | None, now: datetime
) -> None:
    share = random.random()  # noqa: S311  # spreads tries, and keeps no secret
    due_at = now + (wait or pause_after(delivery.attempts, share=share))
    if due_at >= delivery.expires_at:
        _end(delivery, _S.FAILED, reason=reason, now=now)
        return
    delivery.state, delivery.reason, delivery.due_at = _S.QUEUED, reason, due_at


def _end(
    delivery: NotificationDelivery, state: DeliveryState, *, reason: str | None, now: datetime
) -> None:
    delivery.state, delivery.reason, delivery.ended_at = state, reason, now


def _claim_time() -> timedelta:
    return timedelta(seconds=get_settings().push.claim_seconds)
