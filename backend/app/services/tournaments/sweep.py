"""What is due in a tournament, by its status; everything that happens by the clock begins here."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.tournament import Tournament
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.tournaments import advance, transitions
from app.services.tournaments.entry import check_in, seeding


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Return the ids of tournaments whose time has come and that are not paused."""
    return list(
        session.scalars(
            select(Tournament.id)
            .where(Tournament.due_at <= now, Tournament.paused_at.is_(None))
            .order_by(Tournament.due_at, Tournament.id)
            .limit(limit)
        )
    )


def step(session: Session, tournament_id: int, now: datetime) -> bool:
    """Do what is due in one tournament; False if nothing is, or somebody else works on it."""
    tournament = transitions.lock_due(session, tournament_id=tournament_id, now=now)
    if tournament is None:
        return False
    _STEPS[TournamentStatus(tournament.status)](session, tournament, now)
    return True


def postpone(session: Session, tournament_id: int, *, until: datetime) -> None:
    """Look at a tournament that could not be moved on again at `until`."""
    session.execute(
        update(Tournament)
        .where(Tournament.id == tournament_id, Tournament.due_at < until)
        .values(due_at=until)
    )


def _check_in(session: Session, tournament: Tournament, now: datetime) -> None:
    if now < tournament.start_date:
        check_in.remind(session, tournament, now=now)
    else:
        seeding.close_check_in(session, tournament, now=now)


def _start(session: Session, tournament: Tournament, now: datetime) -> None:
    if switches.is_on(session, name=SwitchName.TOURNAMENTS):
        advance.start(session, tournament, now)


def _advance(session: Session, tournament: Tournament, now: datetime) -> None:
    advance.advance(session, tournament_id=tournament.id, now=now)


def _open_check_in(session: Session, tournament: Tournament, now: datetime) -> None:
    check_in.open_check_in(session, tournament, now=now)


_STEPS: Mapping[TournamentStatus, Callable[[Session, Tournament, datetime], None]] = {
    TournamentStatus.REGISTRATION: _open_check_in,
    TournamentStatus.CHECK_IN: _check_in,
    TournamentStatus.SEEDED: _start,
    TournamentStatus.RUNNING: _advance,
    TournamentStatus.FINALISING: _advance,
    TournamentStatus.PAID: _advance,
}
