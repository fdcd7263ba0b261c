"""The first pass over a long queue finds no pair that the rules would not allow."""

from decimal import Decimal
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matchmaking import bulk_pairing
from app.domain.matchmaking.bulk_pairing import key_of, neighbours, pair_long_queue
from app.domain.matchmaking.pairing import Rules, Seeker, may_meet, pair_all

RULES = Rules(tiers=tuple(map(Decimal, (50, 100, 200))))

people = st.lists(
    st.tuples(st.integers(0, 2), st.integers(500, 1500), st.integers(0, 500)),
    min_size=1,
    max_size=20,
)


def queue_of(size: int, *, seed: int) -> list[Seeker]:
    dice = Random(seed)
    return [
        Seeker(
            ticket_id=number,
            user_id=number,
            wager_amount=Decimal(dice.choice([50, 100, 200])),
            title="mw",
            mode=dice.choice(["gunfight", "sd"]),
            platform="acti",
            rating=int(dice.gauss(1000, 250)),
            waited_seconds=dice.expovariate(1 / 15),
            accept_adjacent=dice.random() < 0.3,
            avoids=frozenset(dice.sample(range(1, size + 1), 3)),
        )
        for number in range(1, size + 1)
    ]


@given(people)
def test_neighbours_are_pairs_of_one_bucket_that_both_windows_allow(
    queue: list[tuple[int, int, int]],
) -> None:
    keys = np.array([key_of(bucket, rating) for bucket, rating, _ in queue], dtype=np.int64)
    windows = np.array([window for _, _, window in queue], dtype=np.int64)
    first, second = (places.tolist() for places in neighbours(keys, windows))
    assert len({*first, *second}) == len(first) + len(second), "nobody twice"
    for i, j in zip(first, second, strict=True):
        assert queue[i][0] == queue[j][0]
        assert abs(queue[i][1] - queue[j][1]) <= min(queue[i][2], queue[j][2])


@given(people)
def test_as_many_neighbours_are_paired_as_there_can_be(queue: list[tuple[int, int, int]]) -> None:
    """Compared with the greedy algorithm: in order, take each link that is free."""
    keys = np.array([key_of(bucket, rating) for bucket, rating, _ in queue], dtype=np.int64)
    windows = np.array([window for _, _, window in queue], dtype=np.int64)
    in_order = [queue[i] for i in np.lexsort((np.arange(len(keys)), keys))]
    links = [
        one[0] == other[0] and abs(one[1] - other[1]) <= min(one[2], other[2])
        for one, other in pairwise(in_order)
    ]
    most, free = 0, True
    for link in links:
        free = not (link and free)
        most += link and not free
    assert len(neighbours(keys, windows)[0]) == most


@pytest.mark.parametrize("seed", [1, 2])
def test_a_long_queue_is_paired_by_the_same_rules(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seekers = queue_of(3_000, seed=seed)
    pairs = pair_long_queue(seekers, RULES)
    paired = [one.ticket_id for pair in pairs for one in pair]
    assert len(set(paired)) == len(paired)
    assert all(may_meet(one, other, RULES) for one, other in pairs)
    left = [one for one in seekers if one.ticket_id not in set(paired)]
    assert pair_all(left, RULES) == []
    assert len(pairs) >= 0.99 * len(pair_all(seekers, RULES))


def test_a_short_queue_is_paired_one_by_one() -> None:
    seekers = queue_of(200, seed=3)
    assert len(seekers) < bulk_pairing.LONG
    assert pair_long_queue(seekers, RULES) == pair_all(seekers, RULES)
