"""When to look a match up at Activision, and which first (cod-api.md §6)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum

from app.domain.matches.states import MatchStatus
from app.domain.matches.vocabulary import ReportedOutcome

OFFSETS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 10, 15, 20, 30, 45, 60))
JITTER = 0.15  # so that a thousand matches that end together are not looked up together


class Priority(IntEnum):
    """Who is served first while the budget is short."""

    DISPUTED = 0
    CONTRADICTING = 1
    HIGH_STAKE = 2
    ONE_SIDED = 3
    REST = 4


def priority_of(
    status: str, outcomes: Collection[str], *, stake: Decimal, high_stake: Decimal
) -> Priority:
    """Rank a match by what depends on an answer; `outcomes` are each player's latest reports."""
    if status == MatchStatus.DISPUTED:
        return Priority.DISPUTED
    if sorted(outcomes) not in (
        [],
        [ReportedOutcome.LOST, ReportedOutcome.WON],
        [ReportedOutcome.DRAW, ReportedOutcome.DRAW],
    ) and (len(outcomes) > 1):
        return Priority.CONTRADICTING
    if stake >= high_stake:
        return Priority.HIGH_STAKE
    return Priority.ONE_SIDED if outcomes else Priority.REST


def poll_at(
    started_at: datetime, *, attempt: int, scale: float, luck: float = 0.0
) -> datetime | None:
    """Return when to make lookup number `attempt` (from 0); None when that was enough.

    `luck` from -1 to 1 moves it by up to 15 % of its offset; `scale` stretches all of them.
    """
    if not 0 <= attempt < len(OFFSETS):
        return None
    return started_at + OFFSETS[attempt] * scale * (1 + JITTER * max(-1.0, min(1.0, luck)))
