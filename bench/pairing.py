"""M1: a whole queue paired, beside NumPy's sort of the same keys; and how good the pairs are.

Eight stakes of one game, skewed as players choose them, ratings N(1000, 300), waits Exp(15 s): the
crowd of performance.md §4. The arrays are made before the clock starts, for both sides.
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
from bench.site import Site

_SHARES = (0.30, 0.20, 0.15, 0.12, 0.10, 0.07, 0.04, 0.02)
_SMALL = (16, 40, 100, 200)  # players in queues that are compared with the best possible
_RULES = Rules(tiers=tuple(map(Decimal, (20, 50, 100, 200, 500, 1_000, 2_000, 5_000))))
_TAKES = 7


def measure_100_000(_: Site, round_number: int) -> tuple[float, float]:
    """Return (queues paired a second, sorts a second) for 100,000 players."""
    return _beside_sort(100_000, seed=round_number)


def measure_million(_: Site, round_number: int) -> tuple[float, float]:
    """Return (queues paired a second, sorts a second) for a million players."""
    return _beside_sort(1_000_000, seed=round_number)


def measure_pairs(_: Site, round_number: int) -> tuple[float, float]:
    """Return (pairs of ours, most pairs possible) over many small queues."""
    ours = best = 0
    for size in _SMALL:
        for seed in range(400 // size):
            crowd = _crowd(size, seed=1_000 * round_number + seed)
            ours += len(pair_all(crowd, _RULES))
            best += len(networkx.max_weight_matching(_graph(crowd), maxcardinality=True))
    return float(ours), float(best)


def measure_gaps(_: Site, round_number: int) -> tuple[float, float]:
    """Return (smallest total gap, ours) of 10,000 players, whose neighbours are paired.

    The smallest that the same number of pairs of neighbours can have, by dynamic programming.
    """
    keys, windows = _arrays(10_000, seed=round_number)
    first, second = neighbours(keys, windows)
    ours = int(np.abs(keys[first] - keys[second]).sum())
    return float(_smallest_gap(keys, windows, len(first))), float(ours)


def _beside_sort(players: int, *, seed: int) -> tuple[float, float]:
    keys, windows = _arrays(players, seed=seed)
    pairing: list[float] = []
    sorting: list[float] = []
    for take in range(_TAKES):
        jobs: list[tuple[list[float], Any]] = [
            (pairing, lambda: neighbours(keys, windows)),
            (sorting, lambda: np.sort(keys)),
        ]
        for seconds, job in jobs if take % 2 else jobs[::-1]:
            started = time.perf_counter()
            job()
            seconds.append(time.perf_counter() - started)
    return 1 / median(pairing), 1 / median(sorting)


def _arrays(players: int, *, seed: int) -> tuple[Numbers, Numbers]:
    dice = np.random.default_rng(seed)
    shares = np.array(_SHARES) / sum(_SHARES)
    buckets = dice.choice(len(shares), players, p=shares)
    ratings = np.clip(dice.normal(1000, 300, players), 0, 8191).astype(np.int64)
    steps = (dice.exponential(15, players) // _RULES.widen_every_seconds).astype(np.int64)
    windows = np.minimum(_RULES.widest, _RULES.window + _RULES.widen_by * steps)
    return buckets.astype(np.int64) * key_of(1, 0) + ratings, windows


def _crowd(players: int, *, seed: int) -> list[Seeker]:
    dice = Random(seed)
    return [
        Seeker(
            ticket_id=number,
            user_id=number,
            wager_amount=dice.choices(_RULES.tiers, _SHARES)[0],
            title="mw",
            mode="gunfight",
            platform="acti",
            rating=int(dice.gauss(1000, 300)),
            waited_seconds=dice.expovariate(1 / 15),
        )
        for number in range(1, players + 1)
    ]


def _graph(crowd: list[Seeker]) -> Any:
    graph: Any = networkx.Graph()
    for at, one in enumerate(crowd):
        reach = window_of(one, _RULES)
        graph.add_edges_from(
            (one.ticket_id, other.ticket_id)
            for other in crowd[at + 1 :]
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
