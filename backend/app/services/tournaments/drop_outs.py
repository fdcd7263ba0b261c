"""Drop out of a tournament that runs: leave, ban, timeout and disqualification are one function."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.tournament import Tournament
from app.services.tournaments.bracket import progress, removal


def withdraw(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """Take a player out of a locked tournament that runs; nothing happens if they are out.

    What they played stays. Their live matches are called off, and whoever was to meet them goes
    on. Once all is played nobody drops out: places stand, and prizes can only be barred.
    """
    if tournament.status != TournamentStatus.RUNNING:
        return
    if removal.take_out(session, tournament, {user_id: reason}, actor=actor, now=now):
        progress.go_on(session, tournament, actor=actor, now=now)
