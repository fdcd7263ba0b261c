"""How long a player waits for the next SMS."""

from datetime import UTC, datetime, timedelta

from app.domain.auth.otp_pacing import Pace, seconds_to_wait

PACE = Pace(gap_seconds=60, an_hour=3, a_day=8)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def test_the_first_goes_at_once() -> None:
    assert seconds_to_wait([], pace=PACE, now=NOW) == 0


def test_the_second_waits_for_a_minute() -> None:
    assert seconds_to_wait([ago(seconds=20)], pace=PACE, now=NOW) == 40
    assert seconds_to_wait([ago(seconds=60)], pace=PACE, now=NOW) == 0


def test_the_fourth_waits_until_the_first_is_an_hour_old() -> None:
    sent = [ago(minutes=5), ago(minutes=50), ago(minutes=20)]
    assert seconds_to_wait(sent, pace=PACE, now=NOW) == 600


def test_the_ninth_waits_until_the_first_is_a_day_old() -> None:
    sent = [ago(hours=23 - 2 * n) for n in range(8)]
    assert seconds_to_wait(sent, pace=PACE, now=NOW) == 3600


def test_the_longest_of_all_waits_counts() -> None:
    sent = [ago(seconds=30), ago(minutes=20), ago(minutes=40)]
    assert seconds_to_wait(sent, pace=PACE, now=NOW) == 1200
