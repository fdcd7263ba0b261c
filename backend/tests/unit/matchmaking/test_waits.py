"""Expected waits: who gave up counts, and what is not known is not promised."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.matchmaking.waits import Search, percentiles, stake_class

HALF_AND_MOST = (0.5, 0.9)
SEARCHES = st.lists(st.builds(Search, st.integers(0, 600), st.booleans()), min_size=1, max_size=40)


def searches(found: list[int], given_up: list[int]) -> list[Search]:
    return [Search(one, found=True) for one in found] + [
        Search(one, found=False) for one in given_up
    ]


def test_without_anybody_giving_up_it_is_the_plain_percentile() -> None:
    waits = searches([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [])
    assert percentiles(waits, HALF_AND_MOST) == [50, 90]


def test_the_paper_of_kaplan_and_meier_gives_its_own_numbers() -> None:
    """Their example: deaths at 0.8, 3.1, 5.4, 9.2 months, losses at 1.0, 2.7, 7.0, 12.1."""
    waits = searches([8, 31, 54, 92], [10, 27, 70, 121])
    # 1 - 7/8 * 4/5 * 3/4 = 0.475 after 5.4 months; times 1/2 after 9.2.
    assert percentiles(waits, (0.475, 0.476, 0.7375, 0.74)) == [54, 92, 92, None]


def test_who_gave_up_makes_the_wait_longer() -> None:
    lucky = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert percentiles(searches(lucky, []), HALF_AND_MOST) == [5, 9]
    assert percentiles(searches(lucky, [300] * 30), HALF_AND_MOST) == [None, None]


def test_who_left_at_once_says_nothing() -> None:
    waits = [10, 20, 30, 40]
    assert percentiles(searches(waits, [0] * 50), (0.5,)) == percentiles(
        searches(waits, []), (0.5,)
    )


@given(SEARCHES)
def test_more_of_them_never_wait_less(waits: list[Search]) -> None:
    half, most = percentiles(waits, HALF_AND_MOST)
    assert most is None or (half is not None and half <= most)


def test_stakes_are_alike_within_their_class() -> None:
    tiers = [Decimal(tier) for tier in (20, 50, 100, 200, 500, 1_000, 2_000, 5_000)]
    assert stake_class(Decimal(50), tiers) == {20, 50, 100}
    assert stake_class(Decimal(150), tiers) == {150, 200, 500, 1_000}
    assert stake_class(Decimal(5_000), tiers) == {2_000, 5_000}
