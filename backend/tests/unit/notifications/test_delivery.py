"""Nobody is woken for what can wait, and tries spread out."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.notifications.delivery import QuietHours, pause_after
from app.domain.notifications.kinds import Group, Kind, policy_of

NIGHT = QuietHours(time(21), time(7), ZoneInfo("Africa/Nairobi"))


def nairobi(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=ZoneInfo("Africa/Nairobi"))


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (nairobi(20, 59), None),
        (nairobi(21), nairobi(7, day=4)),
        (nairobi(23, 30), nairobi(7, day=4)),
        (nairobi(0, 30), nairobi(7)),
        (nairobi(6, 59), nairobi(7)),
        (nairobi(7), None),
        (nairobi(12), None),
    ],
)
def test_the_night_is_over_midnight_and_by_the_clock_in_nairobi(
    moment: datetime, end: datetime | None
) -> None:
    assert NIGHT.end_after(moment.astimezone(UTC)) == end


def test_a_night_of_no_hours_is_no_night() -> None:
    assert QuietHours(time(7), time(7), UTC).end_after(nairobi(7)) is None


def test_a_siesta_is_within_a_day() -> None:
    siesta = QuietHours(time(13), time(15), ZoneInfo("Africa/Nairobi"))
    assert siesta.end_after(nairobi(14)) == nairobi(15)
    assert siesta.end_after(nairobi(16)) is None


def test_matches_and_money_do_not_wait_for_the_morning() -> None:
    for kind in Kind:
        policy = policy_of(kind)
        assert policy.wakes == (policy.group in {Group.MATCH, Group.TOURNAMENT, Group.MONEY})


def test_the_pause_between_tries_is_random_below_a_bound_that_doubles() -> None:
    bounds = [pause_after(attempts, share=1) for attempts in range(1, 6)]
    assert bounds == [timedelta(seconds=seconds) for seconds in (4, 8, 16, 32, 64)]
    assert pause_after(3, share=0.25) == timedelta(seconds=4)
    assert pause_after(1, share=0) == timedelta(0)
    assert pause_after(10_000, share=1) == timedelta(minutes=5)
