"""What the participants of a tournament are told, each by the function of its event, twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.notifications.kinds import Kind
from app.domain.tournaments.reasons import Why
from app.models.tournament import Tournament
from app.services.tournaments import notices
from app.services.tournaments.money import clawback_notices
from tests.support.factories.base import writing
from tests.support.factories.tournament import TournamentFactory

FEE = Decimal(50)
Told = Callable[..., None]
Event = tuple[Told, dict[str, Any]]


def _of_one(user_id: int, start: datetime) -> dict[Kind, Event]:
    each: dict[str, Any] = {"user_ids": [user_id]}
    one: dict[str, Any] = {"user_id": user_id}
    back = one | {"amount": FEE}
    return {
        Kind.TOURNAMENT_CHECK_IN: (notices.check_in_open, each),
        Kind.TOURNAMENT_CHECK_IN_CLOSING: (notices.check_in_closing, each),
        Kind.TOURNAMENT_PROMOTED: (notices.promoted, one | {"entry_id": 1}),
        Kind.TOURNAMENT_SKIPPED: (notices.skipped, one),
        Kind.TOURNAMENT_MOVED: (
            notices.moved,
            each | {"old": start, "new": start + timedelta(days=1)},
        ),
        Kind.TOURNAMENT_CANCELLED: (notices.cancelled, back | {"why": Why.TOO_FEW}),
        Kind.TOURNAMENT_REFUNDED: (notices.refunded, back | {"why": Why.ABSENT}),
        Kind.TOURNAMENT_REMOVED: (notices.removed, back | {"why": Why.STAFF}),
        Kind.TOURNAMENT_REINSTATED: (notices.reinstated, one),
        Kind.TOURNAMENT_OUT: (notices.out, each | {"place": (5, 8)}),
        Kind.TOURNAMENT_FINISHED: (notices.finished, one | {"place": (3, 4), "prize": None}),
        Kind.TOURNAMENT_PRIZE_DUE: (notices.finished, one | {"place": (1, 1), "prize": FEE}),
        Kind.TOURNAMENT_PRIZE_PAID: (notices.prize_paid, back | {"place": (1, 1)}),
    }


def _of_clawback(user_id: int) -> dict[Kind, Event]:
    one: dict[str, Any] = {"user_id": user_id, "clawback_id": 1}
    up, nothing = one | {"place": (1, 1)}, Decimal(0)
    paid = {"user_id": user_id, "amount": FEE, "payment_id": 1}
    return {
        Kind.TOURNAMENT_PRIZE_TAKEN: (
            clawback_notices.taken_back,
            one | {"amount": FEE, "taken": nothing},
        ),
        Kind.TOURNAMENT_DISQUALIFIED: (
            clawback_notices.taken_back,
            one | {"amount": nothing, "taken": nothing},
        ),
        Kind.TOURNAMENT_MOVED_UP: (clawback_notices.moved_up, up | {"more": nothing}),
        Kind.TOURNAMENT_PRIZE_RAISED: (clawback_notices.moved_up, up | {"more": FEE}),
        Kind.TOURNAMENT_RAISE_PAID: (clawback_notices.upgrade_paid, paid),
    }


def _of_both(player_ids: tuple[int, int], start: datetime) -> dict[Kind, Event]:
    both: dict[str, Any] = {"player_ids": player_ids}
    return {
        Kind.TOURNAMENT_MATCH: (notices.matches_open, {"called": {1: player_ids}, "until": start}),
        Kind.TOURNAMENT_REPLAYED: (notices.replayed, both | {"row_id": 1}),
    }


def tell(kind: Kind, one: int, two: int) -> list[int]:
    """Let the event of `kind` happen twice in one tournament; return the ids of whom it tells."""
    with writing():
        cup = TournamentFactory.create()
    alone = _of_one(one, cup.start_date) | _of_clawback(one)
    alone[Kind.TOURNAMENT_REOPENED] = notices.reopened, {"player_ids": (one, two)}
    together = _of_both((one, two), cup.start_date)
    say, about = (alone | together)[kind]
    for _ in range(2):
        with transaction() as session:
            say(session, session.get_one(Tournament, cup.id), **about, now=utc_now())
    return [one, two] if kind in together else [one]
