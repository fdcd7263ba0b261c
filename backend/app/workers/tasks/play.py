"""What the workers do for players in the queue and in matches."""

import logging

from app.core.clock import utc_now
from app.core.database import one_statement, transaction
from app.core.jobs import Job
from app.domain.verdict import Reason
from app.services import pairings, results
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500
_CROWD = 20_000


@task(Job.PAIR_PLAYERS)
def pair_players() -> None:
    """Pair who waits; each pair in its own transaction, so that one fault delays nobody else."""
    now = utc_now()
    with transaction() as session:
        pairs = pairings.find_pairs(session, now=now, rows=_CROWD)
    for ticket_ids in pairs:
        try:
            with transaction() as session:
                pairings.open_pair(session, ticket_ids=ticket_ids, now=utc_now())
        except Exception:
            logger.exception("tickets %s could not be paired", ticket_ids)


@task(Job.SWEEP_MATCHES)
def sweep_matches() -> None:
    """End every match whose deadline has passed, each in its own transaction."""
    with transaction() as session:
        overdue = results.overdue(session, now=utc_now(), rows=_ROWS)
    for late in overdue:
        try:
            reason = _end(late)
            if reason is not None:
                logger.info("match %s passed its deadline: %s", late.match_id, reason)
        except Exception:
            logger.exception("match %s is overdue and could not be ended", late.match_id)


def _end(late: results.Overdue) -> Reason | None:
    if late.is_silent:
        with one_statement() as statement:
            return results.call_off(statement, late)
    with transaction() as session:
        return results.escalate(session, match_id=late.match_id, now=utc_now())
