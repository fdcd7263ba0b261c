"""Tournaments and their money, taken from state to state as the services of tournaments do it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.tournaments.lifecycle import ParticipantStatus, TournamentStatus
from app.models.tournament import (
    Tournament,
    TournamentEntry,
    TournamentParticipant,
)
from app.models.user import User
from app.services.tournaments.money import escrow, sponsor
from app.services.tournaments.money.escrow import Prize
from tests.support.house import pay_capital_in
from tests.support.players import make_player

S = TournamentStatus
_WAY = (S.DRAFT, S.REGISTRATION, S.CHECK_IN, S.SEEDED, S.RUNNING, S.FINALISING)
_WITHOUT_DEADLINE = {S.DRAFT, S.ARCHIVED, S.CANCELLED}


def fund_sponsor(amount: Decimal | int) -> None:
    """Let two admins move money of the house, which pays it in first, to the sponsor."""
    pay_capital_in(amount)
    with transaction() as session:
        seen = sponsor.propose(
            session,
            amount=Decimal(amount),
            reason="For the weekend cup.",
            admin=session.merge(make_player(role="admin")),
            now=utc_now(),
        )
    with transaction() as session:
        sponsor.approve(
            session,
            funding_id=seen.funding.id,
            admin=session.merge(make_player(role="admin")),
            reason="It was agreed.",
            now=utc_now(),
        )


def make_tournament(
    *,
    fee: tuple[str, str] = ("90", "10"),
    guarantee: Decimal | int = 0,
    status: TournamentStatus = S.REGISTRATION,
    **terms: Any,
) -> int:
    """Write a tournament whose `fee` is its prize part and house part; return its id."""
    prize_part, house_part = Decimal(fee[0]), Decimal(fee[1])
    starts_at = utc_now() + timedelta(days=1)
    with transaction() as session:
        row = Tournament(
            **{
                "name": "Saturday Cup",
                "format": "single_elimination",
                "title": "mw",
                "mode": "gunfight",
                "platform": "acti",
                "entry_fee": prize_part + house_part,
                "prize_part": prize_part,
                "house_part": house_part,
                "guarantee": Decimal(guarantee),
                "prize_split": [7000, 2000, 1000],
                "min_participants": 2,
                "max_participants": 64,
                "check_in_opens_at": starts_at - timedelta(hours=1),
                "start_date": starts_at,
            }
            | terms
        )
        session.add(row)
    walk(row.id, status)
    return row.id


def walk(tournament_id: int, to: TournamentStatus) -> None:
    """Take a tournament on its way as far as `to`, each state in a transaction of its own."""
    with transaction() as session:
        here = TournamentStatus(session.get_one(Tournament, tournament_id).status)
    for status in _WAY[_WAY.index(here) + 1 : _WAY.index(to) + 1]:
        with transaction() as session:
            tournament = session.get_one(Tournament, tournament_id)
            if status is S.REGISTRATION:
                escrow.reserve_guarantee(session, tournament, actor="system")
            set_status(session, tournament, status)


def set_status(session: Any, tournament: Tournament, status: TournamentStatus) -> None:
    """Write a status with what belongs to it."""
    now = utc_now()
    ends = status in {S.PAID, S.CANCELLED}
    tournament.status = status
    tournament.due_at = None if status in _WITHOUT_DEADLINE else now
    tournament.closed_at = now if ends else None
    session.flush()


def enter(tournament_id: int, user: User) -> int:
    """Let a player join, with the fee held; return the id of their entry."""
    with transaction() as session:
        tournament = session.get_one(Tournament, tournament_id)
        known = session.execute(
            select(TournamentParticipant.id).where(
                TournamentParticipant.tournament_id == tournament_id,
                TournamentParticipant.user_id == user.id,
            )
        )
        if known.first() is None:
            session.add(
                TournamentParticipant(
                    tournament_id=tournament_id,
                    user_id=user.id,
                    status=ParticipantStatus.REGISTERED,
                )
            )
        return escrow.hold_entry(session, tournament, user_id=user.id, now=utc_now())


def mark(tournament_id: int, user: User, status: ParticipantStatus) -> None:
    """Give a participant another status."""
    with transaction() as session:
        session.execute(
            update(TournamentParticipant)
            .where(
                TournamentParticipant.tournament_id == tournament_id,
                TournamentParticipant.user_id == user.id,
            )
            .values(status=status)
        )


def refund(entry_id: int, *, actor: str) -> bool:
    """Give one fee back."""
    with transaction() as session:
        return escrow.refund_entry(session, entry_id=entry_id, actor=actor, now=utc_now())


def cancel(tournament_id: int, *, actor: str = "system") -> int:
    """Cancel a tournament; return how many fees went back."""
    with transaction() as session:
        tournament = session.get_one(Tournament, tournament_id)
        refunded = escrow.refund_all(session, tournament, actor=actor, now=utc_now())
        escrow.release_guarantee(session, tournament, actor=actor)
        set_status(session, tournament, S.CANCELLED)
    return refunded


def pay(tournament_id: int, prizes: Sequence[Prize]) -> bool:
    """Pay the prizes of a tournament that is finalising."""
    with transaction() as session:
        tournament = session.get_one(Tournament, tournament_id)
        paid = escrow.pay_prizes(session, tournament, prizes=prizes, actor="system", now=utc_now())
        if paid:
            set_status(session, tournament, S.PAID)
    return paid


def in_order(amounts: dict[int, Decimal]) -> list[Prize]:
    """Return prizes of these amounts (KES) by user id, the first place first."""
    return [
        Prize(user_id, place, place, amount)
        for place, (user_id, amount) in enumerate(amounts.items(), start=1)
    ]


def entries_of(tournament_id: int) -> dict[int, str]:
    """Return the states of all entries by id."""
    with transaction() as session:
        rows = session.execute(
            select(TournamentEntry.id, TournamentEntry.state).where(
                TournamentEntry.tournament_id == tournament_id
            )
        )
        return {row.id: row.state for row in rows}
