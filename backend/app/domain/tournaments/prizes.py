"""The parts of a pool, to the cent: shared places share their sum, the rest goes to first."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.domain.money import CENT
from app.domain.tournaments.vocabulary import NotPossible

WHOLE = 10_000  # basis points


def check_split(split: Sequence[int]) -> None:
    """Refuse a split (basis points, first place first) that is not the whole pool."""
    if not split or min(split) <= 0 or sum(split) != WHOLE or list(split) != sorted(split)[::-1]:
        raise NotPossible("A split has parts of 100 % in all, none above the one before it")


def shares(
    pool: Decimal, split: Sequence[int], groups: Iterable[Sequence[int]]
) -> dict[int, Decimal]:
    """Return what each player gets (KES); `groups` are equals in order of seeds, best first.

    A place is worth its part, rounded down. Equals get the sum of their places over their number,
    rounded down. All that is left, unclaimed places among it, is first's: if first is shared, cent
    by cent in order of seeds.
    """
    check_split(split)
    cents = int(pool / CENT)
    worth = [cents * part // WHOLE for part in split]
    paid: dict[int, int] = {}
    ranked = [group for group in groups if group]
    for group in ranked:
        start = len(paid)
        each = sum(worth[start : start + len(group)]) // len(group)
        paid |= dict.fromkeys(group, each)
    if not ranked:
        return {}
    first = ranked[0]
    each, over = divmod(cents - sum(paid.values()), len(first))
    for index, player in enumerate(first):
        paid[player] += each + (index < over)
    return {player: part * CENT for player, part in paid.items() if part}
