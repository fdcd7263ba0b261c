"""Tell the worker that a match of a tournament is over, so that the tournament goes on at once."""

from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.models.match import Match


def ended(session: Session, match: Match) -> None:
    """Hint that a match has ended or was decided anew; the sweep finds it if the hint is lost."""
    if match.tournament_id is not None:
        enqueue(session, Job.ADVANCE_TOURNAMENT, tournament_id=match.tournament_id)
