"""Tasks of payments to our paybill: sweep them, and read M-Pesa's own list."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.core.resilience.once_every import once_every
from app.core.settings import get_settings
from app.domain.payments.paybill.pull_rows import PullRow
from app.integrations.mpesa import daraja
from app.integrations.mpesa.errors import MpesaError
from app.services.payments.paybill import sweep as paybill_sweeps
from app.services.reconciliation import pull
from app.workers import pull_cursor
from app.workers.mpesa_calls import call, mpesa_slot
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SWEEP_PAYBILL)
def sweep_paybill() -> None:
    """Do what is due for each overdue paybill payment, in one transaction each."""
    now = utc_now()
    sweep_rows(
        "paybill",
        now=now,
        find=partial(paybill_sweeps.find_overdue, now=now),
        apply=paybill_sweeps.advance,
        postpone=paybill_sweeps.postpone,
    )


@task(Job.PULL_TRANSACTIONS)
def pull_transactions() -> None:
    """Read M-Pesa's list, and credit what no callback reported; one reader at a time."""
    setting = get_settings().paybill
    if not once_every("pull", seconds=setting.pull_seconds):
        return
    with mpesa_slot() as is_free:
        if is_free and breaker.may_call():
            _pull()


def _pull() -> None:
    now = utc_now()
    since = pull_cursor.read(now=now)
    try:
        rows = call(lambda: daraja().pull(since=since, until=now))
    except MpesaError as error:
        logger.warning("M-Pesa does not give its list: %s", error)
        return
    with transaction() as session:
        pull.store(session, rows, now=now)
    with transaction() as session:
        unknown = pull.unknown_among(session, rows)
    if all([_apply_row(row) for row in unknown]):  # noqa: C419  # each is applied, whatever came before
        pull_cursor.save(until=now)


def _apply_row(row: PullRow) -> bool:
    """Apply one row in a transaction of its own; False if it raised."""
    try:
        with transaction() as session:
            verdict = pull.apply_row(session, row, now=utc_now())
    except Exception:
        logger.exception("the row of receipt %s could not be applied", row.receipt)
        return False
    logger.info("pulled %s: %s", row.receipt, verdict)
    return True
