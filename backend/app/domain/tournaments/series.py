"""A series: one tournament a week, and points by how far somebody came.

Of the latest four events a player's best three count. Who checked in and did not come, or was
barred, scores nothing and uses up one of the three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby

WEEK = timedelta(days=7)
EVENTS = 4
COUNTED = 3
# The last place that is paid so much: of a bracket the round somebody went out in.
_POINTS = ((1, 100), (2, 75), (4, 50), (8, 25), (16, 10))
_LEAST = 5


class Weekday(StrEnum):
    """The days of a week, in the order of their numbers (Monday is 0)."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True)
class Showing:
    """A player in one event. `place` is the last that they share; None if they did not come."""

    event: int
    player: int
    place: int | None
    wins: int = 0

    @property
    def points(self) -> int:
        """What it is worth."""
        return 0 if self.place is None else points_for(self.place)


@dataclass(frozen=True)
class Standing:
    """A player in the series; `first` to `last` is the place, shared by who cannot be told apart.

    `events` are points by event, the latest first; None where they did not take part.
    """

    player: int
    points: int
    wins: int
    events: tuple[int | None, ...]
    first: int
    last: int


def points_for(place: int) -> int:
    """Return the points for a place, that is for the last of those that are shared."""
    return next((points for last, points in _POINTS if place <= last), _LEAST)


def standings(showings: Iterable[Showing], *, events: Sequence[int]) -> list[Standing]:
    """Return the standings over `events`, the latest first; others do not count.

    Equal points: more wins, then more points in the latest event, then in the one before.
    """
    shown: dict[int, dict[int, Showing]] = {}
    for one in showings:
        if one.event in events:
            shown.setdefault(one.player, {})[one.event] = one
    ranks = {player: _rank(of, events) for player, of in shown.items()}
    found: list[Standing] = []
    order = sorted(ranks, key=lambda player: (ranks[player], -player), reverse=True)
    for (points, wins, _), group in groupby(order, key=lambda player: ranks[player]):
        players = list(group)
        first = len(found) + 1
        found += [
            Standing(
                player=player,
                points=points,
                wins=wins,
                events=tuple(
                    shown[player][event].points if event in shown[player] else None
                    for event in events
                ),
                first=first,
                last=first + len(players) - 1,
            )
            for player in players
        ]
    return found


def next_start(after: datetime, *, weekday: int, at: time, zone: tzinfo) -> datetime:
    """Return the first moment after `after` that is `at` on `weekday` (Monday is 0) in `zone`."""
    day = after.astimezone(zone).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    found = _moment(day, at, zone)
    return found if found > after else _moment(day + WEEK, at, zone)


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone)


def _rank(of: dict[int, Showing], events: Sequence[int]) -> tuple[int, int, tuple[int, ...]]:
    absences = sum(one.place is None for one in of.values())
    best = sorted((one.points for one in of.values() if one.place is not None), reverse=True)
    latest = tuple(of[event].points if event in of else 0 for event in events)
    return (
        sum(best[: max(COUNTED - absences, 0)]),
        sum(one.wins for one in of.values()),
        latest,
    )
