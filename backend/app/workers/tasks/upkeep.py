"""What the workers do for the house: forget what is stale, and check the books."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services import auth, idempotency, ledger
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.FORGET_STALE)
def forget_stale() -> None:
    """Forget answers that no client asks for again, and refresh tokens of sessions long over."""
    with transaction() as session:
        idempotency.forget_old(session)
    with transaction() as session:
        auth.forget_old_tokens(session, now=utc_now())


@task(Job.CHECK_LEDGER)
def check_ledger() -> None:
    """Compare all cached balances with their entries, and the sum of everything with zero."""
    with transaction() as session:
        total = ledger.sum_of_everything(session)
        drifted = ledger.drifted_accounts(session)
    if total != 0 or drifted:
        # On-call is woken by the first two words; the codes name accounts, not people.
        logger.error("ledger broken: sum %s, drifted %s", total, drifted)
