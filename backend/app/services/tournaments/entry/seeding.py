"""Close check-in: who is absent goes, checked-in waiters fill seats, and the seeds are frozen."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.tournaments import seeding as rules
from app.domain.tournaments.lifecycle import (
    Absence,
    ParticipantStatus,
    Seeding,
    TournamentStatus,
)
from app.domain.tournaments.reasons import Why
from app.domain.tournaments.seeding import Entrant
from app.models.tournament import Tournament, TournamentParticipant
from app.models.user import PlayerStats
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.ratings import player_stats
from app.services.tournaments import cancellation, notices, suspended, transitions
from app.services.tournaments.entry import eligibility, registration, waiting_list
from app.services.tournaments.series import points


def close_check_in(session: Session, tournament: Tournament, *, now: datetime) -> None:
    """End the check-in of a locked tournament: seed its field, or cancel it for want of players.

    While tournaments are switched off nothing happens, and check-in stays open. Below the minimum
    everybody who paid gets everything back, absentees included: nothing was played.
    """
    if not switches.is_on(session, name=SwitchName.TOURNAMENTS):
        return
    _expel_barred(session, tournament, now=now)
    absent = _with_status(session, tournament, ParticipantStatus.REGISTERED)
    tournament.current_participants -= len(absent)  # their seats are free; their money waits
    waiting_list.promote(session, tournament, now=now, only_checked_in=True)
    field = _with_status(session, tournament, ParticipantStatus.CHECKED_IN)
    if len(field) < tournament.min_participants:
        tournament.current_participants += len(absent)
        cancellation.cancel_for_want_of_players(session, tournament, now=now)
        return
    _send_away(session, tournament, absent, now=now)
    _freeze(session, tournament, field, now=now)


def _expel_barred(session: Session, tournament: Tournament, *, now: datetime) -> None:
    entrants = [
        one
        for status in (ParticipantStatus.REGISTERED, ParticipantStatus.CHECKED_IN)
        for one in _with_status(session, tournament, status)
    ]
    user_ids = [one.user_id for one in entrants]
    barred = {
        *suspended.suspended_participants(session, tournament_id=tournament.id, now=now),
        *eligibility.second_accounts(session, tournament, user_ids=user_ids, now=now),
    }
    for one in entrants:
        if one.user_id in barred:
            registration.expel(session, tournament, one, why=Why.SUSPENDED, actor="system", now=now)


def _send_away(
    session: Session,
    tournament: Tournament,
    absent: Sequence[TournamentParticipant],
    *,
    now: datetime,
) -> None:
    """Apply the published rule to absentees, and end the waiting list."""
    for one in absent:
        is_refunded = tournament.absence == Absence.REFUND
        if is_refunded:
            registration.refund(session, tournament, user_id=one.user_id, actor="system", now=now)
        transitions.set_status(session, one, ParticipantStatus.ABSENT, withdrawn_at=now)
        notices.refunded(
            session,
            tournament,
            user_id=one.user_id,
            amount=tournament.entry_fee if is_refunded else Decimal(0),
            why=Why.ABSENT,
            now=now,
        )
    for one in _with_status(session, tournament, ParticipantStatus.WAITING):
        transitions.set_status(
            session,
            one,
            ParticipantStatus.LEFT,
            withdrawn_at=now,
            withdrawn_reason=registration.NO_SEAT,
        )


def _freeze(
    session: Session,
    tournament: Tournament,
    field: Sequence[TournamentParticipant],
    *,
    now: datetime,
) -> None:
    entrants = _entrants(session, tournament, field, now=now)
    order = _order(tournament, entrants)
    strength = {one.player: one for one in entrants}
    session.flush()
    for seed, user_id in enumerate(order, 1):
        session.execute(
            update(TournamentParticipant)
            .where(
                TournamentParticipant.tournament_id == tournament.id,
                TournamentParticipant.user_id == user_id,
            )
            .values(
                seed=seed,
                rating=strength[user_id].rating,
                deviation=strength[user_id].deviation,
                status=ParticipantStatus.PLAYING,
            )
            .execution_options(synchronize_session=False)
        )
    session.expire_all()
    transitions.transition(session, tournament, TournamentStatus.SEEDED, actor="system", due_at=now)
    transitions.announce(session, tournament)


def _entrants(
    session: Session,
    tournament: Tournament,
    field: Sequence[TournamentParticipant],
    *,
    now: datetime,
) -> list[Entrant]:
    of_series: dict[int, int] = {}
    if tournament.seeding == Seeding.POINTS and tournament.series_id is not None:
        players = [one.user_id for one in field]
        of_series = points.points_of(session, series_id=tournament.series_id, user_ids=players)
    rows = session.scalars(
        select(PlayerStats).where(PlayerStats.user_id.in_([one.user_id for one in field]))
    )
    ratings = {row.user_id: player_stats.rating_of(row, now=now) for row in rows}
    return [
        Entrant(
            player=one.user_id,
            registered_at=one.joined_at,
            rating=ratings[one.user_id].rating,
            deviation=ratings[one.user_id].deviation,
            points=of_series.get(one.user_id, 0),
        )
        for one in field
    ]


def _order(tournament: Tournament, entrants: Sequence[Entrant]) -> tuple[int, ...]:
    """Return the players in order of seeds; whom staff did not place stands behind, by rating."""
    by_rating = rules.by_rating(entrants)
    if tournament.seeding == Seeding.LOT:
        return rules.by_lot(
            entrants,
            tournament_id=tournament.id,
            secret=tournament.lot_secret or b"",
            commitment=tournament.lot_commitment or "",
        )
    if tournament.seeding == Seeding.MANUAL:
        placed = [one for one in dict.fromkeys(tournament.manual_order) if one in by_rating]
        return rules.by_hand(entrants, [*placed, *(one for one in by_rating if one not in placed)])
    if tournament.seeding == Seeding.POINTS:
        return rules.by_points(entrants)
    return by_rating


def _with_status(
    session: Session, tournament: Tournament, status: ParticipantStatus
) -> list[TournamentParticipant]:
    return list(
        session.scalars(
            select(TournamentParticipant)
            .where(
                TournamentParticipant.tournament_id == tournament.id,
                TournamentParticipant.status == status,
            )
            .order_by(TournamentParticipant.joined_at, TournamentParticipant.id)
        )
    )
