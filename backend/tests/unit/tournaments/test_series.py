"""tournaments.md §5 (points of a series) and §1.1, case 24 (when it starts)."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tournaments.series import NAIROBI, Appearance, Weekly, points_for, standings

SATURDAY, SUNDAY = 5, 6


def table(*appearances: Appearance) -> list[tuple[int, int, int]]:
    """Return (first place, player, points) of each, best first."""
    return [(at.first, one.player, one.points) for one, at in standings(appearances)]


@pytest.mark.parametrize(
    ("weekday", "at", "start"),
    [
        (SATURDAY, time(20), datetime(2026, 12, 5, 17, tzinfo=UTC)),
        (SUNDAY, time(0, 30), datetime(2026, 12, 5, 21, 30, tzinfo=UTC)),
    ],
)
def test_case_1_1_24_a_weekly_start_is_by_the_clock_of_nairobi(
    weekday: int, at: time, start: datetime
) -> None:
    rule = Weekly(weekday, at)
    assert rule.next_start(datetime(2026, 12, 1, 9, tzinfo=UTC)) == start
    assert rule.next_start(start - timedelta(seconds=1)) == start
    assert rule.next_start(start) == start + timedelta(weeks=1)
    assert rule.next_start(start).tzinfo is UTC


def test_case_1_1_24_the_day_is_that_of_nairobi_though_it_is_yesterday_in_utc() -> None:
    late = datetime(2026, 12, 5, 21, 15, tzinfo=UTC)  # 00:15 on Sunday in Nairobi
    assert Weekly(SUNDAY, time(0, 30)).next_start(late) == late + timedelta(minutes=15)
    assert Weekly(SATURDAY, time(20)).next_start(late) == datetime(2026, 12, 12, 17, tzinfo=UTC)


@given(
    st.integers(0, 6),
    st.times(),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.integers(-12, 14),
)
def test_case_1_1_24_it_does_not_hang_on_the_zone_of_the_server(
    weekday: int, at: time, naive: datetime, offset: int
) -> None:
    rule, moment = Weekly(weekday, at), naive.replace(tzinfo=UTC)
    start = rule.next_start(moment)
    assert timedelta(0) < start - moment <= timedelta(weeks=1)
    assert start == rule.next_start(moment.astimezone(timezone(timedelta(hours=offset))))
    there = start.astimezone(NAIROBI)
    assert (there.weekday(), there.time()) == (weekday, at)
    assert rule.next_start(start) == start + timedelta(weeks=1)


def test_points_are_by_the_round_that_was_reached() -> None:
    found = {place: points_for(place) for place in (1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 1024)}
    assert list(found.values()) == [100, 75, 50, 50, 25, 25, 10, 10, 5, 5, 5]


def test_the_best_three_of_four_weeks_count() -> None:
    weeks = [Appearance(7, week, place) for week, place in enumerate((5, 1, 3, 2), 1)]
    assert table(*weeks) == [(1, 7, 100 + 75 + 50)]
    fifth = Appearance(7, 5, 17)
    assert table(*weeks, fifth) == [(1, 7, 100 + 75 + 50)], "the first week is over"
    sixth = Appearance(7, 6, 17)
    assert table(*weeks, fifth, sixth) == [(1, 7, 75 + 50 + 5)], "and now the second"


def test_who_checked_in_and_did_not_come_uses_up_one_of_the_weeks_that_count() -> None:
    missed = [Appearance(1, 1, 1), Appearance(1, 2, 1), Appearance(1, 3, 1), Appearance(1, 4, None)]
    away = [Appearance(2, 1, 2), Appearance(2, 2, 2), Appearance(2, 3, 2)]
    assert table(*missed, *away) == [(1, 2, 225), (2, 1, 200)]
    never = [Appearance(3, week, None) for week in range(1, 5)]
    assert table(*never) == [(1, 3, 0)]


def test_equal_points_are_told_apart_by_wins_and_then_by_the_latest_week() -> None:
    early = [Appearance(1, 1, 1, wins=4), Appearance(1, 2, 3, wins=2)]
    late = [Appearance(2, 1, 3, wins=2), Appearance(2, 2, 1, wins=4)]
    assert table(*early, *late) == [(1, 2, 150), (2, 1, 150)]
    more = [Appearance(3, 1, 1, wins=5), Appearance(3, 2, 3, wins=2)]
    assert table(*early, *late, *more) == [(1, 3, 150), (2, 2, 150), (3, 1, 150)]


def test_who_is_equal_in_everything_shares_the_place() -> None:
    semi_finals = [Appearance(player, 1, 3, wins=2) for player in (9, 4)]
    assert table(*semi_finals, Appearance(5, 1, 1, wins=4)) == [(1, 5, 100), (2, 4, 50), (2, 9, 50)]
    assert standings([]) == ()
