"""Send notifications by SMS: claim, call the network, record."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.notifications.delivery import Outcome
from app.integrations.sms import (
    SmsMisconfigured,
    SmsNotTaken,
    SmsRefused,
    SmsUnclear,
    Taken,
    get_sms_client,
)
from app.services.notifications import outbox, push_queue
from app.services.notifications.outbox import Sms
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

# The first that fits: each is a kind of the one below it, but for the last.
_OUTCOMES: tuple[tuple[type[Exception], Outcome], ...] = (
    (SmsMisconfigured, Outcome.MISCONFIGURED),
    (SmsNotTaken, Outcome.NOT_TAKEN),
    (SmsUnclear, Outcome.UNCLEAR),
    (SmsRefused, Outcome.REFUSED),
)


@task(Job.SEND_NOTIFICATION)
def send_notification(delivery_id: int) -> None:
    """Send one notification by SMS, unless another worker does or it is not wanted any more."""
    with transaction() as session:
        sms = outbox.claim(session, delivery_id=delivery_id, now=utc_now())
    if sms is None:
        return
    outcome, taken, reason = _send(sms)
    with transaction() as session:
        outbox.record(
            session,
            delivery_id=delivery_id,
            attempt=sms.attempt,
            outcome=outcome,
            now=utc_now(),
            provider_id=taken.message_id if taken else None,
            cost=taken.cost if taken else None,
            reason=reason,
        )


@task(Job.SWEEP_DELIVERIES)
def sweep_deliveries() -> None:
    """Enqueue the deliveries that are due, and end those whose worker was lost."""
    now = utc_now()
    with transaction() as session:
        push_queue.queue_ended(session, now=now)
    sweep_rows(
        "delivery",
        now=now,
        find=partial(outbox.find_due, now=now),
        apply=outbox.move_on,
        postpone=outbox.postpone,
    )


def _send(sms: Sms) -> tuple[Outcome, Taken | None, str | None]:
    """Return the outcome, what the network took, and what went wrong."""
    try:
        taken = get_sms_client().send(
            phone=sms.phone, text=sms.text, can_be_answered=sms.can_be_answered
        )
    except (SmsRefused, SmsUnclear) as error:
        outcome = next(outcome for kind, outcome in _OUTCOMES if isinstance(error, kind))
        logger.warning("notification %d: %s, %s", sms.delivery_id, outcome, error)
        return outcome, None, str(error)[:30]
    return Outcome.SENT, taken, None
