"""Pause a tournament: nothing opens, and nobody misses a check-in, until staff resumes it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.matches.states import MatchStatus
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch
from app.models.user import User
from app.services.matches import notifications
from app.services.platform import audit
from app.services.tournaments import transitions
from app.services.tournaments.bracket import intake, progress

# A live match has a deadline, by a rule of the database; players see none (`stakeless.on_hold`).
_NEVER = timedelta(days=365)


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
    for _, match in _awaited(session, tournament):
        match.due_at = now + _NEVER  # `opened_at` keeps it, and moves by the length of the pause
        notifications.deadline_moved(session, match)
    session.flush()
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
    _call_again(session, tournament, paused_for=now - tournament.paused_at)
    tournament.paused_at = None
    intake.take_in(session, tournament, now=now)
    progress.go_on(session, tournament, actor=f"admin:{admin.id}", now=now)
    _audit(session, tournament, admin, "tournament.resume", reason)
    return tournament


def _call_again(session: Session, tournament: Tournament, *, paused_for: timedelta) -> None:
    """Give who had to be ready the time that was left to them, and hint at it."""
    for row, match in _awaited(session, tournament):
        row.opened_at += paused_for
        match.due_at = row.opened_at + timedelta(seconds=tournament.match_check_in_seconds)
        notifications.deadline_moved(session, match)
    session.flush()


def _awaited(session: Session, tournament: Tournament) -> list[tuple[TournamentMatch, Match]]:
    """Return the matches that wait for their players, locked."""
    rows = session.execute(
        select(TournamentMatch, Match)
        .join(Match, Match.id == TournamentMatch.match_id)
        .where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.replaced_at.is_(None),
            Match.status == MatchStatus.PENDING,
        )
        .order_by(Match.id)
        .with_for_update(of=Match, key_share=True)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in rows]


def _audit(session: Session, tournament: Tournament, admin: User, action: str, reason: str) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"tournament:{tournament.id}",
        reason=reason,
    )
