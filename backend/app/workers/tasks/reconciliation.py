"""Task of reconciliation: list M-Pesa's rows, and continue each comparison."""

import logging
from datetime import datetime

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.reconciliation.provider_rows import ProviderRow, rows_of_pull
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import MpesaError
from app.services.reconciliation import runs
from app.workers.sweep import run_each
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.RECONCILE)
def reconcile() -> None:
    """Start yesterday's comparison when it is time, and continue every one that runs."""
    now = utc_now()
    with transaction() as session:
        runs.start_daily(session, now=now)
    with transaction() as session:
        due = runs.claim_due(session, now=now)
    since = dict(due)
    run_each(
        "reconciliation",
        list(since),
        run=lambda run_id: _go_on(run_id, since=since[run_id]),
        now=now,
        postpone=runs.postpone,
    )


def _go_on(run_id: int, *, since: datetime) -> None:
    until = utc_now()
    rows = _pull(since=since, until=until)
    with transaction() as session:
        run = runs.step(session, run_id=run_id, pulled=rows, now=until)
        state = run.state
    if state != "running":
        logger.info("reconciliation %s: %s", run_id, state)


def _pull(*, since: datetime, until: datetime) -> list[ProviderRow] | None:
    try:
        pulled = daraja().pull(since=since, until=until)
    except MpesaError as error:
        logger.warning("M-Pesa does not list our payments: %s", error)
        return None
    if pulled.unread:
        # A part would look like the whole, and a payment like one that never was.
        logger.warning("M-Pesa's list has %s rows that cannot be read", len(pulled.unread))
        return None
    return rows_of_pull(pulled.rows, now=until)
