"""What the workers do about payments to our paybill: ask again, and read M-Pesa's own list."""

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
from app.services.reconciliation import pull as pulled
from app.workers import pull_cursor as reading
from app.workers.mpesa_calls import line
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
    """Read what M-Pesa lists, and credit what we never heard of; one reader at a time."""
    setting = get_settings().paybill
    if not once_every("pull", seconds=setting.pull_seconds):
        return
    with line() as is_free:
        if is_free and breaker.may_call():
            _pull()


def _pull() -> None:
    now = utc_now()
    since = reading.since(now=now)
    try:
        rows = daraja().pull(since=since, until=now)
    except MpesaError as error:
        logger.warning("M-Pesa does not give its list: %s", error)
        return
    with transaction() as session:
        pulled.keep(session, rows, now=now)
    with transaction() as session:
        news = pulled.news_among(session, rows)
    if all([_weigh(row) for row in news]):  # noqa: C419  # each is weighed, whatever came before
        reading.done(until=now)


def _weigh(row: PullRow) -> bool:
    """Weigh one row in a transaction of its own: one that crashes holds nobody else up."""
    try:
        with transaction() as session:
            verdict = pulled.weigh(session, row, now=utc_now())
    except Exception:
        logger.exception("the row of receipt %s could not be weighed", row.receipt)
        return False
    logger.info("pulled %s: %s", row.receipt, verdict)
    return True
