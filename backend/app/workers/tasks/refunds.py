"""Tasks of refunds: order the reversal once, and sweep."""

import logging
from collections.abc import Callable
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.domain.payments.reversals import ReversalOrder
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import MpesaError, NotSent, Refused
from app.services.payments.refunds import requests as refund_requests
from app.services.payments.refunds import sweep as refund_sweeps
from app.workers.mpesa_calls import call, mpesa_slot, record_with_retry
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SEND_REFUND)
def send_refund(refund_id: int) -> None:
    """Order the reversal of a payment: at most one call that may have reached M-Pesa."""
    with mpesa_slot() as is_free:
        if is_free and breaker.may_call():
            _send_refund(refund_id)


@task(Job.SWEEP_REFUNDS)
def sweep_refunds() -> None:
    """Do what is due for each refund whose deadline has passed, in one transaction each."""
    now = utc_now()
    sweep_rows(
        "refund",
        now=now,
        find=partial(refund_sweeps.find_overdue, now=now),
        apply=refund_sweeps.advance,
        postpone=refund_sweeps.postpone,
    )


def _send_refund(refund_id: int) -> None:
    with transaction() as session:
        order = refund_requests.claim(session, refund_id=refund_id, now=utc_now())
    if order is not None:
        record = _call(order)
        record_with_retry(lambda session: record(session, refund_id=refund_id, now=utc_now()))


def _call(order: ReversalOrder) -> Callable[..., object]:
    """Call M-Pesa once, and return the function that records its answer."""
    try:
        asked = call(lambda: daraja().reverse(order))
    except Refused as refused:
        logger.warning("refund %s was refused: %s", order.refund_id, refused)
        return partial(refund_requests.record_refused, code=refused.code, reason=refused.reason)
    except NotSent as not_sent:
        logger.warning("refund %s was not sent: %s", order.refund_id, not_sent)
        return partial(refund_requests.record_not_sent, reason=str(not_sent))
    except MpesaError as unknown:
        logger.warning("refund %s may or may not be sent: %s", order.refund_id, unknown)
        return partial(refund_requests.record_unknown, reason=str(unknown))
    return partial(refund_requests.record_accepted, asked=asked)
