"""A first pass over a very long queue: neighbours by rating, all at once."""

from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.domain.matchmaking.pairing import Rules, Seeker, may_meet, pair_all, window_of

Numbers: TypeAlias = npt.NDArray[np.int64]

LONG = 2_000  # from so many on the first pass is worth its arrays
_RATING_BITS = 13  # ratings from 0 to 8191
_HIGHEST = (1 << _RATING_BITS) - 1


def pair_long_queue(seekers: list[Seeker], rules: Rules) -> list[tuple[Seeker, Seeker]]:
    """Pair a whole queue of any length; in a long one, neighbours of the same stake come first.

    Nobody is in two pairs, and whoever is left has nobody left to meet.
    """
    if len(seekers) < LONG:
        return pair_all(seekers, rules)
    by_age = sorted(seekers, key=lambda s: (-s.waited_seconds, s.ticket_id))
    terms: dict[tuple[tuple[str, str, str], Decimal], int] = {}
    keys = np.empty(len(by_age), dtype=np.int64)
    windows = np.empty(len(by_age), dtype=np.int64)
    for place, one in enumerate(by_age):
        bucket = terms.setdefault((one.field_of_play, one.wager_amount), len(terms))
        keys[place] = key_of(bucket, one.rating)
        windows[place] = int(window_of(one, rules))
    first, second = neighbours(keys, windows)
    pairs = []
    paired: set[int] = set()
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        one, other = by_age[i], by_age[j]
        if may_meet(one, other, rules):
            pairs.append((one, other))
            paired |= {one.ticket_id, other.ticket_id}
    left = [one for one in by_age if one.ticket_id not in paired]
    return pairs + pair_all(left, rules)


def key_of(bucket: int, rating: int) -> int:
    """Return the number by which a queue is sorted: its terms first, then the rating."""
    return (bucket << _RATING_BITS) | min(_HIGHEST, max(0, rating))


def neighbours(keys: Numbers, windows: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of pairs of neighbours whom both windows allow, as many as there can be.

    `keys` are of `key_of`, `windows` in points and narrower than half of a bucket. Sorted by key,
    those who may play their neighbour form chains, of which every other link is taken.
    """
    bits = max(1, (len(keys) - 1).bit_length())
    # One number for key and place sorts faster than a list of places.
    packed = np.sort((keys << bits) | np.arange(len(keys), dtype=np.int64))
    order = packed & ((1 << bits) - 1)
    gaps = np.diff(packed >> bits)
    sorted_windows = windows[order]
    legal = gaps <= np.minimum(sorted_windows[:-1], sorted_windows[1:])
    same_terms = np.diff(packed >> (bits + _RATING_BITS)) == 0
    legal &= same_terms
    taken = np.flatnonzero(_every_other(legal, gaps))
    return order[taken], order[taken + 1]


def _every_other(legal: npt.NDArray[np.bool_], gaps: Numbers) -> npt.NDArray[np.bool_]:
    """Choose links, no two of them side by side: as many as can be, with the smallest gaps.

    In a chain with an odd number of players somebody is left over: the one whose place, taken out,
    leaves the smallest gaps on both sides of it.
    """
    chosen = np.zeros(len(legal), dtype=np.bool_)
    breaks = np.flatnonzero(~legal)
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks, [len(legal)]))
    lengths = ends - starts
    chosen[starts[lengths == 1]] = True
    longer = lengths > 1
    for start, end in zip(starts[longer].tolist(), ends[longer].tolist(), strict=True):
        # Up to the one who is left over even links are taken, and after them odd ones.
        left_over = end - start + 1 if (end - start) % 2 else _left_over(gaps[start:end])
        chosen[start : min(end, start + left_over) : 2] = True
        chosen[start + left_over + 1 : end : 2] = True
    return chosen


def _left_over(gaps: Numbers) -> int:
    """Return the place of the player whom an even number of links can best do without."""
    before = np.cumsum(gaps[::2] - gaps[1::2])
    best = int(np.argmin(before))
    return 2 * (best + 1) if before[best] < 0 else 0
