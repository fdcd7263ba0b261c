"""Lock a tournament, and change its state or a participant's: nothing else here assigns either."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.errors import NotFound
from app.domain.live import LiveType
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import (
    TOURNAMENT_TRANSITIONS,
    ParticipantStatus,
    TournamentStatus,
)
from app.domain.transitions import check_transition
from app.models.tournament import Tournament, TournamentParticipant

# Their pages show the tournament, or showed it when it ended for them.
_WATCHING = frozenset(ParticipantStatus) - {ParticipantStatus.LEFT, ParticipantStatus.REMOVED}


def find(session: Session, *, tournament_id: int, drafts: bool = False) -> Tournament:
    """Return a tournament; raises NotFound for one that is not out, unless `drafts`."""
    found = session.get(Tournament, tournament_id, populate_existing=True)
    if found is None or (found.published_at is None and not drafts):
        raise _not_found()
    return found


def lock(session: Session, *, tournament_id: int, drafts: bool = False) -> Tournament:
    """Return a tournament, locked until the end of the transaction; raises NotFound as `find`.

    Whoever takes or gives a seat holds this lock, so seats are counted by one at a time.
    """
    found = session.scalars(
        select(Tournament)
        .where(Tournament.id == tournament_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or (found.published_at is None and not drafts):
        raise _not_found()
    return found


def lock_due(session: Session, *, tournament_id: int, now: datetime) -> Tournament | None:
    """Return a tournament, locked, if its time has come and nobody else works on it."""
    return session.scalars(
        select(Tournament)
        .where(
            Tournament.id == tournament_id,
            Tournament.due_at <= now,
            Tournament.paused_at.is_(None),
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def transition(
    session: Session,
    tournament: Tournament,
    to: TournamentStatus,
    *,
    actor: str,
    due_at: datetime | None,
    **values: Any,
) -> None:
    """Move a locked tournament to the state `to`, looked at next at `due_at`.

    `actor` is who did it, for instance `user:7`; `values` are columns that change with it. Raises
    IllegalTransition.
    """
    check_transition(TOURNAMENT_TRANSITIONS, TournamentStatus(tournament.status), to)
    session.flush()
    session.execute(
        update(Tournament)
        .where(Tournament.id == tournament.id)
        .values(status=to, actor=actor, due_at=due_at, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(tournament)


def set_status(
    session: Session, participant: TournamentParticipant, to: ParticipantStatus, **values: Any
) -> None:
    """Give a participant of a locked tournament another status, with the columns `values`."""
    session.flush()
    session.execute(
        update(TournamentParticipant)
        .where(TournamentParticipant.id == participant.id)
        .values(status=to, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(participant)


def set_statuses(
    session: Session, participant_ids: Collection[int], to: ParticipantStatus, **values: Any
) -> None:
    """Do as `set_status` for many participants (ids of their rows) of a locked tournament."""
    session.flush()
    session.execute(
        update(TournamentParticipant)
        .where(TournamentParticipant.id.in_(participant_ids))
        .values(status=to, **values)
        .execution_options(synchronize_session=False)
    )


def announce(session: Session, tournament: Tournament) -> None:
    """Count another edition of a locked tournament, and hint at it to everybody in it."""
    tournament.version += 1
    session.flush()
    watching = session.scalars(
        select(TournamentParticipant.user_id).where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.status.in_(_WATCHING),
        )
    ).all()
    if watching:
        broadcast(
            session,
            watching,
            kind=LiveType.TOURNAMENT_CHANGED,
            topic=f"tournament:{tournament.id}",
            data={"tournament_id": tournament.id},
        )


def _not_found() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is no such tournament.")
