"""What the workers do about seats that nobody sits on any more."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.services.matchmaking import challenges, presence
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 500


@task(Job.SWEEP_SEATS)
def sweep_seats() -> None:
    """Give the stakes back of who is gone and of challenges that are over, each by itself."""
    with transaction() as session:
        gone = presence.absent(session, now=utc_now(), rows=_ROWS)
        over = challenges.overdue(session, now=utc_now(), rows=_ROWS)
    for user_id in gone:
        try:
            with transaction() as session:
                presence.end_search(session, user_id=user_id, now=utc_now())
        except Exception:
            logger.exception("the search of user %s could not be ended", user_id)
    for challenge_id in over:
        try:
            with transaction() as session:
                challenges.expire(session, challenge_id=challenge_id, now=utc_now())
        except Exception:
            logger.exception("challenge %s could not be ended", challenge_id)
