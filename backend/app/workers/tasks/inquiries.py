"""What the workers do with questions that M-Pesa answers later: ask, and ask again."""

import logging
from collections.abc import Callable
from functools import partial

from app.core import job_wakeup
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.core.resilience.once_every import once_every
from app.domain.payments.inquiries import Asked, BalanceQuestion, StatusQuestion
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import CredentialTrouble, NotSent, Refused, Unknown
from app.services.payments import inquiries, inquiry_sweep, payout_suspension
from app.workers.mpesa_calls import call, line, write_down
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_PROBES = 2  # questions a round while M-Pesa is down
_OPERATOR_SECONDS = 300  # so far apart while M-Pesa does not take our operator


@task(Job.ASK_MPESA)
def ask_mpesa(request_id: int) -> None:
    """Ask one question; whatever comes of it, it can be asked again."""
    with line() as is_free:
        if is_free and _may_ask():
            _ask_mpesa(request_id)


@task(Job.SWEEP_QUESTIONS)
def sweep_questions() -> None:
    """Give up unanswered questions, and send each that is due, in one transaction each."""
    now = utc_now()
    room = job_wakeup.room_for(Job.ASK_MPESA, most=inquiry_sweep.ROUND)
    rows = min(room, _PROBES) if breaker.is_open() else room
    with transaction() as session:
        inquiry_sweep.give_up_unanswered(session, now=now)
    sweep_rows(
        "question",
        now=now,
        find=partial(inquiry_sweep.find_unasked, now=now, rows=rows),
        apply=inquiry_sweep.send,
        postpone=inquiry_sweep.postpone,
    )


def _may_ask() -> bool:
    with transaction() as session:
        is_refused = payout_suspension.operator_is_refused(session)
    if is_refused and not once_every("operator", seconds=_OPERATOR_SECONDS):
        return False
    return breaker.may_call()


def _ask_mpesa(request_id: int) -> None:
    with transaction() as session:
        question = inquiries.claim(session, request_id=request_id, now=utc_now())
    if question is not None:
        record = _call(question, request_id=request_id)
        write_down(lambda session: record(session, request_id=request_id, now=utc_now()))


def _call(question: StatusQuestion | BalanceQuestion, *, request_id: int) -> Callable[..., object]:
    """Ask once, and return how M-Pesa's word is to be written down."""
    try:
        asked = call(lambda: _put(question))
    except Refused as refused:
        logger.warning("question %s was refused: %s", request_id, refused)
        return _not_asked(refused, ours_to_mend=refused.ours_to_mend)
    except CredentialTrouble as trouble:
        return _not_asked(trouble, ours_to_mend=True)
    except (NotSent, Unknown) as error:
        logger.info("question %s was not taken: %s", request_id, error)
        return _not_asked(error, ours_to_mend=False)
    return partial(inquiries.record_taken, asked=asked)


def _not_asked(error: Exception, *, ours_to_mend: bool) -> Callable[..., object]:
    return partial(inquiries.record_not_taken, reason=str(error), ours_to_mend=ours_to_mend)


def _put(question: StatusQuestion | BalanceQuestion) -> Asked:
    if isinstance(question, BalanceQuestion):
        return daraja().ask_balance(question)
    return daraja().ask_status(question)
