"""What the workers do for players in the queue and in matches."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.matches.states import MatchStatus
from app.services.conduct import risk as fraud
from app.services.matchmaking import pairing as pairings
from app.services.results import no_shows, verification
from app.services.results import reports as results
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500
_PLAYERS = 200
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
    """Move every match on whose deadline has passed, each in its own transaction."""
    with transaction() as session:
        overdue = results.overdue(session, now=utc_now(), rows=_ROWS)
    for late in overdue:
        try:
            reason = _chase(late)
            if reason is not None:
                logger.info("match %s passed its deadline: %s", late.match_id, reason)
        except Exception:
            logger.exception("match %s is overdue and could not be moved on", late.match_id)


@task(Job.SCORE_RISKS)
def score_risks() -> None:
    """Look at who finished a match, or was not looked at for a day; each in his own transaction."""
    with transaction() as session:
        due = fraud.due(session, now=utc_now(), rows=_PLAYERS)
    for user_id in due:
        try:
            with transaction() as session:
                fraud.score(session, user_id=user_id, now=utc_now())
        except Exception:
            logger.exception("the risk of user %s could not be told", user_id)


def _chase(late: results.Overdue) -> str | None:
    with transaction() as session:
        if late.status is MatchStatus.PENDING:
            return no_shows.lapse(session, match_id=late.match_id, now=utc_now())
        return results.chase(session, match_id=late.match_id, now=utc_now())


@task(Job.LOOK_AGAIN)
def look_again(match_id: int) -> None:
    """Weigh a match again, because something new is known of it; again and again is harmless."""
    with transaction() as session:
        verification.look_again(session, match_id=match_id, now=utc_now())
