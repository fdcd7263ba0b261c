"""What the workers do for ratings, and for the boards that are drawn up from them."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services.ratings import leaderboard_builds as leaderboard_editions
from app.services.ratings import ratings
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500


@task(Job.RATE_MATCHES)
def rate_matches() -> None:
    """Rate what has been played, each match in its own transaction."""
    with transaction() as session:
        finished = ratings.unrated(session, rows=_ROWS)
    for match_id in finished:
        try:
            with transaction() as session:
                ratings.rate_finished(session, match_id, utc_now())
        except Exception:
            logger.exception("match %s could not be rated", match_id)
    with transaction() as session:
        ratings.note_progress(session, now=utc_now())


@task(Job.BUILD_LEADERBOARDS)
def build_leaderboards() -> None:
    """Draw up the boards that are due, each in its own transaction."""
    with transaction() as session:
        due = leaderboard_editions.due(session, now=utc_now())
    for board, period in due:
        try:
            with transaction() as session:
                leaderboard_editions.build(session, board=board, period=period, now=utc_now())
        except Exception:
            logger.exception("the board %s of %s could not be drawn up", board, period)
