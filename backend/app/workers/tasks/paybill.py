"""Tasks of payments to our paybill: sweep them, and read M-Pesa's own list."""

import logging
from datetime import timedelta
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
from app.services.platform import alerts
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
        reason = _pull() if is_free and breaker.may_call() else "M-Pesa is not called at the moment"
    if reason is not None:
        _alert_when_overdue(reason)


def _pull() -> str | None:
    """Read and apply the list; return why that did not succeed, None when it did."""
    now = utc_now()
    since = pull_cursor.read(now=now)
    try:
        pulled = call(lambda: daraja().pull(since=since, until=now))
    except MpesaError as error:
        logger.warning("M-Pesa does not give its list: %s", error)
        return str(error)[:200]
    with transaction() as session:
        pull.store(session, pulled.rows, now=now)
    with transaction() as session:
        pull.take_unread(session, pulled.unread, now=now)
        unknown = pull.unknown_among(session, pulled.rows)
    if not all([_apply_row(row) for row in unknown]):  # noqa: C419  # each is applied, whatever came before
        return "a row could not be applied"
    pull_cursor.save(until=now)
    return None


def _alert_when_overdue(reason: str) -> None:
    """Raise an alert when no reading has succeeded for long, and again after as long."""
    now = utc_now()
    seconds = get_settings().paybill.pull_alert_seconds
    since = pull_cursor.last_success(now=now)
    if now - since < timedelta(seconds=seconds) or not once_every("pull_alert", seconds=seconds):
        return
    with transaction() as session:
        alerts.raise_alert(
            session, kind="pull_fails", subject="pull", now=now, since=since, reason=reason
        )


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
