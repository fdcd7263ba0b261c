"""Waiting counts only while an opponent is available."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.waiting_times import Search, measure, opponent_available_since, percentile

TERMS = (100, "mw", "gunfight", "acti")


def search(
    player: int,
    joined_at: float,
    left_at: float,
    *,
    match: int | None = None,
    known_at: float | None = None,
    rating: int = 1000,
    listened: bool = True,
) -> Search:
    return Search(
        player=player,
        terms=TERMS,
        rating=rating,
        joined_at=joined_at,
        left_at=left_at,
        match_id=match,
        known_at=known_at,
        listened=listened,
    )


def test_waiting_alone_is_not_counted() -> None:
    first = search(1, 0, 60, match=7, known_at=60.2)
    second = search(2, 60, 60, match=7, known_at=60.1)
    assert measure([first, second]).seconds == pytest.approx([0.2, 0.1])


def test_another_stake_is_no_opponent() -> None:
    first = search(1, 0, 60, match=7, known_at=60.2)
    second = search(2, 60, 60, match=7, known_at=60.1)
    other = replace(search(3, 10, 90), terms=(200, *TERMS[1:]))
    assert measure([first, second, other]).seconds == pytest.approx([0.2, 0.1])


def test_a_rating_beyond_the_narrow_window_is_no_opponent() -> None:
    first = search(1, 0, 30, match=7, known_at=30.1)
    second = search(2, 5, 30, match=7, known_at=30.2, rating=1150)
    found = measure([first, second])
    assert found.seconds == []
    assert found.widened == 2


def test_a_passed_over_player_has_waited_all_the_time() -> None:
    passed_over = search(1, 0, 10, match=8, known_at=10)
    searches = [
        search(2, 1, 4, match=7, known_at=4),
        search(3, 3, 4, match=7, known_at=4),
        search(4, 4, 10, match=8, known_at=10),
    ]
    assert opponent_available_since(passed_over, [passed_over, *searches]) == 1


def test_waiting_starts_anew_when_all_others_have_left() -> None:
    waiting = search(1, 0, 20, match=8, known_at=20.5)
    left = search(2, 1, 5)
    met = search(3, 20, 20, match=8, known_at=20.1)
    assert opponent_available_since(waiting, [left, met]) == 20


def test_the_opponent_counts_until_the_player_knows() -> None:
    late = search(1, 0, 5, match=8, known_at=9)
    prompt = search(2, 5, 5, match=8, known_at=5.1)
    assert measure([late, prompt]).seconds == pytest.approx([4, 0.1])


def test_slow_socket_does_not_delay_other_players() -> None:
    slow = search(2, 0, 1, match=7, known_at=6)  # polls, and knows five seconds late
    waiting = search(1, 0.5, 8, match=8, known_at=8.1)
    met = search(3, 8, 8, match=8, known_at=8.05)
    assert opponent_available_since(waiting, [slow, met]) == 8


def test_polling_players_are_left_out() -> None:
    polls = search(1, 0, 5, match=8, known_at=6.4, listened=False)
    listens = search(2, 5, 5, match=8, known_at=5.1)
    found = measure([polls, listens])
    assert found.polled == 1
    assert found.seconds == pytest.approx([0.1])


def test_leaving_does_not_hide_a_long_wait_beside_an_opponent() -> None:
    impatient = search(1, 0, 10, listened=False)
    there = search(2, 1, 11, listened=False)
    found = measure([impatient, there])
    assert found.seconds == pytest.approx([9, 10]) or found.seconds == pytest.approx([9])


def test_leaving_with_no_opponent_available_does_not_count() -> None:
    found = measure([search(1, 0, 10, listened=False), search(2, 11, 12, listened=False)])
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
def test_no_player_waits_longer_than_they_searched(
    spans: list[tuple[float, float, float, int]],
) -> None:
    searches = [
        search(number, joined, left, match=number // 2, known_at=known, rating=rating)
        for number, (joined, left, known, rating) in enumerate(spans)
    ]
    for one in searches:
        since = opponent_available_since(one, searches)
        assert since is None or one.joined_at <= since <= one.until
    found = measure(searches)
    assert len(found.seconds) + found.widened + found.polled + found.left == len(searches)


def test_percentiles_of_few() -> None:
    assert percentile([], 95) == 0
    assert percentile([3.0], 95) == 3
    assert percentile([0.0, 1.0], 50) == 0.5
