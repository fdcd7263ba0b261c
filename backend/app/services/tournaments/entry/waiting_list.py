"""The waiting list: no money is held of it, and its order is that of first joining, for good."""

from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.domain.tournaments.lifecycle import ParticipantStatus, TournamentStatus
from app.models.tournament import Tournament, TournamentParticipant
from app.services.matchmaking.eligibility import all_may_stake
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.protection import staking
from app.services.tournaments import notices, transitions
from app.services.tournaments.entry import eligibility
from app.services.tournaments.money import escrow


def waiting(session: Session, tournament: Tournament) -> list[int]:
    """Return the user ids of the waiting list, the next to get a seat first."""
    return [one.user_id for one in session.scalars(_in_order(tournament))]


def fill(session: Session, *, tournament_id: int, now: datetime) -> None:
    """Give seats that stayed free to who could not pay for one before, and may by now.

    Before somebody new joins, in a transaction of its own: joining may be refused. Nothing is
    locked where there is nothing to do.
    """
    waits = exists().where(
        TournamentParticipant.tournament_id == Tournament.id,
        TournamentParticipant.status == ParticipantStatus.WAITING,
    )
    can_fill = select(Tournament.id).where(
        Tournament.id == tournament_id,
        Tournament.status == TournamentStatus.REGISTRATION,
        Tournament.paused_at.is_(None),
        Tournament.current_participants < Tournament.max_participants,
        waits,
    )
    if session.scalar(can_fill) is None or not switches.is_on(session, name=SwitchName.TOURNAMENTS):
        return
    tournament = transitions.lock(session, tournament_id=tournament_id)
    if tournament.status != TournamentStatus.REGISTRATION:
        return
    if promote(session, tournament, now=now):
        transitions.announce(session, tournament)


def promote(
    session: Session, tournament: Tournament, *, now: datetime, only_checked_in: bool = False
) -> list[int]:
    """Give free seats to the waiting list in order of first joining; return who got one.

    For the automatic and the manual promotion alike, and for who has checked in when check-in
    closes. Who lacks the money, or may not play, is passed over, told, and keeps their place.
    """
    free = tournament.max_participants - tournament.current_participants
    if free <= 0:
        return []
    in_order = _in_order(tournament)
    if only_checked_in:
        in_order = in_order.where(TournamentParticipant.checked_in_at.is_not(None))
    promoted: list[int] = []
    for one in session.scalars(in_order).all():
        if len(promoted) == free:
            break
        if _seat(session, tournament, one, now=now):
            promoted.append(one.user_id)
    return promoted


def _seat(
    session: Session, tournament: Tournament, one: TournamentParticipant, *, now: datetime
) -> bool:
    user_id = one.user_id
    if not all_may_stake(session, [user_id], now=now):
        return False
    if not eligibility.can_pay(session, tournament, user_id=user_id, now=now):
        notices.skipped(session, tournament, user_id=user_id, now=now)
        return False
    # With the wallet locked, neither a break nor a lower limit begins after this.
    if staking.refusal(session, user_id=user_id, stake=tournament.entry_fee, now=now):
        return False
    checked_in = one.checked_in_at is not None
    to = ParticipantStatus.CHECKED_IN if checked_in else ParticipantStatus.REGISTERED
    transitions.set_status(session, one, to)
    entry_id = escrow.hold_entry(session, tournament, user_id=user_id, now=now)
    tournament.current_participants += 1
    notices.promoted(session, tournament, user_id=user_id, entry_id=entry_id, now=now)
    return True


def _in_order(tournament: Tournament) -> Select[TournamentParticipant]:
    return (
        select(TournamentParticipant)
        .where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.status == ParticipantStatus.WAITING,
        )
        .order_by(TournamentParticipant.joined_at, TournamentParticipant.id)
        .execution_options(populate_existing=True)
    )
