"""Cancel a tournament from any state before its prizes are paid: every fee goes back in full."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import (
    SEATED,
    TOURNAMENT_TRANSITIONS,
    EntryState,
    ParticipantStatus,
    TournamentStatus,
)
from app.domain.tournaments.reasons import Why
from app.models.tournament import Tournament, TournamentEntry
from app.services.tournaments import notices, transitions
from app.services.tournaments.bracket import intake
from app.services.tournaments.entry import registration
from app.services.tournaments.money import escrow

_CONCERNED = SEATED | {ParticipantStatus.WAITING}
_CANCELLED = "The tournament was cancelled."
_TOO_FEW = "There were fewer players than the minimum."


def cancel_by_hand(
    session: Session, *, tournament_id: int, reason: str, actor: str, now: datetime
) -> Tournament:
    """Cancel as staff, with a reason that everybody reads; raises Conflict once it is over."""
    tournament = transitions.lock(session, tournament_id=tournament_id, drafts=True)
    if (
        TournamentStatus.CANCELLED
        not in TOURNAMENT_TRANSITIONS[TournamentStatus(tournament.status)]
    ):
        raise Conflict(
            ProblemCode.NOT_POSSIBLE,
            "This tournament is over and cannot be cancelled.",
            state=tournament.status,
        )
    cancel(session, tournament, reason=reason, actor=actor, now=now)
    return tournament


def cancel_for_want_of_players(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """Cancel a locked tournament that has fewer players than its minimum."""
    cancel(session, tournament, reason=_TOO_FEW, actor="system", now=now, why=Why.TOO_FEW)


def cancel(
    session: Session,
    tournament: Tournament,
    *,
    reason: str,
    actor: str,
    now: datetime,
    why: Why = Why.STAFF,
) -> None:
    """Cancel a locked tournament: fees with the house's part and the guarantee go back.

    Matches that are being played are void; ratings of those that are over stay.
    """
    paid = _paid_by(session, tournament)
    was_draft = tournament.status == TournamentStatus.DRAFT
    intake.close_all(session, tournament, actor=actor, reason=_CANCELLED, now=now)
    escrow.refund_all(session, tournament, actor=actor, now=now)
    if not was_draft:
        escrow.release_guarantee(session, tournament, actor=actor)
    transitions.transition(
        session,
        tournament,
        TournamentStatus.CANCELLED,
        actor=actor,
        due_at=None,
        reason=reason[:200],
        closed_at=now,
    )
    told = dict.fromkeys(registration.user_ids(session, tournament, _CONCERNED), Decimal(0)) | paid
    for user_id, amount in told.items():
        notices.cancelled(session, tournament, user_id=user_id, amount=amount, why=why, now=now)
    transitions.announce(session, tournament)


def _paid_by(session: Session, tournament: Tournament) -> dict[int, Decimal]:
    """Return what is held of each player (KES)."""
    held = session.execute(
        select(TournamentEntry.user_id, TournamentEntry.prize_part + TournamentEntry.house_part)
        .where(
            TournamentEntry.tournament_id == tournament.id,
            TournamentEntry.state == EntryState.HELD,
        )
        .order_by(TournamentEntry.user_id)
    )
    return {row[0]: row[1] for row in held}
