"""Send notifications by push: claim, call the push service, record."""

import logging
from datetime import timedelta

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.notifications.push import PushOutcome
from app.integrations.push import get_push_client
from app.services.notifications import push_outbox
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SEND_PUSH)
def send_push(delivery_id: int) -> None:
    """Send one push, unless another worker does or it is not wanted any more."""
    with transaction() as session:
        push = push_outbox.claim(session, delivery_id=delivery_id, now=utc_now())
    if push is None:
        return
    answer = get_push_client().send(
        endpoint=push.endpoint,
        p256dh=push.p256dh,
        auth=push.auth,
        key=push.key,
        content=push.content,
        ttl=push.ttl,
        urgency=push.urgency,
        topic=push.topic,
    )
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
