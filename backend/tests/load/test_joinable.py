"""The clock of a waiting player runs only while there is somebody for him."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.joinable import Stay, joinable_since, measure, percentile

TERMS = (100, "mw", "gunfight", "acti")


def stay(
    player: int,
    joined_at: float,
    gone_at: float,
    *,
    match: int | None = None,
    told_at: float | None = None,
    rating: int = 1000,
    listened: bool = True,
) -> Stay:
    return Stay(
        player=player,
        terms=TERMS,
        rating=rating,
        joined_at=joined_at,
        gone_at=gone_at,
        match_id=match,
        told_at=told_at,
        listened=listened,
    )


def test_waiting_alone_is_not_counted() -> None:
    first = stay(1, 0, 60, match=7, told_at=60.2)
    second = stay(2, 60, 60, match=7, told_at=60.1)
    assert measure([first, second]).seconds == pytest.approx([0.2, 0.1])


def test_another_stake_is_nobody() -> None:
    first = stay(1, 0, 60, match=7, told_at=60.2)
    second = stay(2, 60, 60, match=7, told_at=60.1)
    other = replace(stay(3, 10, 90), terms=(200, *TERMS[1:]))
    assert measure([first, second, other]).seconds == pytest.approx([0.2, 0.1])


def test_a_rating_beyond_the_narrow_window_is_nobody() -> None:
    first = stay(1, 0, 30, match=7, told_at=30.1)
    second = stay(2, 5, 30, match=7, told_at=30.2, rating=1150)
    found = measure([first, second])
    assert found.seconds == []
    assert found.widened == 2


def test_who_is_passed_over_has_waited_all_the_time() -> None:
    passed_over = stay(1, 0, 10, match=8, told_at=10)
    crowd = [
        stay(2, 1, 4, match=7, told_at=4),
        stay(3, 3, 4, match=7, told_at=4),
        stay(4, 4, 10, match=8, told_at=10),
    ]
    assert joinable_since(passed_over, [passed_over, *crowd]) == 1


def test_the_clock_starts_anew_when_all_others_have_gone() -> None:
    waiting = stay(1, 0, 20, match=8, told_at=20.5)
    left = stay(2, 1, 5)
    met = stay(3, 20, 20, match=8, told_at=20.1)
    assert joinable_since(waiting, [left, met]) == 20


def test_the_opponent_counts_until_the_player_knows() -> None:
    late = stay(1, 0, 5, match=8, told_at=9)
    prompt = stay(2, 5, 5, match=8, told_at=5.1)
    assert measure([late, prompt]).seconds == pytest.approx([4, 0.1])


def test_somebody_elses_slow_ear_keeps_nobody_waiting() -> None:
    slow = stay(2, 0, 1, match=7, told_at=6)  # polls, and knows five seconds late
    waiting = stay(1, 0.5, 8, match=8, told_at=8.1)
    met = stay(3, 8, 8, match=8, told_at=8.05)
    assert joinable_since(waiting, [slow, met]) == 8


def test_who_polls_is_left_out() -> None:
    polls = stay(1, 0, 5, match=8, told_at=6.4, listened=False)
    listens = stay(2, 5, 5, match=8, told_at=5.1)
    found = measure([polls, listens])
    assert found.deaf == 1
    assert found.seconds == pytest.approx([0.1])


def test_leaving_does_not_hide_that_somebody_was_there_for_long() -> None:
    impatient = stay(1, 0, 10, listened=False)
    there = stay(2, 1, 11, listened=False)
    found = measure([impatient, there])
    assert found.seconds == pytest.approx([9, 10]) or found.seconds == pytest.approx([9])


def test_leaving_with_nobody_there_is_nobodys_fault() -> None:
    found = measure([stay(1, 0, 10, listened=False), stay(2, 11, 12, listened=False)])
    assert found.seconds == []
    assert found.left == 2


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 20), st.floats(0, 3), st.integers(800, 1200)).map(
            lambda it: (it[0], it[0] + it[1], it[0] + it[1] + it[2], it[3])
        ),
        max_size=12,
    )
)
def test_nobody_waits_longer_than_he_was_there(
    spans: list[tuple[float, float, float, int]],
) -> None:
    crowd = [
        stay(number, joined, gone, match=number // 2, told_at=told, rating=rating)
        for number, (joined, gone, told, rating) in enumerate(spans)
    ]
    for one in crowd:
        since = joinable_since(one, crowd)
        assert since is None or one.joined_at <= since <= one.until
    found = measure(crowd)
    assert len(found.seconds) + found.widened + found.deaf + found.left == len(crowd)


def test_percentiles_of_few() -> None:
    assert percentile([], 95) == 0
    assert percentile([3.0], 95) == 3
    assert percentile([0.0, 1.0], 50) == 0.5
