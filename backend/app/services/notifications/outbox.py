"""Deliveries by SMS: a worker claims one, calls the network, records; at most one leaves.

The network knows no key by which a message could be sent twice and arrive once. So only what it
provably did not take is tried again; what it may have is `unclear`, for good.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.clock import NAIROBI, day_in_nairobi
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.language import Language
from app.domain.notifications.delivery import (
    DeliveryState,
    Outcome,
    QuietHours,
    Skip,
    why_over,
)
from app.domain.notifications.kinds import Channel, Kind, policy_of
from app.domain.notifications.rendering import render_question, render_sms
from app.domain.sms import commands
from app.models.notification import Notification, NotificationDelivery
from app.models.user import User
from app.services.notifications import delivery_reports, delivery_rows, push_receipts
from app.services.platform import alerts

_S = DeliveryState
_WAITING = (_S.QUEUED, _S.SENDING)
_MOST_OF_BUDGET = 0.8
_BUDGET_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('notification_sms', 0))")


@dataclass(frozen=True)
class Sms:
    """One message to be sent to the 12-digit number `phone`; `attempt` counts from 1."""

    delivery_id: int
    attempt: int
    phone: str
    text: str
    can_be_answered: bool = False


def claim(session: Session, *, delivery_id: int, now: datetime) -> Sms | None:
    """Claim a queued delivery; None if another worker has it, or it is not to be sent (yet)."""
    found = delivery_rows.lock_queued(session, delivery_id)
    if found is None:
        return None
    delivery, notification = found
    player = session.get_one(User, delivery.user_id, populate_existing=True)
    skip = _why_not(session, delivery, notification, player, now=now)
    if skip is not None:
        delivery_rows.end(session, delivery, _S.SKIPPED, reason=skip, now=now)
        return None
    kind = Kind(notification.kind)
    morning = None if policy_of(kind).wakes else _quiet_hours().end_after(now)
    if morning is not None:
        delivery.due_at = morning
        return None
    if not _is_affordable(session, user_id=player.id, now=now):
        delivery_rows.end(session, delivery, _S.SKIPPED, reason=Skip.BUDGET, now=now)
        return None
    delivery_rows.claim(session, delivery, claimed_for=_claim_time(), now=now)
    return _message(delivery, notification, player)


def _message(delivery: NotificationDelivery, notification: Notification, player: User) -> Sms:
    """Return the SMS; from our short code, if we have one, where a match asks for an answer."""
    kind, language = Kind(notification.kind), Language(player.language)
    noun, _, name = notification.subject.partition(":")
    question = None
    if noun == "match" and get_settings().sms.short_code:
        code = commands.code_of(int(name))
        question = render_question(
            kind, notification.variables, code=code, language=language, zone=NAIROBI
        )
    return Sms(
        delivery_id=delivery.id,
        attempt=delivery.attempts,
        phone=player.phone,
        text=question or render_sms(kind, notification.variables, language=language, zone=NAIROBI),
        can_be_answered=question is not None,
    )


def record(
    session: Session,
    *,
    delivery_id: int,
    attempt: int,
    outcome: Outcome,
    now: datetime,
    provider_id: str | None = None,
    cost: Decimal | None = None,
    reason: str | None = None,
) -> None:
    """Record the outcome of a call; what was provably not taken is queued again until it expires.

    A worker that comes back late changes nothing but `unclear` to what it knows.
    """
    delivery = delivery_rows.lock_attempt(
        session, delivery_id=delivery_id, attempt=attempt, states=(_S.SENDING, _S.UNCLEAR)
    )
    if delivery is None:
        return
    if outcome is Outcome.MISCONFIGURED:
        alerts.raise_alert(session, kind="sms_refuses_us", subject="sms", now=now, says=reason)
    if outcome in {Outcome.NOT_TAKEN, Outcome.MISCONFIGURED}:
        delivery_rows.try_again(session, delivery, reason=reason, now=now)
        return
    final = {
        Outcome.SENT: _S.SENT,
        Outcome.REFUSED: _S.FAILED,
        Outcome.UNCLEAR: _S.UNCLEAR,
    }[outcome]
    delivery.provider_id, delivery.cost = provider_id, cost
    delivery_rows.end(session, delivery, final, reason=reason, now=now)
    if provider_id is not None:
        delivery_reports.apply(session, provider_id=provider_id)  # it may have been here first


def find_due(session: Session, *, now: datetime, rows: int = 200) -> list[int]:
    """Return the ids of deliveries whose time has come, or whose worker was lost."""
    due = select(NotificationDelivery.id).where(
        NotificationDelivery.state.in_(_WAITING), NotificationDelivery.due_at <= now
    )
    return list(session.scalars(due.order_by(NotificationDelivery.due_at).limit(rows)))


def move_on(session: Session, delivery_id: int, *, now: datetime) -> None:
    """Do the next step of one due delivery: enqueue it, or end it because its worker was lost.

    A push whose worker was lost is sent again: its browser shows it once.
    """
    delivery = session.scalars(
        select(NotificationDelivery)
        .where(
            NotificationDelivery.id == delivery_id,
            NotificationDelivery.state.in_(_WAITING),
            NotificationDelivery.due_at <= now,
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None:
        return
    is_push = delivery.channel == Channel.PUSH
    if delivery.state == _S.SENDING and not is_push:
        delivery_rows.end(session, delivery, _S.UNCLEAR, reason="worker_lost", now=now)
    elif delivery.expires_at <= now:
        delivery_rows.end(session, delivery, _S.SKIPPED, reason=Skip.EXPIRED, now=now)
    else:  # its job may get lost: then the sweep finds it again
        delivery.state, delivery.due_at = _S.QUEUED, now + _claim_time()
        job = Job.SEND_PUSH if is_push else Job.SEND_NOTIFICATION
        enqueue(session, job, delivery_id=delivery.id)


def postpone(session: Session, delivery_id: int, *, until: datetime) -> None:
    """Move the next step of a delivery to `until`, after the sweep of it failed."""
    session.execute(
        update(NotificationDelivery)
        .where(NotificationDelivery.id == delivery_id, NotificationDelivery.state.in_(_WAITING))
        .values(due_at=until)
    )


def _why_not(
    session: Session,
    delivery: NotificationDelivery,
    notification: Notification,
    player: User,
    *,
    now: datetime,
) -> Skip | None:
    """Return why a delivery is not wanted any more: what was true when it was queued may not be."""
    over = why_over(expires_at=delivery.expires_at, read_at=notification.read_at, now=now)
    if over is not None:
        return over
    if push_receipts.was_shown(session, notification):
        return Skip.SHOWN
    if not (player.is_verified and player.is_active):
        return Skip.NO_NUMBER
    return delivery_rows.is_switched_off(session, notification, channel=Channel.SMS)


def _is_affordable(session: Session, *, user_id: int, now: datetime) -> bool:
    """Say whether neither the player's nor the house's SMS of today are used up.

    One claim at a time counts, so that the budgets are exact. At four fifths of the house's staff
    is alerted.
    """
    settings = get_settings().notification
    session.execute(_BUDGET_LOCK)
    sent, to_player = session.execute(
        select(func.count(), func.count().filter(NotificationDelivery.user_id == user_id)).where(
            NotificationDelivery.claimed_at >= day_in_nairobi(now),
            NotificationDelivery.channel == Channel.SMS,
            NotificationDelivery.state.in_((_S.SENDING, _S.SENT, _S.UNCLEAR)),
        )
    ).one()
    budget = settings.sms_daily_budget
    if sent + 1 >= budget * _MOST_OF_BUDGET:
        alerts.raise_alert(
            session, kind="notification_budget", subject="sms", now=now, sent=sent, budget=budget
        )
    return bool(sent < budget and to_player < settings.sms_a_day)


def _claim_time() -> timedelta:
    return timedelta(seconds=get_settings().notification.sms_claim_seconds)


def _quiet_hours() -> QuietHours:
    settings = get_settings().notification
    return QuietHours(time(settings.quiet_from), time(settings.quiet_until), NAIROBI)
