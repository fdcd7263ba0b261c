"""Places in tournaments that have not begun, given back because their player excluded themselves.

It counts as no leave of the week. The caller locks all these tournaments first, in ascending id,
before any wallet; so seats are not offered to the waiting list here, which locks other wallets.
`waiting_list.fill` does that when the next one joins, and check-in when it opens.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.ledger import movement_reasons
from app.domain.tournaments.lifecycle import BEFORE_SEEDS, ParticipantStatus
from app.models.tournament import Tournament, TournamentParticipant
from app.services.tournaments import transitions
from app.services.tournaments.entry import registration


def open_places(session: Session, *, user_id: int) -> list[int]:
    """Return the ids of the tournaments in which a player has a place that can be given back."""
    found = session.scalars(
        select(Tournament.id)
        .join(TournamentParticipant, TournamentParticipant.tournament_id == Tournament.id)
        .where(
            TournamentParticipant.user_id == user_id,
            TournamentParticipant.status.in_(registration.IN),
            Tournament.status.in_(BEFORE_SEEDS),
        )
        .order_by(Tournament.id)
    )
    return list(found)


def lock(session: Session, *, tournament_ids: list[int]) -> None:
    """Lock tournaments, in the order given."""
    for tournament_id in tournament_ids:
        transitions.lock(session, tournament_id=tournament_id)


def give_back(session: Session, *, tournament_id: int, user_id: int, now: datetime) -> bool:
    """Give a place back with its whole fee; False without one, and once check-in has closed."""
    tournament = transitions.lock(session, tournament_id=tournament_id)
    mine = registration.participant_of(session, tournament, user_id=user_id)
    if mine is None or mine.status not in registration.IN or tournament.status not in BEFORE_SEEDS:
        return False
    registration.give_up(
        session,
        tournament,
        mine,
        to=ParticipantStatus.LEFT,
        reason=registration.LEFT,
        actor=movement_reasons.by_player(user_id),
        now=now,
    )
    transitions.announce(session, tournament)
    return True
