"""M1: a whole queue paired, beside NumPy's sort of the same keys; and how good the pairs are.

Eight stakes of one game, skewed as players choose them, ratings N(1000, 300), waits Exp(15 s): the
mix of a large launch day. The arrays are made before the measurement starts, for both sides.
"""

import time
from decimal import Decimal
from random import Random
from statistics import median
from typing import Any

import networkx
import numpy as np

from app.domain.matchmaking.bulk_pairing import Numbers, key_of, neighbours
from app.domain.matchmaking.pairing import Rules, Seeker, may_meet, pair_all, window_of
from bench.testbed import Testbed

_SHARES = (0.30, 0.20, 0.15, 0.12, 0.10, 0.07, 0.04, 0.02)
_RULES = Rules(tiers=tuple(map(Decimal, (20, 50, 100, 200, 500, 1_000, 2_000, 5_000))))


def measure_queue(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (queues paired a second, sorts a second) for 100,000 players."""
    return _beside_sort(testbed.sizes.queue, testbed.sizes.sorts, seed=round_number)


def measure_large_queue(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (queues paired a second, sorts a second) for a million players."""
    return _beside_sort(testbed.sizes.large_queue, testbed.sizes.sorts, seed=round_number)


def measure_pairs(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (pairs of ours, most pairs possible) over many small queues."""
    ours = best = 0
    for size in testbed.sizes.small_queues:
        for seed in range(testbed.sizes.players_in_small_queues // size):
            seekers = _seekers(size, seed=1_000 * round_number + seed)
            ours += len(pair_all(seekers, _RULES))
            best += len(networkx.max_weight_matching(_graph(seekers), maxcardinality=True))
    return float(ours), float(best)


def measure_gaps(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (smallest total gap, ours) of 10,000 players, whose neighbours are paired.

    The smallest that the same number of pairs of neighbours can have, by dynamic programming.
    """
    keys, windows = _arrays(testbed.sizes.queue_for_gaps, seed=round_number)
    first, second = neighbours(keys, windows)
    ours = int(np.abs(keys[first] - keys[second]).sum())
    return float(_smallest_gap(keys, windows, len(first))), float(ours)


def _beside_sort(players: int, repetitions: int, *, seed: int) -> tuple[float, float]:
    keys, windows = _arrays(players, seed=seed)
    pairing: list[float] = []
    sorting: list[float] = []
    for repetition in range(repetitions):
        jobs: list[tuple[list[float], Any]] = [
            (pairing, lambda: neighbours(keys, windows)),
            (sorting, lambda: np.sort(keys)),
        ]
        for seconds, job in jobs if repetition % 2 else jobs[::-1]:
            started = time.perf_counter()
            job()
            seconds.append(time.perf_counter() - started)
    return 1 / median(pairing), 1 / median(sorting)


def _arrays(players: int, *, seed: int) -> tuple[Numbers, Numbers]:
    rng = np.random.default_rng(seed)
    shares = np.array(_SHARES) / sum(_SHARES)
    buckets = rng.choice(len(shares), players, p=shares)
    ratings = np.clip(rng.normal(1000, 300, players), 0, 8191).astype(np.int64)
    steps = (rng.exponential(15, players) // _RULES.widen_every_seconds).astype(np.int64)
    windows = np.minimum(_RULES.widest, _RULES.window + _RULES.widen_by * steps)
    return buckets.astype(np.int64) * key_of(1, 0) + ratings, windows


def _seekers(players: int, *, seed: int) -> list[Seeker]:
    rng = Random(seed)
    return [
        Seeker(
            ticket_id=number,
            user_id=number,
            wager_amount=rng.choices(_RULES.tiers, _SHARES)[0],
            title="mw",
            mode="gunfight",
            platform="acti",
            rating=int(rng.gauss(1000, 300)),
            waited_seconds=rng.expovariate(1 / 15),
        )
        for number in range(1, players + 1)
    ]


def _graph(seekers: list[Seeker]) -> Any:
    graph: Any = networkx.Graph()
    for at, one in enumerate(seekers):
        reach = window_of(one, _RULES)
        graph.add_edges_from(
            (one.ticket_id, other.ticket_id)
            for other in seekers[at + 1 :]
            if abs(one.rating - other.rating) <= reach and may_meet(one, other, _RULES)
        )
    return graph


def _smallest_gap(keys: Numbers, windows: Numbers, pairs: int) -> int:
    """Return the smallest total gap with the most pairs of neighbours that there can be."""
    order = np.argsort(keys, kind="stable")
    gaps = np.diff(keys[order]).tolist()
    reach = np.minimum(windows[order][:-1], windows[order][1:]).tolist()
    before, here = (0, 0), (0, 0)  # (pairs, minus their gaps), without and with the last player
    for gap, allowed in zip(gaps, reach, strict=True):
        linked = (before[0] + 1, before[1] - gap) if gap <= allowed else here
        before, here = here, max(here, linked)
    assert here[0] == pairs, "ours finds as many pairs"
    return -here[1]
