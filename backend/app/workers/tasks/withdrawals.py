"""Tasks of withdrawals: have M-Pesa pay them, and sweep."""

import logging
from collections.abc import Callable
from functools import partial

from app.core import job_wakeup
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.domain.payments.payouts import Payout
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import (
    CredentialTrouble,
    DuplicateRequest,
    MpesaError,
    NotSent,
    PayoutRefused,
    Unknown,
)
from app.services.payments.withdrawals import payout as withdrawal_payouts
from app.services.payments.withdrawals import sim_checks
from app.services.payments.withdrawals import sweep as withdrawal_sweeps
from app.workers.mpesa_calls import call, mpesa_slot, record_with_retry
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_PROBES = 2  # payouts a sweep while M-Pesa is down


@task(Job.SEND_PAYOUT)
def send_payout(withdrawal_id: int) -> None:
    """Have M-Pesa pay one withdrawal; the same id in every try makes it pay once."""
    with mpesa_slot() as is_free:
        if is_free and breaker.may_call():
            _send_payout(withdrawal_id)


@task(Job.SWEEP_WITHDRAWALS)
def sweep_withdrawals() -> None:
    """Do what is due for each withdrawal whose deadline has passed, in one transaction each."""
    now = utc_now()
    free = job_wakeup.free_places(Job.SEND_PAYOUT, most=withdrawal_sweeps.ROUND)
    free -= sweep_rows(
        "withdrawal",
        now=now,
        find=partial(withdrawal_sweeps.find_overdue, now=now, rows=free),
        apply=withdrawal_sweeps.advance,
        postpone=withdrawal_sweeps.postpone,
    )
    sweep_rows(
        "withdrawal",
        now=now,
        find=partial(
            withdrawal_sweeps.find_unsent,
            now=now,
            rows=min(free, _PROBES) if breaker.is_open() else free,
        ),
        apply=withdrawal_sweeps.send,
        postpone=withdrawal_sweeps.postpone,
    )


def _send_payout(withdrawal_id: int) -> None:
    if not _sim_is_old(withdrawal_id):
        return
    with transaction() as session:
        payout = withdrawal_payouts.claim(session, withdrawal_id=withdrawal_id, now=utc_now())
    if payout is not None:
        record = _call(payout)
        record_with_retry(
            lambda session: record(session, withdrawal_id=withdrawal_id, now=utc_now())
        )


def _sim_is_old(withdrawal_id: int) -> bool:
    """Ask M-Pesa about the number's SIM card, if that is on; without an answer say no."""
    with transaction() as session:
        phone = sim_checks.number_to_check(session, withdrawal_id=withdrawal_id)
    if phone is None:
        return True
    try:
        swapped_at = call(lambda: daraja().last_sim_swap(phone))
    except MpesaError as error:
        logger.warning("withdrawal %s: no answer about the SIM card: %s", withdrawal_id, error)
        with transaction() as session:
            sim_checks.record_silence(session, withdrawal_id=withdrawal_id, now=utc_now())
        return False
    with transaction() as session:
        return sim_checks.record(
            session, withdrawal_id=withdrawal_id, swapped_at=swapped_at, now=utc_now()
        )


def _call(payout: Payout) -> Callable[..., object]:
    """Call M-Pesa once, and return the function that records its answer."""
    try:
        accepted = call(lambda: daraja().b2c(payout))
    except (CredentialTrouble, NotSent, Unknown) as error:
        return _unanswered(error, payout)
    except DuplicateRequest as duplicate:
        logger.warning("withdrawal %s is there already: %s", payout.withdrawal_id, duplicate)
        return partial(withdrawal_payouts.record_duplicate, reason=str(duplicate))
    except PayoutRefused as refused:
        level = logging.ERROR if refused.ours_to_mend else logging.WARNING
        logger.log(level, "withdrawal %s was refused: %s", payout.withdrawal_id, refused)
        return partial(
            withdrawal_payouts.record_refused,
            failure=refused.payout_failure,
            code=refused.code,
            pauses=refused.pauses,
        )
    return partial(withdrawal_payouts.record_accepted, accepted=accepted)


def _unanswered(
    error: CredentialTrouble | NotSent | Unknown, payout: Payout
) -> Callable[..., object]:
    """Return how to record a call without an answer: provably nothing, or perhaps a payment."""
    logger.warning("withdrawal %s: %s", payout.withdrawal_id, error)
    if isinstance(error, Unknown):
        return partial(withdrawal_payouts.record_unknown, reason=str(error))
    is_ours = isinstance(error, CredentialTrouble)
    return partial(withdrawal_payouts.record_not_sent, reason=str(error), ours_to_mend=is_ours)
