"""Whether an open match keeps the event waiting, for staff: on track, behind or overdue."""

from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from app.domain.tournaments.forecast.durations import Draws, Durations

_DRAWS = 1000


class Pace(StrEnum):
    """How an open match stands against what is usual and against its deadline."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    OVERDUE = "overdue"


def usual_length(durations: Durations, factor: float = 1.0) -> timedelta:
    """Return in which time nine of ten matches end, from the opening of their check-in.

    `factor` is by how much play lasts longer at this event (`durations.factor_of`).
    """
    draws = Draws(durations, factor, Random(0))  # noqa: S311 - an estimate hides nothing
    lengths = sorted(draws.whole() for _ in range(_DRAWS))
    return timedelta(minutes=lengths[_DRAWS * 9 // 10])


def pace_of(opened_at: datetime, *, now: datetime, usual: timedelta, deadline: datetime) -> Pace:
    """Return the pace of an open match: overdue after its deadline, however short that is."""
    if now > deadline:
        return Pace.OVERDUE
    return Pace.ON_TRACK if now <= opened_at + usual else Pace.BEHIND
