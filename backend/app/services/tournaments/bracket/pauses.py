"""Pause a tournament: nothing opens, and nobody misses a check-in, until staff resumes it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.matches.states import MatchStatus
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.match import Match
from app.models.tournament import Tournament
from app.models.user import User
from app.services.platform import audit
from app.services.tournaments import transitions
from app.services.tournaments.bracket import intake, progress


def pause(
    session: Session, *, tournament_id: int, admin: User, reason: str, now: datetime
) -> Tournament:
    """Pause a tournament that runs; matches that are being played go on to their end.

    Raises Conflict if it does not run, or is paused already.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.status != TournamentStatus.RUNNING:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "Only a tournament that runs can be paused.")
    if tournament.paused_at is not None:
        raise Conflict(ProblemCode.TOURNAMENT_PAUSED, "It is paused already.")
    tournament.paused_at = now
    transitions.announce(session, tournament)
    _audit(session, tournament, admin, "tournament.pause", reason)
    return tournament


def resume(
    session: Session, *, tournament_id: int, admin: User, reason: str, now: datetime
) -> Tournament:
    """Go on after a pause: who had to be ready has as much time left as before it.

    Raises Conflict if it is not paused.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.paused_at is None:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "It is not paused.")
    session.execute(
        update(Match)
        .where(
            Match.tournament_id == tournament_id,
            Match.status == MatchStatus.PENDING,
            Match.due_at.is_not(None),
        )
        .values(due_at=Match.due_at + (now - tournament.paused_at))
        .execution_options(synchronize_session=False)
    )
    tournament.paused_at = None
    intake.take_in(session, tournament, now=now)
    progress.go_on(session, tournament, actor=f"admin:{admin.id}", now=now)
    _audit(session, tournament, admin, "tournament.resume", reason)
    return tournament


def _audit(session: Session, tournament: Tournament, admin: User, action: str, reason: str) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"tournament:{tournament.id}",
        reason=reason,
    )
