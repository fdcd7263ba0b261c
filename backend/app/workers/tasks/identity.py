"""Checks of documents: start each at the provider, ask what became of it; names that prove late."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.identity.checks import CheckResult
from app.integrations.identity import ProviderRefused, ProviderUnclear, get_identity_provider
from app.services.identity import checks, names
from app.services.platform import alerts
from app.workers.sweep import run_each, sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.START_IDENTITY_CHECK)
def start_identity_check(check_id: int) -> None:
    """Start a check: claim it, call the provider, record the answer."""
    with transaction() as session:
        order = checks.claim(session, check_id=check_id, now=utc_now())
    if order is None:
        return
    try:
        started = get_identity_provider().start(order)
    except ProviderRefused as error:
        _record_not_started(check_id, reason=str(error), is_final=True)
        return
    except ProviderUnclear as error:
        _alert_if_ours(error)
        if not error.ours_to_mend:
            logger.warning("identity check %s may have been started: %s", check_id, error)
            return  # after a while it is looked for under our reference
        _record_not_started(check_id, reason=str(error), is_final=False)
        return
    with transaction() as session:
        checks.record_started(session, check_id=check_id, started=started, now=utc_now())


@task(Job.FETCH_IDENTITY_CHECK)
def fetch_identity_check(check_id: int) -> None:
    """Ask the provider what became of a check, and apply it."""
    with transaction() as session:
        our_ref = checks.reference_of(session, check_id=check_id)
    if our_ref is None:
        return
    try:
        result: CheckResult | None = get_identity_provider().fetch(our_ref)
    except ProviderUnclear as error:
        _alert_if_ours(error)
        logger.warning("the provider does not say what became of check %s: %s", check_id, error)
        return
    with transaction() as session:
        checks.record_result(session, check_id=check_id, result=result, now=utc_now())


@task(Job.SWEEP_IDENTITY)
def sweep_identity() -> None:
    """Move checks on whose deadline has passed, and prove names whose deposit has been credited."""
    now = utc_now()
    find = partial(checks.find_due, now=now)
    sweep_rows("identity_check", now=now, find=find, apply=checks.move_on)
    with transaction() as session:
        ids = names.find_unproved(session)

    def prove(mpesa_name_id: int) -> None:
        with transaction() as session:
            names.prove(session, mpesa_name_id)

    run_each("mpesa_name", ids, run=prove, now=now)


def _record_not_started(check_id: int, *, reason: str, is_final: bool) -> None:
    code = "not_taken" if is_final else "not_reachable"
    logger.warning("identity check %s was not started: %s", check_id, reason)
    with transaction() as session:
        checks.record_not_started(
            session, check_id=check_id, reason=code, is_final=is_final, now=utc_now()
        )


def _alert_if_ours(error: ProviderUnclear) -> None:
    if not error.ours_to_mend:
        return
    with transaction() as session:
        alerts.raise_alert(
            session,
            kind="identity_provider_refuses_us",
            subject="identity",
            now=utc_now(),
            says=str(error),
        )
