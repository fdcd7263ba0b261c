"""Prizes taken back after they were paid: one admin proposes, another agrees, and others move up.

All in one transaction: the player is barred, their prize leaves the wallet as far as that reaches
and is a debt for the rest, those below move up, and what was recovered is passed on to them.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.errors import Conflict, NotFound
from app.domain.live import LiveType
from app.domain.money import show
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import ParticipantStatus, TournamentStatus
from app.domain.tournaments.vocabulary import Placing
from app.models.prize_clawback import PrizeClawback
from app.models.tournament import Tournament, TournamentParticipant
from app.models.user import User
from app.services.ledger import prize_postings
from app.services.platform import audit, dual_control
from app.services.tournaments import transitions
from app.services.tournaments.bracket import objections, places, store
from app.services.tournaments.money import clawback_notices, impartial, moving_up, recovery

_PAID = (TournamentStatus.PAID, TournamentStatus.ARCHIVED)


def propose(
    session: Session,
    *,
    tournament_id: int,
    username: str,
    reason: str,
    admin: User,
    now: datetime,
) -> PrizeClawback:
    """Propose to take back all that a player was paid in a tournament; it lapses after a day.

    Raises NotFound, NotAllowed for staff who take part, and Conflict before the prizes are paid,
    while a match is looked at again, and where it was taken back or proposed already.
    """
    tournament = _paid_one(session, tournament_id)
    impartial.require(session, tournament, admin=admin, now=now)
    participant = _participant(session, tournament, username=username)
    _refuse_second(session, tournament, participant.user_id)
    clawback = PrizeClawback(
        tournament_id=tournament.id,
        user_id=participant.user_id,
        amount=moving_up.paid_to(session, tournament.id, user_id=participant.user_id),
        reason=reason,
        proposed_by=admin.id,
    )
    dual_control.propose(session, clawback, now=now)
    _audit(session, clawback, admin, "propose", reason)
    return clawback


def approve(
    session: Session,
    *,
    tournament_id: int,
    clawback_id: int,
    admin: User,
    reason: str,
    now: datetime,
) -> PrizeClawback:
    """Approve another admin's proposal, and carry it out.

    Raises NotAllowed for the one who proposed it and for staff who take part, and Conflict if it is
    not open any more, or was about another amount than they have been paid by now.
    """
    tournament = _paid_one(session, tournament_id)
    clawback = _lock_open(session, tournament, clawback_id, admin=admin, now=now)
    impartial.require(session, tournament, admin=admin, now=now)
    paid = moving_up.paid_to(session, tournament.id, user_id=clawback.user_id)
    if paid != clawback.amount:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            "They have been paid more since. Reject this, and propose it anew.",
        )
    dual_control.decide(session, clawback, "approved", person_id=admin.id, now=now)
    _carry_out(session, tournament, clawback, actor=f"admin:{admin.id}", now=now)
    _audit(session, clawback, admin, "approve", reason)
    return clawback


def reject(
    session: Session,
    *,
    tournament_id: int,
    clawback_id: int,
    admin: User,
    reason: str,
    now: datetime,
) -> PrizeClawback:
    """Reject another admin's proposal; nothing moves."""
    tournament = transitions.lock(session, tournament_id=tournament_id)
    clawback = _lock_open(session, tournament, clawback_id, admin=admin, now=now)
    dual_control.decide(session, clawback, "rejected", person_id=admin.id, now=now)
    _audit(session, clawback, admin, "reject", reason)
    return clawback


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, PrizeClawback, now=now)


def lapse(session: Session, clawback_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, PrizeClawback, clawback_id, now=now)


def _carry_out(
    session: Session, tournament: Tournament, clawback: PrizeClawback, *, actor: str, now: datetime
) -> None:
    barred = _participant(session, tournament, user_id=clawback.user_id)
    transitions.set_status(session, barred, ParticipantStatus.OUT, is_barred=True, eliminated=True)
    state = store.load(session, tournament)
    moved = places.note(session, tournament, state)
    more = moving_up.move_up(session, tournament, state, now=now)
    recovery.lock_money(session, {clawback.user_id, *moving_up.still_owed(session, tournament)})
    free = recovery.free_money(session, user_id=clawback.user_id, now=now)
    taken = min(free, clawback.amount)
    prize_postings.take_back(
        session,
        clawback_id=clawback.id,
        user_id=clawback.user_id,
        taken=taken,
        owed=clawback.amount - taken,
        actor=actor,
    )
    broadcast(session, [clawback.user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
    clawback_notices.taken_back(
        session,
        tournament,
        user_id=clawback.user_id,
        amount=clawback.amount,
        taken=taken,
        clawback_id=clawback.id,
        now=now,
    )
    _tell_of_moving_up(session, tournament, clawback, moved, more, now=now)
    recovery.pass_on(session, tournament, clawback, now=now)
    transitions.announce(session, tournament)


def _tell_of_moving_up(
    session: Session,
    tournament: Tournament,
    clawback: PrizeClawback,
    moved: Mapping[int, Placing],
    more: Mapping[int, Decimal],
    *,
    now: datetime,
) -> None:
    """Notify those whose place or prize is another one now, and nobody else."""
    for one in store.field_of(session, tournament.id):
        if (one.user_id in moved or one.user_id in more) and one.place_first and one.place_last:
            clawback_notices.moved_up(
                session,
                tournament,
                user_id=one.user_id,
                place=(one.place_first, one.place_last),
                more=more.get(one.user_id, Decimal(0)),
                clawback_id=clawback.id,
                now=now,
            )


def _paid_one(session: Session, tournament_id: int) -> Tournament:
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.status not in _PAID:
        raise Conflict(
            ProblemCode.NOT_POSSIBLE,
            "Its prizes are not paid. While it goes on, disqualify the player instead.",
            state=tournament.status,
        )
    if objections.is_open(session, tournament.id):
        raise Conflict(
            ProblemCode.NOT_POSSIBLE,
            "A match of this tournament is being looked at again. Decide that first.",
        )
    return tournament


def _participant(
    session: Session, tournament: Tournament, **who: str | int
) -> TournamentParticipant:
    """Return somebody of the field by `username` or `user_id`; raises NotFound."""
    found = session.scalars(
        select(TournamentParticipant)
        .join(User, User.id == TournamentParticipant.user_id)
        .where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.seed.is_not(None),
            User.is_called(str(who["username"]))
            if "username" in who
            else User.id == who["user_id"],
        )
    ).one_or_none()
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player in this tournament.")
    return found


def _refuse_second(session: Session, tournament: Tournament, user_id: int) -> None:
    standing = session.scalars(
        select(PrizeClawback).where(
            PrizeClawback.tournament_id == tournament.id,
            PrizeClawback.user_id == user_id,
            PrizeClawback.decision.is_(None) | (PrizeClawback.decision == "approved"),
        )
    ).one_or_none()
    if standing is None:
        return
    raise Conflict(
        ProblemCode.RULING_MOVED_ON,
        "This waits for another admin already."
        if standing.decision is None
        else "What they were paid here was taken back already.",
    )


def _lock_open(
    session: Session, tournament: Tournament, clawback_id: int, *, admin: User, now: datetime
) -> PrizeClawback:
    about = PrizeClawback.tournament_id == tournament.id
    return dual_control.lock_open(
        session, PrizeClawback, clawback_id, about, person_id=admin.id, now=now
    )


def _audit(
    session: Session, clawback: PrizeClawback, admin: User, action: str, reason: str
) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=f"tournament.clawback.{action}",
        subject=f"tournament:{clawback.tournament_id}",
        clawback=clawback.id,
        player=clawback.user_id,
        amount=show(clawback.amount),
        reason=reason,
    )
