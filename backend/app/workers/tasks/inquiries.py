"""Tasks of inquiries that M-Pesa answers later: send them, and sweep them."""

import logging
from collections.abc import Callable
from functools import partial

from app.core import job_wakeup
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.core.resilience.once_every import once_every
from app.domain.payments.inquiries import BalanceInquiry, InquiryAccepted, StatusInquiry
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import CredentialTrouble, NotSent, Refused, Unknown
from app.services.payments import inquiries, inquiry_sweep, payout_suspension
from app.workers.mpesa_calls import call, mpesa_slot, record_with_retry
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_PROBES = 2  # inquiries a sweep while M-Pesa is down
_OPERATOR_SECONDS = 300  # seconds between inquiries while M-Pesa refuses our operator


@task(Job.SEND_INQUIRY)
def send_inquiry(request_id: int) -> None:
    """Send one inquiry; whatever comes of it, it can be sent again."""
    with mpesa_slot() as is_free:
        if is_free and _may_send():
            _send_inquiry(request_id)


@task(Job.SWEEP_INQUIRIES)
def sweep_inquiries() -> None:
    """Give up unanswered inquiries, and send each that is due, in one transaction each."""
    now = utc_now()
    free = job_wakeup.free_places(Job.SEND_INQUIRY, most=inquiry_sweep.ROUND)
    rows = min(free, _PROBES) if breaker.is_open() else free
    with transaction() as session:
        inquiry_sweep.give_up_unanswered(session, now=now)
    sweep_rows(
        "inquiry",
        now=now,
        find=partial(inquiry_sweep.find_unasked, now=now, rows=rows),
        apply=inquiry_sweep.send,
        postpone=inquiry_sweep.postpone,
    )


def _may_send() -> bool:
    with transaction() as session:
        is_refused = payout_suspension.operator_is_refused(session)
    if is_refused and not once_every("operator", seconds=_OPERATOR_SECONDS):
        return False
    return breaker.may_call()


def _send_inquiry(request_id: int) -> None:
    with transaction() as session:
        inquiry = inquiries.claim(session, request_id=request_id, now=utc_now())
    if inquiry is not None:
        record = _call(inquiry, request_id=request_id)
        record_with_retry(lambda session: record(session, request_id=request_id, now=utc_now()))


def _call(inquiry: StatusInquiry | BalanceInquiry, *, request_id: int) -> Callable[..., object]:
    """Send it once, and return the function that records the outcome."""
    try:
        accepted = call(lambda: _send(inquiry))
    except Refused as refused:
        logger.warning("inquiry %s was refused: %s", request_id, refused)
        return _not_taken(refused, ours_to_mend=refused.ours_to_mend)
    except CredentialTrouble as trouble:
        return _not_taken(trouble, ours_to_mend=True)
    except (NotSent, Unknown) as error:
        logger.info("inquiry %s was not taken: %s", request_id, error)
        return _not_taken(error, ours_to_mend=False)
    return partial(inquiries.record_taken, asked=accepted)


def _not_taken(error: Exception, *, ours_to_mend: bool) -> Callable[..., object]:
    return partial(inquiries.record_not_taken, reason=str(error), ours_to_mend=ours_to_mend)


def _send(inquiry: StatusInquiry | BalanceInquiry) -> InquiryAccepted:
    if isinstance(inquiry, BalanceInquiry):
        return daraja().send_balance_inquiry(inquiry)
    return daraja().send_status_inquiry(inquiry)
