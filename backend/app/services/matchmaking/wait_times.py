"""Expected waiting time: how long players of the same game had to wait lately, or nothing.

Of each match the longer wait counts, because the other player joined later and found them at once:
it is the wait of somebody who finds nobody there. A search that ended without an opponent, and one
that goes on, count for as long as they lasted: they say that it takes longer than that. What half
and nine tenths of all searches would have waited is estimated from both kinds by the product-limit
rule (Kaplan and Meier, 1958; `domain.matchmaking.waits`). Only this game counts, at this stake or
else at stakes of the same class; with fewer than five searches lately nothing is promised.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.ledger.statement import MovementReason
from app.domain.matchmaking.waits import ENOUGH, Search, percentiles, stake_class
from app.models.match import Match, MatchmakingQueue
from app.models.matchmaking import AbandonedSearch

_HISTORY = 100  # searches of each kind that are looked at
_RECENT = timedelta(days=7)
_NEWS = timedelta(hours=1)


@dataclass(frozen=True)
class ExpectedWait:
    """Half wait at most `p50` seconds and nine of ten `p90`; None where too many gave up to know.

    `searches` were looked at, of which `found` somebody. `basis` says how like they were: for this
    `stake`, or for one of the same class (`stakes`).
    """

    p50: int | None
    p90: int | None
    searches: int
    found: int
    basis: str


@dataclass(frozen=True)
class EndedSearch:
    """A search that ended without its player: why, and the stake (KES) that is back."""

    reason: str
    wager_amount: Decimal
    ended_at: datetime


@dataclass(frozen=True)
class Game:
    """What two must have in common."""

    title: str
    mode: str
    platform: str


def expected_wait(
    session: Session,
    *,
    stakes: Collection[Decimal],
    tiers: Sequence[Decimal],
    game: Game,
    now: datetime,
) -> ExpectedWait | None:
    """Return how long players for one of `stakes` (KES) had to wait; None if unknown."""
    for basis, which in (("stake", set(stakes)), ("stakes", stake_class(max(stakes), tiers))):
        searches = _searches(session, which, game, now=now)
        if len(searches) >= ENOUGH:
            p50, p90 = percentiles(searches, (0.5, 0.9))
            found = sum(one.found for one in searches)
            return ExpectedWait(p50=p50, p90=p90, searches=len(searches), found=found, basis=basis)
    return None


def find_ended(session: Session, *, user_id: int, now: datetime) -> EndedSearch | None:
    """Return a player's last search, if we ended it within the hour; their page should say so."""
    last = session.scalars(
        select(AbandonedSearch)
        .where(AbandonedSearch.user_id == user_id)
        .order_by(AbandonedSearch.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.reason == MovementReason.LEFT or last.ended_at < now - _NEWS:
        return None
    return EndedSearch(last.reason, last.wager_amount, last.ended_at)


def record_abandoned(
    session: Session, ticket: MatchmakingQueue, *, reason: str, now: datetime
) -> None:
    """Record that a search ends without an opponent."""
    session.add(
        AbandonedSearch(
            user_id=ticket.user_id,
            wager_amount=ticket.wager_amount,
            title=ticket.title,
            mode=ticket.mode,
            platform=ticket.platform,
            waited=_seconds(ticket, now),
            reason=reason,
            ended_at=now,
        )
    )


def _searches(
    session: Session, stakes: Collection[Decimal], game: Game, *, now: datetime
) -> list[Search]:
    def same(
        table: type[Match | AbandonedSearch | MatchmakingQueue],
    ) -> tuple[ColumnElement[bool], ...]:
        return (
            table.wager_amount.in_(stakes),
            table.title == game.title,
            table.mode == game.mode,
            table.platform == game.platform,
        )

    found = session.scalars(
        select(func.greatest(Match.player1_waited, Match.player2_waited))
        .where(*same(Match), Match.origin == "queue", Match.created_at > now - _RECENT)
        .order_by(Match.id.desc())
        .limit(_HISTORY)
    )
    given_up = session.scalars(
        select(AbandonedSearch.waited)
        .where(*same(AbandonedSearch), AbandonedSearch.ended_at > now - _RECENT)
        .order_by(AbandonedSearch.id.desc())
        .limit(_HISTORY)
    )
    going_on = session.scalars(
        select(MatchmakingQueue)
        .where(
            *same(MatchmakingQueue),
            MatchmakingQueue.match_id.is_(None),
            MatchmakingQueue.challenge_id.is_(None),
        )
        .limit(_HISTORY)
    )
    return [
        *(Search(seconds, found=True) for seconds in found),
        *(Search(seconds, found=False) for seconds in given_up),
        *(Search(_seconds(ticket, now), found=False) for ticket in going_on),
    ]


def _seconds(ticket: MatchmakingQueue, now: datetime) -> int:
    return max(0, int((now - ticket.created_at).total_seconds()))
