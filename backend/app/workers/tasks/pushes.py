"""Send notifications by push: claim, call the push service, record."""

import logging
from datetime import timedelta

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.notifications.push import PushOutcome
from app.integrations.push import Answer, get_push_client
from app.services.notifications import push_outbox, push_tests
from app.services.notifications.push_outbox import Message
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SEND_PUSH)
def send_push(delivery_id: int) -> None:
    """Send one push, unless another worker does or it is not wanted any more."""
    with transaction() as session:
        push = push_outbox.claim(session, delivery_id=delivery_id, now=utc_now())
    if push is None:
        return
    answer = _send(push)
    if answer.outcome is not PushOutcome.SENT:
        logger.warning("push %d: %s, %s", delivery_id, answer.outcome, answer.reason)
    with transaction() as session:
        push_outbox.record(
            session,
            delivery_id=delivery_id,
            attempt=push.attempt,
            outcome=answer.outcome,
            reason=answer.reason,
            wait=None if answer.wait is None else timedelta(seconds=answer.wait),
            now=utc_now(),
        )


@task(Job.SEND_TEST_PUSH)
def send_test_push(subscription_id: int) -> None:
    """Send the test that a player asked for, once."""
    with transaction() as session:
        test = push_tests.claim(session, subscription_id=subscription_id, now=utc_now())
    if test is None:
        return
    answer = _send(test)
    with transaction() as session:
        push_tests.record(
            session,
            subscription_id=subscription_id,
            receipt=test.receipt,
            outcome=answer.outcome,
            reason=answer.reason,
            now=utc_now(),
        )


def _send(message: Message) -> Answer:
    return get_push_client().send(
        endpoint=message.endpoint,
        p256dh=message.p256dh,
        auth=message.auth,
        key=message.key,
        content=message.content,
        ttl=message.ttl,
        urgency=message.urgency,
        topic=message.topic,
    )
