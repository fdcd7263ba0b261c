"""Who is paired with whom: fair windows, equal terms, and the longest wait first."""

from decimal import Decimal
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.pairing import Patience, Seeker, accepts, best_opponent, may_meet, pair_all

PATIENCE = Patience(widen_per_second=10, widest=400)
WINDOW = 100


def seeker(
    number: int,
    *,
    rating: int = 1000,
    waited: float = 0,
    wager: int = 100,
    mode: str = "gunfight",
    user_id: int | None = None,
) -> Seeker:
    return Seeker(
        ticket_id=number,
        user_id=number if user_id is None else user_id,
        wager_amount=Decimal(wager),
        title="mw",
        mode=mode,
        platform="acti",
        rating=rating,
        lowest=rating - WINDOW,
        highest=rating + WINDOW,
        waited_seconds=waited,
    )


@st.composite
def queues(draw: st.DrawFn) -> list[Seeker]:
    """Crowds in few buckets, with ratings near enough that windows matter."""
    people = draw(
        st.lists(
            st.tuples(
                st.integers(600, 1400),
                st.floats(0, 60),
                st.sampled_from([50, 100]),
                st.sampled_from(["gunfight", "sd"]),
            ),
            max_size=14,
        )
    )
    crowd = [
        seeker(number, rating=rating, waited=waited, wager=wager, mode=mode)
        for number, (rating, waited, wager, mode) in enumerate(people, start=1)
    ]
    return draw(st.permutations(crowd))


@given(queues())
def test_nobody_is_in_two_pairs_and_nobody_is_invented(crowd: list[Seeker]) -> None:
    paired = [one for pair in pair_all(crowd, PATIENCE) for one in pair]
    assert len({one.ticket_id for one in paired}) == len(paired)
    assert set(paired) <= set(crowd)


@given(queues())
def test_both_sides_of_a_pair_want_each_other_on_the_same_terms(crowd: list[Seeker]) -> None:
    for one, other in pair_all(crowd, PATIENCE):
        assert one.bucket == other.bucket
        assert accepts(one, other.rating, PATIENCE)
        assert accepts(other, one.rating, PATIENCE)


@given(queues())
def test_two_who_could_play_each_other_are_not_both_left_waiting(crowd: list[Seeker]) -> None:
    paired = {one.ticket_id for pair in pair_all(crowd, PATIENCE) for one in pair}
    left = [one for one in crowd if one.ticket_id not in paired]
    assert not [two for two in combinations(left, 2) if may_meet(*two, PATIENCE)]


@given(queues(), st.randoms())
def test_the_order_of_arrival_in_the_list_changes_nothing(
    crowd: list[Seeker], dice: Random
) -> None:
    shuffled = crowd.copy()
    dice.shuffle(shuffled)
    assert set(pair_all(shuffled, PATIENCE)) == set(pair_all(crowd, PATIENCE))


@given(queues())
def test_whoever_waited_longest_is_served_first(crowd: list[Seeker]) -> None:
    """Nobody is passed over for somebody who joined later, if he could have played as well."""
    pairs = pair_all(crowd, PATIENCE)
    opponent_of = {one.ticket_id: other for pair in pairs for one, other in (pair, pair[::-1])}
    by_patience = sorted(crowd, key=lambda one: (-one.waited_seconds, one.ticket_id))
    taken: set[int] = set()
    for first in by_patience:
        if first.ticket_id in taken:
            continue
        free = [
            one
            for one in by_patience
            if one.ticket_id not in taken and one.ticket_id != first.ticket_id
        ]
        expected = best_opponent(first, free, PATIENCE)
        assert opponent_of.get(first.ticket_id) == expected
        taken.add(first.ticket_id)
        if expected is not None:
            taken.add(expected.ticket_id)


@given(st.integers(600, 1400), st.integers(600, 1400), st.floats(0, 3600), st.floats(0, 3600))
def test_wanting_each_other_is_mutual(
    rating: int, other_rating: int, waited: float, other_waited: float
) -> None:
    one = seeker(1, rating=rating, waited=waited)
    other = seeker(2, rating=other_rating, waited=other_waited)
    assert may_meet(one, other, PATIENCE) == may_meet(other, one, PATIENCE)


@given(st.integers(600, 1400), st.integers(0, 2000), st.floats(0, 3600), st.floats(0, 3600))
def test_waiting_longer_never_narrows_the_window(
    rating: int, other: int, waited: float, more: float
) -> None:
    before = seeker(1, rating=rating, waited=waited)
    after = seeker(1, rating=rating, waited=waited + more)
    if accepts(before, other, PATIENCE):
        assert accepts(after, other, PATIENCE)


def test_a_window_opens_by_ten_points_a_second_up_to_four_hundred() -> None:
    for waited, furthest in ((0, 100), (1, 110), (29.99, 399), (30, 400), (86_400, 400)):
        waiting = seeker(1, rating=1000, waited=waited)
        assert accepts(waiting, 1000 + furthest, PATIENCE)
        assert accepts(waiting, 1000 - furthest, PATIENCE)
        assert not accepts(waiting, 1001 + furthest, PATIENCE)
        assert not accepts(waiting, 999 - furthest, PATIENCE)


def test_a_clock_that_runs_backwards_does_not_narrow_the_window() -> None:
    assert accepts(seeker(1, rating=1000, waited=-5), 1100, PATIENCE)


def test_the_patient_one_must_not_drag_in_a_newcomer_who_is_far_away() -> None:
    patient, newcomer = seeker(1, rating=1000, waited=60), seeker(2, rating=1250)
    assert accepts(patient, newcomer.rating, PATIENCE)
    assert not may_meet(patient, newcomer, PATIENCE)
    assert pair_all([patient, newcomer], PATIENCE) == []


def test_nobody_plays_himself_or_for_other_terms() -> None:
    assert not may_meet(seeker(1, user_id=7), seeker(2, user_id=7), PATIENCE)
    assert not may_meet(seeker(1, wager=100), seeker(2, wager=50), PATIENCE)
    assert not may_meet(seeker(1, mode="sd"), seeker(2, mode="gunfight"), PATIENCE)


def test_the_nearest_rating_wins_and_among_equals_the_longest_wait() -> None:
    me = seeker(1, rating=1000, waited=5)
    near, nearer = seeker(2, rating=1080, waited=9), seeker(3, rating=990, waited=1)
    twin = seeker(4, rating=1010, waited=3)
    assert best_opponent(me, [near, nearer], PATIENCE) == nearer
    assert best_opponent(me, [near, nearer, twin], PATIENCE) == twin
    assert best_opponent(me, [], PATIENCE) is None
