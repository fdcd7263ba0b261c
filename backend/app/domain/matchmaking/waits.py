"""How long searches take, from those that found somebody and those that did not.

The product-limit estimator (Kaplan and Meier, 1958): at each wait after which somebody was found,
the share of those still searching falls by those found among those who had waited that long. Who
gave up earlier is left out from then on, and is not counted as found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ENOUGH = 5  # searches, below which nothing is said
_CLASSES = (Decimal(100), Decimal(1_000))  # KES; the highest stake of each class but the last


@dataclass(frozen=True)
class Search:
    """One search: it lasted so many seconds, and `found` an opponent or did not."""

    seconds: int
    found: bool


def percentiles(searches: Sequence[Search], shares: tuple[float, ...]) -> list[int | None]:
    """Return after how many seconds each of `shares` (0..1) has found somebody; None if unknown."""
    reached: dict[float, int] = {}
    waiting, remaining = len(searches), 1.0
    for seconds in sorted({one.seconds for one in searches}):
        here = [one for one in searches if one.seconds == seconds]
        found = sum(one.found for one in here)
        remaining *= 1 - found / waiting
        waiting -= len(here)
        for share in shares:
            if found and 1 - remaining >= share - 1e-9:
                reached.setdefault(share, seconds)
    return [reached.get(share) for share in shares]


def stake_class(stake: Decimal, tiers: Sequence[Decimal]) -> frozenset[Decimal]:
    """Return those `tiers` (KES) that attract the same players as `stake`: small, middle, large."""
    return frozenset({stake, *(tier for tier in tiers if _class_of(tier) == _class_of(stake))})


def _class_of(stake: Decimal) -> int:
    return sum(stake > highest for highest in _CLASSES)
