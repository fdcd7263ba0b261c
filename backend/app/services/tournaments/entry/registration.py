"""Take a seat and give it back, under the lock of the tournament's row.

A seat is counted in `current_participants` and its fee is held, from joining on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed, NotFound, Refusal
from app.domain.ledger import movement_reasons
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import (
    BEFORE_SEEDS,
    SEATED,
    EntryState,
    ParticipantStatus,
    TournamentStatus,
)
from app.domain.tournaments.reasons import Why
from app.models.tournament import Tournament, TournamentEntry, TournamentParticipant
from app.models.user import User
from app.services.payments import pace, payout_holds
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.tournaments import drop_outs, notices, transitions
from app.services.tournaments.entry import eligibility, waiting_list
from app.services.tournaments.money import escrow

IN = SEATED | {ParticipantStatus.WAITING}
LEFT, NO_SEAT = "left", "no_seat"


def join(session: Session, *, tournament_id: int, user_id: int, now: datetime) -> None:
    """Give a player a seat with the fee held, or a place on the waiting list without one.

    Seats that are free have been offered to the waiting list before (`waiting_list.fill`).
    Raises Conflict while nobody can join, who is in it already, and where the waiting list is as
    long as the field; the refusals of `eligibility.require_may_join`; and InsufficientBalance.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    # Without a fee nothing else is locked that a break from play locks, too.
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    mine = participant_of(session, tournament, user_id=user_id)
    reason = refusal_of_state(session, tournament, mine)
    if reason is not None:
        raise reason
    eligibility.require_may_join(session, tournament, user_id=user_id, now=now)
    if tournament.current_participants < tournament.max_participants:
        _enter(session, tournament, user_id, ParticipantStatus.REGISTERED, now=now)
        escrow.hold_entry(session, tournament, user_id=user_id, now=now)
        payout_holds.refuse_staking(session, user_id=user_id, now=now)
        stake = pace.Movement.STAKE
        pace.refuse_haste(session, stake, user_id=user_id, now=now, is_counted=True)
        tournament.current_participants += 1
    elif len(waiting_list.waiting(session, tournament)) < tournament.max_participants:
        _enter(session, tournament, user_id, ParticipantStatus.WAITING, now=now)
    else:
        raise Conflict(
            ProblemCode.TOURNAMENT_FULL, "Every seat is taken, and the waiting list is full."
        )
    transitions.announce(session, tournament)


def leave(session: Session, *, tournament_id: int, user_id: int, now: datetime) -> None:
    """Give a seat or a place on the waiting list back; the whole fee is back in the wallet.

    Who leaves because the start was moved has not used up one of their leaves of the week. Once it
    runs this is dropping out: their matches go to the others, and the fee stays. Raises Conflict
    between the two, with the `state`, and without a place to give back.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    mine = participant_of(session, tournament, user_id=user_id)
    if mine is None or mine.status not in IN:
        raise not_joined()
    if tournament.status == TournamentStatus.RUNNING:
        actor = movement_reasons.by_player(user_id)
        drop_outs.withdraw(session, tournament, user_id=user_id, reason=LEFT, actor=actor, now=now)
        return
    if tournament.status not in BEFORE_SEEDS:
        raise begun(tournament)
    was_seated = mine.status in SEATED
    was_moved = was_seated and _was_moved(session, tournament, user_id=user_id)
    actor = movement_reasons.by_player(user_id)
    give_up(
        session,
        tournament,
        mine,
        to=ParticipantStatus.LEFT,
        reason=LEFT,
        actor=f"{actor}:{movement_reasons.MOVED}" if was_moved else actor,
        now=now,
    )
    if was_seated:
        if not was_moved:
            mine.left_at = [*mine.left_at, now]
        waiting_list.promote(session, tournament, now=now)
    transitions.announce(session, tournament)


def remove(
    session: Session, *, tournament_id: int, username: str, actor: str, now: datetime
) -> None:
    """Take a player out before check-in closes, with the whole fee; they cannot come back.

    Raises Conflict for a name that is not in it, and once check-in has closed.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    user_id = session.scalars(select(User.id).where(User.is_called(username))).one_or_none()
    mine = user_id and participant_of(session, tournament, user_id=user_id)
    if not mine or mine.status not in IN:
        raise Conflict(ProblemCode.NOT_JOINED, "Nobody of this name is in it.")
    if tournament.status not in BEFORE_SEEDS:
        raise begun(tournament)
    expel(session, tournament, mine, why=Why.STAFF, actor=actor, now=now)
    waiting_list.promote(session, tournament, now=now)
    transitions.announce(session, tournament)


def expel(
    session: Session,
    tournament: Tournament,
    mine: TournamentParticipant,
    *,
    why: Why,
    actor: str,
    now: datetime,
) -> None:
    """Take a participant of a locked tournament out, with the whole fee, and tell them."""
    to = ParticipantStatus.REMOVED
    back = tournament.entry_fee if mine.status in SEATED else Decimal(0)
    give_up(session, tournament, mine, to=to, reason=why.value, actor=actor, now=now)
    notices.removed(session, tournament, user_id=mine.user_id, amount=back, why=why, now=now)


def promote_by_hand(session: Session, *, tournament_id: int, now: datetime) -> list[int]:
    """Fill free seats at once instead of when the next one is given back; return who got one."""
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.status not in BEFORE_SEEDS:
        raise begun(tournament)
    promoted = waiting_list.promote(session, tournament, now=now)
    if promoted:
        transitions.announce(session, tournament)
    return promoted


def participant_of(
    session: Session, tournament: Tournament, *, user_id: int
) -> TournamentParticipant | None:
    """Return a player's one row in a tournament, freshly read."""
    return session.scalars(
        select(TournamentParticipant)
        .where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.user_id == user_id,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def user_ids(
    session: Session, tournament: Tournament, statuses: Collection[ParticipantStatus]
) -> list[int]:
    """Return who is in a tournament with one of these statuses, in order of joining."""
    return list(
        session.scalars(
            select(TournamentParticipant.user_id)
            .where(
                TournamentParticipant.tournament_id == tournament.id,
                TournamentParticipant.status.in_(statuses),
            )
            .order_by(TournamentParticipant.joined_at, TournamentParticipant.id)
        )
    )


def ids_of(session: Session, *, names: Sequence[str]) -> tuple[int, ...]:
    """Return the user ids behind usernames, in their order; raises NotFound for an unknown one."""
    rows = session.execute(select(User.username, User.id).where(User.username.in_(names)))
    found = {username: user_id for username, user_id in rows}  # noqa: C416  # rows are no tuples
    missing = [name for name in names if name not in found]
    if missing:
        raise NotFound(ProblemCode.NOT_FOUND, f"There is no player called {missing[0]}.")
    return tuple(found[name] for name in names)


def refusal_of_state(
    session: Session, tournament: Tournament, mine: TournamentParticipant | None
) -> Refusal | None:
    """Return why nobody can join now, or why who has this row cannot."""
    if mine is not None and mine.status in IN:
        return Conflict(ProblemCode.ALREADY_JOINED, "You are in this tournament already.")
    if tournament.status != TournamentStatus.REGISTRATION:
        return Conflict(
            ProblemCode.TOURNAMENT_NOT_OPEN,
            "Registration for this tournament is closed.",
            state=tournament.status,
        )
    if mine is not None and mine.status == ParticipantStatus.REMOVED:
        return NotAllowed(ProblemCode.NOT_ALLOWED, "Our staff took you out of this tournament.")
    is_on = switches.is_on(session, name=SwitchName.TOURNAMENTS)
    if tournament.paused_at is not None or not is_on:
        return Conflict(ProblemCode.TOURNAMENT_PAUSED, "Tournaments are paused. Try again later.")
    return None


def begun(tournament: Tournament) -> Conflict:
    """Build the refusal of what is possible only until check-in closes."""
    return Conflict(
        ProblemCode.TOURNAMENT_BEGUN,
        "Check-in has closed: the field of this tournament stands.",
        state=tournament.status,
    )


def not_joined() -> Conflict:
    """Build the refusal of who is not in it."""
    return Conflict(ProblemCode.NOT_JOINED, "You are not in this tournament.")


def _enter(
    session: Session,
    tournament: Tournament,
    user_id: int,
    status: ParticipantStatus,
    *,
    now: datetime,
) -> None:
    session.execute(
        insert(TournamentParticipant)
        .values(tournament_id=tournament.id, user_id=user_id, status=status, joined_at=now)
        .on_conflict_do_update(
            index_elements=["tournament_id", "user_id"],
            set_={
                "status": status,
                "checked_in_at": None,
                "withdrawn_at": None,
                "withdrawn_reason": None,
            },
        )
    )


def give_up(
    session: Session,
    tournament: Tournament,
    mine: TournamentParticipant,
    *,
    to: ParticipantStatus,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """Take a participant of a locked tournament out; the fee of a seat goes back."""
    if mine.status in SEATED:
        refund(session, tournament, user_id=mine.user_id, actor=actor, now=now)
        tournament.current_participants -= 1
    transitions.set_status(session, mine, to, withdrawn_at=now, withdrawn_reason=reason)


def _was_moved(session: Session, tournament: Tournament, *, user_id: int) -> bool:
    """Say whether the start was moved since the player took their seat."""
    return tournament.moved_at is not None and bool(
        session.scalar(
            select(TournamentEntry.id).where(
                TournamentEntry.tournament_id == tournament.id,
                TournamentEntry.user_id == user_id,
                TournamentEntry.state == EntryState.HELD,
                TournamentEntry.created_at < tournament.moved_at,
            )
        )
    )


def refund(
    session: Session, tournament: Tournament, *, user_id: int, actor: str, now: datetime
) -> None:
    """Return a player's held fee of this tournament to their wallet, if one is held."""
    entry_id = session.scalars(
        select(TournamentEntry.id).where(
            TournamentEntry.tournament_id == tournament.id,
            TournamentEntry.user_id == user_id,
            TournamentEntry.state == EntryState.HELD,
        )
    ).one_or_none()
    if entry_id is not None:
        escrow.refund_entry(session, entry_id=entry_id, actor=actor, now=now)
