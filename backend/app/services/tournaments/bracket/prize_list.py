"""Who is paid what by the places of a tournament in which nothing is left to be played."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.tournaments import prizes
from app.domain.tournaments.finish import prize_groups
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import placings_of
from app.models.tournament import Tournament
from app.services.matchmaking import eligibility
from app.services.tournaments.bracket import store
from app.services.tournaments.money import escrow


def groups_of(
    session: Session, tournament: Tournament, state: State, *, now: datetime
) -> list[tuple[int, ...]]:
    """Return who may be paid, in groups of equals; none if nobody has played a match to its end.

    Whoever was barred, or may not play any more, falls out, and those below move up.
    """
    return prize_groups(state, barred=_barred(session, tournament, now=now))


def prizes_of(
    session: Session, tournament: Tournament, groups: Sequence[tuple[int, ...]]
) -> list[escrow.Prize]:
    """Return the prizes (KES) of these groups, best first; places worth nothing are left out."""
    amounts = prizes.shares(escrow.pool(session, tournament), tournament.prize_split, groups)
    places = {one.player: one for one in placings_of(groups)}
    return [
        escrow.Prize(player, places[player].first, places[player].last, amount)
        for player, amount in amounts.items()
    ]


def _barred(session: Session, tournament: Tournament, *, now: datetime) -> frozenset[int]:
    field = store.field_of(session, tournament.id)
    return frozenset(
        one.user_id
        for one in field
        if one.is_barred or not eligibility.all_may_play(session, [one.user_id], now=now)
    )
