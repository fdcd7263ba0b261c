"""A hint to a tournament that one of its matches has ended, ended otherwise, or goes on."""

from app.core.after_commit import enqueue
from app.core.database import Unit
from app.core.jobs import Job


def changed(session: Unit, tournament_id: int | None) -> None:
    """Have the tournament of a match look at its matches; nothing for a match of none.

    It reads how they ended from their own rows. Were the job lost, its next sweep would do it.
    """
    if tournament_id is not None:
        enqueue(session, Job.ADVANCE_TOURNAMENT, tournament_id=tournament_id)
