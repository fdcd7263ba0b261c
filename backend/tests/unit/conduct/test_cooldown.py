"""Missing a match: a warning, ten minutes, half an hour; and an hour of reliability makes good."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.conduct.cooldown import CooldownPolicy, cooldown_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = CooldownPolicy(
    steps=(timedelta(0), timedelta(minutes=10), timedelta(minutes=30)),
    forgotten_after=timedelta(hours=1),
)
moments = st.lists(st.integers(-10_000, 0).map(lambda s: NOON + timedelta(seconds=s)), max_size=6)


def minutes(*ago: int) -> list[datetime]:
    return [NOON - timedelta(minutes=number) for number in ago]


def test_a_clean_slate_has_no_standing() -> None:
    assert cooldown_at([], policy=POLICY, now=NOON) is None
    assert cooldown_at(minutes(60), policy=POLICY, now=NOON) is None


def test_the_first_is_a_warning_the_second_ten_minutes_and_the_third_half_an_hour() -> None:
    for missed, pause in ((minutes(0), 0), (minutes(5, 0), 10), (minutes(9, 5, 0), 30)):
        found = cooldown_at(missed, policy=POLICY, now=NOON)
        assert found is not None
        assert found.missed == len(missed)
        assert found.until == (NOON + timedelta(minutes=pause) if pause else None)
        assert found.forgotten_at == NOON + timedelta(hours=1)
    fourth = cooldown_at(minutes(9, 8, 5, 0), policy=POLICY, now=NOON)
    assert fourth is not None
    assert fourth.until == NOON + timedelta(minutes=30)


def test_a_missed_match_is_forgotten_an_hour_later() -> None:
    found = cooldown_at(minutes(80, 5), policy=POLICY, now=NOON)
    assert found is not None
    assert (found.missed, found.until) == (1, None)


def test_a_pause_that_is_served_leaves_a_warning_until_the_hour_is_over() -> None:
    found = cooldown_at(minutes(25, 20), policy=POLICY, now=NOON)
    assert found is not None
    assert (found.missed, found.until) == (2, None)


@given(moments, st.integers(0, 8_000))
def test_time_alone_never_makes_a_pause_longer(missed: list[datetime], later: int) -> None:
    now = cooldown_at(missed, policy=POLICY, now=NOON)
    then = cooldown_at(missed, policy=POLICY, now=NOON + timedelta(seconds=later))
    if then is not None and then.until is not None:
        assert now is not None
        assert now.until == then.until
    if now is None:
        assert then is None


@given(moments)
@example([*minutes(60, 60), NOON - timedelta(seconds=1)])  # the third of an hour, then one more
def test_another_missed_match_never_makes_it_better(missed: list[datetime]) -> None:
    before = cooldown_at(missed, policy=POLICY, now=NOON)
    after = cooldown_at([*missed, NOON], policy=POLICY, now=NOON)
    assert after is not None
    assert (after.until or NOON) >= ((before and before.until) or NOON)
