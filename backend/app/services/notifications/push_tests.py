"""Tests of pushes: a player sends one to the browser of their sign-in, and sees what came of it.

The state lies with the subscription, one test at a time. Nothing is tried again: a test that was
not sent or not shown within its time has said what the player wanted to know.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core import vapid
from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.domain.errors import Conflict
from app.domain.language import Language
from app.domain.notifications import push
from app.domain.notifications.kinds import Urgency
from app.domain.notifications.push import TEST_SECONDS, PushOutcome, PushTestState
from app.domain.problems import ProblemCode
from app.models.push import PushSubscription
from app.models.user import User
from app.services.notifications import inbox, push_outbox
from app.services.notifications.push_outbox import Message

_TIME = timedelta(seconds=TEST_SECONDS)


@dataclass(frozen=True)
class PushTest:
    """A test; after `until` the player is told that it was not shown."""

    state: PushTestState
    sent_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TestMessage(Message):
    """The message of one test, known by its receipt."""

    receipt: uuid.UUID


def start(session: Session, *, session_id: int, now: datetime) -> PushTest:
    """Send a test to the browser of a sign-in, in place of the last one.

    Raises Conflict if the browser is not subscribed.
    """
    browser = session.scalars(_of(session_id).with_for_update()).one_or_none()
    if browser is None:
        raise Conflict(
            ProblemCode.PUSH_NOT_SUBSCRIBED, "Notifications are not switched on in this browser."
        )
    browser.test_receipt, browser.tested_at = uuid.uuid4(), now
    browser.test_outcome = browser.test_shown_at = None
    session.flush()
    enqueue(session, Job.SEND_TEST_PUSH, subscription_id=browser.id)
    return _seen(browser, now=now)


def find(session: Session, *, session_id: int, now: datetime) -> PushTest:
    """Return what came of the last test in the browser of a sign-in."""
    browser = session.scalars(_of(session_id)).one_or_none()
    return PushTest(PushTestState.NONE) if browser is None else _seen(browser, now=now)


def claim(session: Session, *, subscription_id: int, now: datetime) -> TestMessage | None:
    """Return the message to send; None if it was sent, its time is over, or nobody is there."""
    browser = push_outbox.find_browser(session, subscription_id, now=now)
    key = vapid.find(key_id=browser.key_id) if browser is not None else None
    if browser is None or key is None or browser.test_receipt is None:
        return None
    if _seen(browser, now=now).state is not PushTestState.SENDING:
        return None
    player = session.get_one(User, browser.user_id, populate_existing=True)
    return TestMessage(
        receipt=browser.test_receipt,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        key=key,
        content=push.compose_test(
            language=Language(player.language),
            badge=inbox.count_unread(session, user_id=player.id),
            receipt=str(browser.test_receipt),
        ),
        ttl=TEST_SECONDS,
        urgency=Urgency.HIGH,
        topic=push.topic_of(player.id, "test", "test"),
    )


def record(
    session: Session,
    *,
    subscription_id: int,
    receipt: uuid.UUID,
    outcome: PushOutcome,
    reason: str | None,
    now: datetime,
) -> None:
    """Record a push service's answer, unless another test has begun since."""
    browser = session.scalars(
        select(PushSubscription)
        .where(PushSubscription.id == subscription_id, PushSubscription.test_receipt == receipt)
        .with_for_update()
    ).one_or_none()
    if browser is None:
        return
    browser.test_outcome = push.test_state_after(outcome)
    session.flush()
    push_outbox.note_answer(session, subscription_id, outcome=outcome, reason=reason, now=now)


def _of(session_id: int) -> Select[PushSubscription]:
    return select(PushSubscription).where(PushSubscription.session_id == session_id)


def _seen(browser: PushSubscription, *, now: datetime) -> PushTest:
    if browser.test_receipt is None or browser.tested_at is None:
        return PushTest(PushTestState.NONE)
    until = browser.tested_at + _TIME
    if browser.test_shown_at is not None:
        state = PushTestState.SHOWN
    elif browser.test_outcome is not None:
        state = PushTestState(browser.test_outcome)
    else:
        state = PushTestState.SENDING if now < until else PushTestState.NOT_SENT
    return PushTest(state, browser.tested_at, until)
