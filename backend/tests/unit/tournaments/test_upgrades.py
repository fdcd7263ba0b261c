"""Case 12 of §1.2: what others move up by is never below zero, and together what was taken."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.money import CENT
from app.domain.tournaments.prizes import shares
from app.domain.tournaments.upgrades import pro_rata, upgrades

POOL, SPLIT = Decimal("360.01"), [5000, 2500, 1500, 1000]


def _amounts(*cents: int) -> dict[int, Decimal]:
    return {player: CENT * part for player, part in enumerate(cents, 1)}


def test_1_2_12_a_rest_that_the_first_would_lose_is_missing_for_the_others() -> None:
    """Second place is shared by three, with a rest of cents for the first; one of them goes."""
    groups = [(1,), (2, 3, 4), (5,)]
    old = shares(Decimal(1), SPLIT, groups)
    new = shares(Decimal(1), SPLIT, [(1,), (2, 4), (5,)])
    assert (old[1], new[1]) == (Decimal("0.52"), Decimal("0.50"))
    taken = old.pop(3)
    more = upgrades(old, new, most=taken)
    assert sum(more.values()) == taken == Decimal("0.16")
    assert more == {2: Decimal("0.04"), 4: Decimal("0.04"), 5: Decimal("0.08")}


def test_1_2_12_a_part_goes_to_each_by_what_they_are_owed() -> None:
    owed = _amounts(7200, 5400, 5400)
    assert pro_rata(Decimal(30), owed) == _amounts(1200, 900, 900)
    assert pro_rata(Decimal("0.02"), owed) == {1: CENT, 2: CENT}
    assert pro_rata(Decimal(500), owed) == owed


_FIELD = st.integers(2, 9).flatmap(
    lambda size: st.lists(st.integers(1, 3), min_size=1, max_size=size)
)


@settings(max_examples=200, deadline=None)
@given(sizes=_FIELD, cents=st.integers(1, 100_000), out=st.integers(0, 30), paid=st.integers(0))
def test_1_2_12_nobody_loses_and_all_of_it_is_shared(
    sizes: list[int], cents: int, out: int, paid: int
) -> None:
    players = iter(range(1, 100))
    groups = [tuple(next(players) for _ in range(size)) for size in sizes]
    everybody = [player for group in groups for player in group]
    barred = everybody[out % len(everybody)]
    old = shares(cents * CENT, SPLIT, groups)
    left = [tuple(one for one in group if one != barred) for group in groups]
    new = shares(cents * CENT, SPLIT, left)
    taken = old.pop(barred, Decimal(0))
    more = upgrades(old, new, most=taken)
    assert all(amount > 0 for amount in more.values())
    assert sum(more.values(), Decimal(0)) == (taken if len(everybody) > 1 else 0)

    part = CENT * (paid % (int(taken / CENT) + 1))
    parts = pro_rata(part, more)
    assert sum(parts.values(), Decimal(0)) == (part if more else 0)
    assert all(parts[player] <= more[player] for player in parts)
