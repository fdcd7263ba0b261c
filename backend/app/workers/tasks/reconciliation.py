"""What the workers do for reconciliation: have M-Pesa's lines listed, and go on comparing."""

import logging
from datetime import datetime

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.reconciliation.provider_rows import Line, lines_of_pull
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import MpesaError
from app.services.reconciliation import runs as reconciliation
from app.workers.sweep import run_each
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.RECONCILE)
def reconcile() -> None:
    """Begin with yesterday when it is over, and go on with every comparison that runs."""
    now = utc_now()
    with transaction() as session:
        reconciliation.start_daily(session, now=now)
    with transaction() as session:
        due = reconciliation.claim_due(session, now=now)
    since = dict(due)
    run_each(
        "reconciliation",
        list(since),
        run=lambda run_id: _go_on(run_id, since=since[run_id]),
        now=now,
        postpone=reconciliation.postpone,
    )


def _go_on(run_id: int, *, since: datetime) -> None:
    until = utc_now()
    lines = _pull(since=since, until=until)
    with transaction() as session:
        run = reconciliation.step(session, run_id=run_id, pulled=lines, now=until)
        state = run.state
    if state != "running":
        logger.info("reconciliation %s: the books have %s", run_id, state)


def _pull(*, since: datetime, until: datetime) -> list[Line] | None:
    try:
        rows = daraja().pull(since=since, until=until)
    except MpesaError as error:
        logger.warning("M-Pesa does not list our payments: %s", error)
        return None
    return lines_of_pull(rows, now=until)
