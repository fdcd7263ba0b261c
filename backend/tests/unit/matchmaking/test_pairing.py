"""Who is paired with whom: fair windows, equal terms, and the longest wait first."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.matchmaking.pairing import (
    Rules,
    Seeker,
    best_opponent,
    cost,
    may_meet,
    pair_all,
    stake_between,
    window_of,
)

RULES = Rules(tiers=tuple(map(Decimal, (20, 50, 100, 200, 500))))


def seeker(
    number: int,
    *,
    rating: int = 1000,
    waited: float = 0,
    wager: int = 100,
    mode: str = "gunfight",
    user_id: int | None = None,
    deviation: float = 60,
    adjacent: bool = False,
    own_range: int | None = None,
    avoids: frozenset[int] = frozenset(),
    met: frozenset[int] = frozenset(),
) -> Seeker:
    return Seeker(
        ticket_id=number,
        user_id=number if user_id is None else user_id,
        wager_amount=Decimal(wager),
        title="mw",
        mode=mode,
        platform="acti",
        rating=rating,
        deviation=deviation,
        accept_adjacent=adjacent,
        own_range=own_range,
        waited_seconds=waited,
        avoids=avoids,
        met=met,
    )


@st.composite
def queues(draw: st.DrawFn, most: int = 14) -> list[Seeker]:
    """Queues in few buckets, with ratings near enough that windows matter."""
    people = draw(
        st.lists(
            st.tuples(
                st.integers(600, 1400),
                st.floats(0, 200),
                st.sampled_from([50, 100, 100, 200, 130]),
                st.sampled_from(["gunfight", "sd"]),
                st.sampled_from([60, 110, 111, 350]),
                st.booleans(),
                st.sampled_from([None, None, 40, 250]),
                st.frozensets(st.integers(1, most), max_size=3),
                st.frozensets(st.integers(1, most), max_size=3),
            ),
            max_size=most,
        )
    )
    names = "rating waited wager mode deviation adjacent own_range avoids met"
    queue = [
        seeker(number, **dict(zip(names.split(), facts, strict=True)))
        for number, facts in enumerate(people, start=1)
    ]
    return draw(st.permutations(queue))


@given(queues())
def test_nobody_is_in_two_pairs_and_nobody_is_invented_or_lost(queue: list[Seeker]) -> None:
    paired = [one for pair in pair_all(queue, RULES) for one in pair]
    left = [one for one in queue if one not in paired]
    assert len({one.ticket_id for one in paired}) == len(paired)
    assert sorted(one.ticket_id for one in paired + left) == sorted(one.ticket_id for one in queue)


@given(queues())
def test_both_sides_of_a_pair_want_each_other(queue: list[Seeker]) -> None:
    for one, other in pair_all(queue, RULES):
        gap = abs(one.rating - other.rating)
        assert one.user_id != other.user_id
        assert (one.title, one.mode, one.platform) == (other.title, other.mode, other.platform)
        assert gap <= min(window_of(one, RULES), window_of(other, RULES))
        assert all(gap <= limit for limit in (one.own_range, other.own_range) if limit)
        assert other.user_id not in one.avoids
        assert one.user_id not in other.avoids


@given(queues())
def test_nobody_plays_for_more_than_they_staked_nor_for_less_unless_they_agreed(
    queue: list[Seeker],
) -> None:
    for pair in pair_all(queue, RULES):
        stake = stake_between(*pair, RULES)
        assert stake is not None
        for one in pair:
            assert stake <= one.wager_amount
            assert stake == one.wager_amount or one.accept_adjacent


@given(queues())
def test_two_who_could_play_each_other_are_not_both_left_waiting(queue: list[Seeker]) -> None:
    paired = {one.ticket_id for pair in pair_all(queue, RULES) for one in pair}
    left = [one for one in queue if one.ticket_id not in paired]
    assert not [two for two in combinations(left, 2) if may_meet(*two, RULES)]


@given(queues(), st.randoms())
def test_the_order_of_arrival_in_the_list_changes_nothing(
    queue: list[Seeker], dice: Random
) -> None:
    shuffled = queue.copy()
    dice.shuffle(shuffled)
    assert set(pair_all(shuffled, RULES)) == set(pair_all(queue, RULES))


def served_one_by_one(queue: list[Seeker]) -> list[Seeker]:
    """Return who plays if each, the longest wait first, takes the best who is still free."""
    free = sorted(queue, key=lambda one: (-one.waited_seconds, one.ticket_id))
    served = []
    while free:
        first = free.pop(0)
        best = best_opponent(first, free, RULES)
        if best is not None:
            free.remove(best)
            served += [first, best]
    return served


@given(queues())
def test_nobody_is_passed_over_for_somebody_who_joined_later(queue: list[Seeker]) -> None:
    """All who are served one by one are paired; parting pairs only adds players."""
    paired = {one for pair in pair_all(queue, RULES) for one in pair}
    assert set(served_one_by_one(queue)) <= paired


def test_a_pair_is_parted_so_that_four_can_play() -> None:
    """Served one by one, the two in the middle would leave those at the ends without anybody."""
    line = [
        seeker(number, rating=rating, waited=waited)
        for number, rating, waited in ((1, 1000, 0), (2, 1090, 9), (3, 1100, 9), (4, 1190, 0))
    ]
    assert len(served_one_by_one(line)) == 2
    pairs = {frozenset((one.ticket_id, other.ticket_id)) for one, other in pair_all(line, RULES)}
    assert pairs == {frozenset((1, 2)), frozenset((3, 4))}


@given(queues(most=8))
def test_everybody_with_a_possible_opponent_plays_in_the_end(queue: list[Seeker]) -> None:
    """Repeated sweeps of a queue that nobody joins pair everybody who can be paired.

    Players left at the end have no opponent whom they may meet.
    """
    waiting = queue
    for _ in range(12):
        for pair in pair_all(waiting, RULES):
            waiting = [one for one in waiting if one not in pair]
        waiting = [replace(one, waited_seconds=one.waited_seconds + 60) for one in waiting]
    assert not [two for two in combinations(waiting, 2) if may_meet(*two, RULES)]


@given(queues(most=8))
def test_the_best_opponent_is_the_cheapest_of_all_who_may_be_met(queue: list[Seeker]) -> None:
    """With up to eight on each side all are looked at."""
    for me in queue:
        others = [one for one in queue if one is not me and may_meet(me, one, RULES)]
        best = best_opponent(me, [one for one in queue if one is not me], RULES)
        assert (best is None) == (not others)
        assert best is None or cost(me, best, RULES) == min(cost(me, o, RULES) for o in others)


@given(queues(most=4))
def test_wanting_each_other_is_mutual(queue: list[Seeker]) -> None:
    for one, other in combinations(queue, 2):
        assert may_meet(one, other, RULES) == may_meet(other, one, RULES)
        assert cost(one, other, RULES) == cost(other, one, RULES)
        assert stake_between(one, other, RULES) == stake_between(other, one, RULES)


@given(st.floats(0, 3600), st.floats(0, 3600), st.floats(45, 350))
def test_waiting_longer_never_narrows_the_window(
    waited: float, more: float, deviation: float
) -> None:
    before = seeker(1, waited=waited, deviation=deviation)
    after = seeker(1, waited=waited + more, deviation=deviation)
    assert window_of(before, RULES) <= window_of(after, RULES)


def test_a_window_opens_by_fifty_points_each_quarter_of_a_minute_up_to_five_hundred() -> None:
    for waited, furthest in ((0, 100), (14.9, 100), (15, 150), (119, 450), (120, 500), (9e4, 500)):
        assert window_of(seeker(1, waited=waited), RULES) == furthest


def test_a_newcomer_meets_a_wider_circle_and_rather_other_newcomers() -> None:
    new = seeker(1, deviation=350)
    assert window_of(new, RULES) == 100 + 175
    assert window_of(seeker(1, deviation=110), RULES) == 100
    known, other_new = seeker(2, rating=1010), seeker(3, rating=1090, deviation=300)
    assert best_opponent(new, [known, other_new], RULES) == other_new


def test_nothing_widens_a_players_own_range() -> None:
    for waited, deviation in ((0, 60), (9e4, 60), (9e4, 350)):
        assert window_of(seeker(1, waited=waited, deviation=deviation, own_range=80), RULES) == 80
    assert window_of(seeker(1, own_range=400), RULES) == 100, "nor does it widen anything"
    choosy, patient = seeker(1, waited=600, own_range=80), seeker(2, rating=1081, waited=600)
    assert not may_meet(choosy, patient, RULES)
    assert pair_all([patient, choosy], RULES) == []


def test_a_negative_wait_does_not_narrow_the_window() -> None:
    assert window_of(seeker(1, waited=-5), RULES) == 100


def test_the_patient_one_must_not_drag_in_a_newcomer_who_is_far_away() -> None:
    patient, newcomer = seeker(1, rating=1000, waited=60), seeker(2, rating=1250)
    assert window_of(patient, RULES) >= 250
    assert not may_meet(patient, newcomer, RULES)
    assert pair_all([patient, newcomer], RULES) == []


def test_a_pair_is_two_players_of_the_same_game() -> None:
    assert not may_meet(seeker(1, user_id=7), seeker(2, user_id=7), RULES)
    assert not may_meet(seeker(1, mode="sd"), seeker(2, mode="gunfight"), RULES)


def test_the_lower_of_two_neighbouring_stakes_is_played_if_the_richer_agreed() -> None:
    low, high = seeker(1, wager=100), seeker(2, wager=200, adjacent=True)
    assert stake_between(low, high, RULES) == 100
    assert stake_between(seeker(1, wager=100, adjacent=True), seeker(2, wager=200), RULES) is None
    assert stake_between(seeker(1, wager=50), high, RULES) is None, "two tiers away"
    assert stake_between(seeker(1, wager=130), high, RULES) is None, "no tier at all"
    odd = seeker(3, wager=130, adjacent=True)
    assert stake_between(odd, seeker(4, wager=130), RULES) == 130
    assert stake_between(odd, low, RULES) is None


def test_the_own_stake_comes_before_a_nearer_rating_at_another() -> None:
    me = seeker(1, wager=200, adjacent=True)
    same, lower = seeker(2, wager=200, rating=1090), seeker(3, wager=100, rating=1000)
    assert best_opponent(me, [same, lower], RULES) == same
    assert best_opponent(me, [lower], RULES) == lower


def test_players_who_avoid_each_other_never_meet_from_either_side() -> None:
    one, other = seeker(1, avoids=frozenset({2})), seeker(2)
    assert not may_meet(one, other, RULES)
    assert pair_all([one, other], RULES) == []


def test_somebody_met_today_comes_after_somebody_new() -> None:
    me = seeker(1, met=frozenset({2}))
    met, fresh = seeker(2, rating=1000), seeker(3, rating=1080)
    assert best_opponent(me, [met, fresh], RULES) == fresh


def test_the_nearest_rating_wins_and_among_equals_the_longest_wait() -> None:
    me = seeker(1, rating=1000, waited=5)
    near, nearer = seeker(2, rating=1080, waited=9), seeker(3, rating=990, waited=1)
    twin = seeker(4, rating=1010, waited=3)
    assert best_opponent(me, [near, nearer], RULES) == nearer
    assert best_opponent(me, [near, nearer, twin], RULES) == twin
    assert best_opponent(me, [], RULES) is None


def test_eight_who_are_avoided_do_not_hide_the_ninth() -> None:
    me = seeker(1, avoids=frozenset(range(2, 20)))
    queue = [seeker(number, rating=1000 + number) for number in range(2, 21)]
    assert best_opponent(me, queue, RULES) == queue[-1]
