"""A tournament that runs: begun, and moved on whenever one of its matches has ended.

Everything happens under the lock of the tournament's row and in one transaction, and follows from
rows alone: done twice it does nothing twice, and a worker that is killed has done nothing.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.reasons import Why
from app.models.tournament import Tournament
from app.services.tournaments import suspended, transitions
from app.services.tournaments.bracket import intake, progress, removal
from app.services.tournaments.money import payout

_WITH_MATCHES = (TournamentStatus.RUNNING, TournamentStatus.FINALISING)


def start(session: Session, tournament: Tournament, now: datetime) -> None:
    """Begin a locked tournament whose field is seeded: its first matches open.

    Nothing happens if it is not seeded.
    """
    if tournament.status != TournamentStatus.SEEDED:
        return
    transitions.transition(
        session,
        tournament,
        TournamentStatus.RUNNING,
        actor=intake.SYSTEM,
        due_at=now + progress.LOOK_AGAIN,
        started_at=now,
    )
    _drop_suspended(session, tournament, now=now)
    progress.go_on(session, tournament, actor=intake.SYSTEM, now=now)


def advance(session: Session, *, tournament_id: int, now: datetime) -> None:
    """Take in what has happened in a tournament's matches, and do what follows from it.

    Matches that can be played open; with the last one it begins to finalise, and then is paid and
    archived. A result that is overturned before may have it run again. In any other state nothing
    happens.
    """
    _advance(session, transitions.lock(session, tournament_id=tournament_id), now=now)


def hinted(session: Session, *, tournament_id: int, now: datetime) -> None:
    """Do as `advance` unless somebody else works on it: of many hints at once one is enough.

    What that one did not see any more, the sweep finds a moment later.
    """
    tournament = session.scalars(
        select(Tournament)
        .where(Tournament.id == tournament_id, Tournament.status.in_(_WITH_MATCHES))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if tournament is not None:
        _advance(session, tournament, now=now)


def _advance(session: Session, tournament: Tournament, *, now: datetime) -> None:
    status = tournament.status
    if status == TournamentStatus.RUNNING:
        tournament.due_at = now + progress.LOOK_AGAIN
        is_news = intake.take_in(session, tournament, now=now)
        if _drop_suspended(session, tournament, now=now) or is_news:
            progress.go_on(session, tournament, actor=intake.SYSTEM, now=now)
    elif status == TournamentStatus.FINALISING:
        if intake.take_in(session, tournament, now=now):
            progress.go_on(session, tournament, actor=intake.SYSTEM, now=now)
        payout.pay(session, tournament, now=now)
    elif status == TournamentStatus.PAID:
        payout.archive(session, tournament, now=now)
    session.flush()


def _drop_suspended(session: Session, tournament: Tournament, *, now: datetime) -> bool:
    """Take out who may not play any more, by strikes or with a closed account."""
    found = suspended.suspended_participants(session, tournament_id=tournament.id, now=now)
    gone = dict.fromkeys(found, Why.SUSPENDED.value)
    return bool(gone) and removal.take_out(session, tournament, gone, actor=intake.SYSTEM, now=now)
