"""The prizes of a tournament as they stand: what was paid, taken back, and is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.tournaments.vocabulary import placings_of
from app.models.prize_clawback import PrizeUpgrade
from app.models.tournament import TournamentParticipant, TournamentPrize
from app.models.user import User
from app.services.tournaments.money import moving_up

_NOTHING = Decimal(0)
_LAST = 2**31


@dataclass(frozen=True)
class PrizePaid:
    """What somebody was paid (KES) for their place, and what is to come of it.

    Whose prize was taken back has no place.
    """

    username: str
    place_first: int | None
    place_last: int | None
    amount: Decimal
    to_come: Decimal = Decimal(0)
    is_taken_back: bool = False


def list_paid(session: Session, *, tournament_id: int) -> list[PrizePaid]:
    """Return who was paid or moved up, the best place first; those who were barred come last."""
    return [one for _, one in _read(session, tournament_id)]


def of_player(session: Session, *, tournament_id: int, user_id: int) -> PrizePaid | None:
    """Return the prize of one player, if they were paid one or moved up."""
    return dict(_read(session, tournament_id)).get(user_id)


def _read(session: Session, tournament_id: int) -> list[tuple[int, PrizePaid]]:
    rows = _rows(session, tournament_id)
    paid = moving_up.paid_upgrades(session, tournament_id) if rows else {}
    groups: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        if not row.is_barred:  # who was paid keeps the order, and who was not comes after them
            order = row.paid_place or _LAST, row.place_first or _LAST
            groups.setdefault(order, []).append(row.user_id)
    places = {one.player: one for one in placings_of(groups[order] for order in sorted(groups))}
    found = []
    for row in rows:
        upgraded, place = paid.get(row.user_id, _NOTHING), places.get(row.user_id)
        shown = PrizePaid(
            username=row.shown_name,
            place_first=place.first if place else None,
            place_last=place.last if place else None,
            amount=(row.amount or _NOTHING) + upgraded if place else _NOTHING,
            to_come=(row.more or _NOTHING) - upgraded if place else _NOTHING,
            is_taken_back=row.is_barred,
        )
        found.append((row.user_id, shown))
    found.sort(key=lambda one: (one[1].place_first or _LAST, -one[1].amount, one[1].username))
    return found


def _rows(session: Session, tournament_id: int) -> Sequence[Any]:
    prize, raised, seat = TournamentPrize, PrizeUpgrade, TournamentParticipant
    return session.execute(
        select(
            seat.user_id,
            seat.is_barred,
            seat.place_first,
            User.shown_name,
            prize.place_first.label("paid_place"),
            prize.amount.label("amount"),
            raised.amount.label("more"),
        )
        .join(User, User.id == seat.user_id)
        .outerjoin(
            prize, (prize.tournament_id == seat.tournament_id) & (prize.user_id == seat.user_id)
        )
        .outerjoin(
            raised, (raised.tournament_id == seat.tournament_id) & (raised.user_id == seat.user_id)
        )
        .where(
            seat.tournament_id == tournament_id,
            prize.user_id.is_not(None) | raised.user_id.is_not(None),
        )
    ).all()
