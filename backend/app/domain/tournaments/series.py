"""A series: an event every week, points by the round reached, and when the next one starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.tournaments.vocabulary import Placing, placings_of

NAIROBI = ZoneInfo("Africa/Nairobi")  # UTC+3 without summer time
WEEKS, COUNTED = 4, 3
# For the title, the final, the semi-final, the quarter-final, the round of 16, and all before.
_POINTS = (100, 75, 50, 25, 10, 5)


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
class Weekly:
    """When a series starts each week: a weekday (0 is Monday) and a time, both in Nairobi."""

    weekday: int
    at: time

    def next_start(self, after: datetime) -> datetime:
        """Return the first start behind `after`, in UTC."""
        here = after.astimezone(NAIROBI)
        day = here.date() + timedelta(days=(self.weekday - here.weekday()) % 7)
        start = datetime.combine(day, self.at, NAIROBI)
        if start <= after:
            start += timedelta(weeks=1)
        return start.astimezone(UTC)


@dataclass(frozen=True)
class Appearance:
    """A player in the event of one week; weeks are numbered in order of time.

    `place` is the first of those that they share, None if they did not come after checking in.
    `wins` are matches that were won on the board.
    """

    player: int
    week: int
    place: int | None
    wins: int = 0

    @property
    def points(self) -> int:
        return 0 if self.place is None else points_for(self.place)


@dataclass(frozen=True)
class Standing:
    """What a player has in a series: of the weeks that count, and of the latest one."""

    player: int
    points: int
    wins: int
    latest: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.points, self.wins, self.latest


def points_for(place: int) -> int:
    """Return the points for a place: 100, 75, 50 for 3–4, 25 for 5–8, 10 for 9–16, then 5.

    Who is placed in a table gets what that place gets in a bracket.
    """
    return _POINTS[min((place - 1).bit_length(), len(_POINTS) - 1)]


def standings(appearances: Iterable[Appearance]) -> tuple[tuple[Standing, Placing], ...]:
    """Return everybody with their place, best first; equals stand by their ids.

    The best three of the latest four weeks count. Equal points: more wins in those weeks, then
    more points in the latest week, then the place is shared. Who checked in and did not come has 0
    points for it, and that is one of the three.
    """
    known = list(appearances)
    weeks = sorted({one.week for one in known})[-WEEKS:]
    by_player: dict[int, list[Appearance]] = {}
    for one in known:
        if one.week in weeks:
            by_player.setdefault(one.player, []).append(one)
    found = sorted(
        (_standing(player, own, weeks[-1]) for player, own in by_player.items()),
        key=lambda one: (*(-value for value in one.rank), one.player),
    )
    groups: dict[tuple[int, int, int], list[int]] = {}
    for standing in found:
        groups.setdefault(standing.rank, []).append(standing.player)
    return tuple(zip(found, placings_of(groups.values()), strict=True))


def _standing(player: int, own: list[Appearance], latest: int) -> Standing:
    """Count the missed weeks first, then the best of the others."""
    ordered = sorted(own, key=lambda one: (one.place is None, one.points, one.wins), reverse=True)
    counted = ordered[:COUNTED]
    return Standing(
        player,
        points=sum(one.points for one in counted),
        wins=sum(one.wins for one in counted),
        latest=sum(one.points for one in own if one.week == latest),
    )
