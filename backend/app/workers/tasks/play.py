"""What the workers do for players in the queue and in matches."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services import matchmaking, results
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500


@task(Job.PAIR_PLAYERS)
def pair_players() -> None:
    """Pair who waits; each pair in its own transaction, so that one fault delays nobody else."""
    now = utc_now()
    with transaction() as session:
        pairs = matchmaking.find_pairs(session, now=now, rows=_ROWS)
    for ticket_ids in pairs:
        try:
            with transaction() as session:
                matchmaking.open_pair(session, ticket_ids=ticket_ids, now=utc_now())
        except Exception:
            logger.exception("tickets %s could not be paired", ticket_ids)


@task(Job.SWEEP_MATCHES)
def sweep_matches() -> None:
    """End every match whose deadline has passed, each in its own transaction."""
    with transaction() as session:
        overdue = results.overdue(session, now=utc_now(), rows=_ROWS)
    for match_id in overdue:
        try:
            with transaction() as session:
                reason = results.end_overdue(session, match_id=match_id, now=utc_now())
            if reason is not None:
                logger.info("match %s passed its deadline: %s", match_id, reason)
        except Exception:
            logger.exception("match %s is overdue and could not be ended", match_id)
