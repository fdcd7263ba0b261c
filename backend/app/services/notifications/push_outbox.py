"""Deliveries by push: a worker claims one, calls the push service, records.

A message may be sent twice, if its worker dies or no answer comes: the browser shows one notice for
each `tag`. That it was shown only the browser knows, and says by the delivery's receipt.
"""

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
from app.domain.notifications.delivery import DeliveryState, Skip, why_over
from app.domain.notifications.kinds import Channel, Kind, Urgency, policy_of
from app.domain.notifications.push import MOST_REFUSALS, PushOutcome
from app.domain.notifications.rendering import render
from app.models.login import LoginSession
from app.models.notification import Notification, NotificationDelivery
from app.models.push import PushSubscription
from app.models.user import User
from app.services.notifications import calls, delivery_rows, inbox
from app.services.platform import alerts

_S = DeliveryState


@dataclass(frozen=True, kw_only=True)
class Message:
    """What one browser gets; `ttl` is in seconds."""

    endpoint: str
    p256dh: bytes
    auth: bytes
    key: VapidKey
    content: bytes
    ttl: int
    urgency: Urgency
    topic: str


@dataclass(frozen=True, kw_only=True)
class Push(Message):
    """The message of one delivery; `attempt` counts from 1."""

    delivery_id: int
    attempt: int


def claim(session: Session, *, delivery_id: int, now: datetime) -> Push | None:
    """Claim a queued delivery; None if another worker has it, or it is not wanted any more."""
    found = delivery_rows.lock_queued(session, delivery_id)
    if found is None:
        return None
    delivery, notification = found
    kind = Kind(notification.kind)
    browser = find_browser(session, delivery.subscription_id, now=now)
    if browser is not None and browser.user_id != delivery.user_id:
        browser = None  # it belongs to another player by now
    key = vapid.find(key_id=browser.key_id) if browser is not None else None
    skip = Skip.NO_BROWSER if key is None else _why_not(session, delivery, notification, now=now)
    if browser is None or key is None or skip is not None:
        delivery_rows.end(session, delivery, _S.SKIPPED, reason=skip, now=now)
        return None
    player = session.get_one(User, delivery.user_id, populate_existing=True)
    language = Language(player.language)
    delivery_rows.claim(session, delivery, claimed_for=_claim_time(), now=now)
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
    delivery = delivery_rows.lock_attempt(
        session, delivery_id=delivery_id, attempt=attempt, states=(_S.SENDING,)
    )
    if delivery is None:
        return
    note_answer(session, delivery.subscription_id, outcome=outcome, reason=reason, now=now)
    if outcome in {PushOutcome.LATER, PushOutcome.OUR_FAULT}:
        delivery_rows.try_again(session, delivery, reason=reason, wait=wait, now=now)
        return
    is_sent = outcome is PushOutcome.SENT
    delivery_rows.end(session, delivery, _S.SENT if is_sent else _S.FAILED, reason=reason, now=now)


def note_answer(
    session: Session,
    subscription_id: int | None,
    *,
    outcome: PushOutcome,
    reason: str | None,
    now: datetime,
) -> None:
    """Note what a push service's answer says of a browser, or of us."""
    its_browser = PushSubscription.id == subscription_id
    if outcome is PushOutcome.OUR_FAULT:
        alerts.raise_alert(session, kind="push_refuses_us", subject="push", now=now, says=reason)
        newest, *_ = vapid.ring()
        session.execute(
            delete(PushSubscription).where(its_browser, PushSubscription.key_id != newest.id)
        )
    elif outcome is PushOutcome.GONE:
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


def find_browser(
    session: Session, subscription_id: int | None, *, now: datetime
) -> PushSubscription | None:
    """Return a browser, if its player is still signed in there."""
    idle_since = now - timedelta(seconds=get_settings().login.idle_seconds)
    return session.scalars(
        select(PushSubscription)
        .join(LoginSession, LoginSession.id == PushSubscription.session_id)
        .join(User, User.id == PushSubscription.user_id)
        .where(
            PushSubscription.id == subscription_id,
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
    return (
        why_over(expires_at=delivery.expires_at, read_at=notification.read_at, now=now)
        or delivery_rows.is_switched_off(session, notification, channel=Channel.PUSH)
        or (Skip.OVER if calls.is_over(session, notification) else None)
    )


def _claim_time() -> timedelta:
    return timedelta(seconds=get_settings().push.claim_seconds)
