"""The points of a series, and when its events start."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from app.core.clock import NAIROBI
from app.domain.tournaments.series import Showing, next_start, points_for, standings

EVENTS = (4, 3, 2, 1)  # the latest first


def of(player: int, *places: int | None, wins: int = 0) -> list[Showing]:
    """A player's places in the events, the first event first; 0 where they did not take part."""
    return [
        Showing(event, player, place, wins)
        for event, place in zip((1, 2, 3, 4), places, strict=False)
        if place != 0
    ]


def total(*places: int | None) -> int:
    (one,) = standings(of(1, *places), events=EVENTS)
    return one.points


def test_points_go_by_the_round_somebody_came_to() -> None:
    assert [points_for(place) for place in (1, 2, 3, 4, 8, 16, 32)] == [100, 75, 50, 50, 25, 10, 5]


@pytest.mark.parametrize(
    ("places", "points"),
    [
        ((1, 2, 4, 4), 225),  # the worst of four is left out
        ((1, 1), 200),
        ((1, 0, 0, 1), 200),
        ((1, 1, 1, None), 200),  # an absence is one of the three that count
        ((1, None, None, 1), 100),
        ((None, None, None, 1), 0),
    ],
)
def test_the_best_three_of_four_count_and_an_absence_is_one_of_them(
    places: tuple[int | None, ...], points: int
) -> None:
    assert total(*places) == points


def test_an_event_before_the_latest_four_does_not_count() -> None:
    old = Showing(event=0, player=1, place=1)
    assert standings([old], events=EVENTS) == []


def test_equals_stand_by_wins_then_by_the_latest_event_and_else_share_their_place() -> None:
    showings = [
        *of(1, 1, 2, wins=3),
        *of(2, 2, 1, wins=3),  # the latest went better
        *of(3, 1, 2, wins=4),
        *of(5, 8, 8),
        *of(4, 8, 8),
    ]
    found = standings(showings, events=(2, 1))
    assert [(one.player, one.first, one.last) for one in found] == [
        (3, 1, 1),
        (2, 2, 2),
        (1, 3, 3),
        (4, 4, 5),
        (5, 4, 5),
    ]
    assert found[1].events == (100, 75)


@pytest.mark.parametrize(
    ("after", "weekday", "at", "start"),
    [
        ("2026-12-02T10:00", 5, time(20), "2026-12-05T17:00"),  # Saturday 20:00 in Nairobi
        ("2026-12-05T16:59", 5, time(20), "2026-12-05T17:00"),
        ("2026-12-05T17:00", 5, time(20), "2026-12-12T17:00"),
        ("2026-12-05T10:00", 6, time(0, 30), "2026-12-05T21:30"),  # Sunday there, Saturday in UTC
        ("2026-12-05T22:00", 6, time(0, 30), "2026-12-12T21:30"),
    ],
)
def test_an_event_starts_at_its_hour_in_nairobi(
    after: str, weekday: int, at: time, start: str
) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = next_start(moment, weekday=weekday, at=at, zone=NAIROBI)
    assert found.astimezone(ZoneInfo("UTC")).isoformat() == f"{start}:00+00:00"
