"""tournaments.md §2.5 and §1.2: every prize vector to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tournaments import play
from app.domain.tournaments.finish import placings, prize_groups
from app.domain.tournaments.prizes import check_split, shares
from app.domain.tournaments.vocabulary import NotPossible, forfeited_to, won_by
from tests.unit.tournaments.playing import ROBIN, SINGLE, a_tournament, play_out, play_until, win

EVO_2022 = (4200, 2000, 1300, 700, 500, 500, 400, 400)
EVO_2016 = (6000, 2000, 1000, 400, 200, 200, 100, 100)
THREE, HALVES = (7000, 2000, 1000), (5000, 3000, 2000)


def groups(*sizes: int) -> list[tuple[int, ...]]:
    """Return groups of equals, players numbered from 1."""
    ends = [sum(sizes[: index + 1]) for index in range(len(sizes))]
    return [tuple(range(end - size + 1, end + 1)) for end, size in zip(ends, sizes, strict=True)]


VECTORS = [
    ("7200.00", EVO_2022, (1, 1, 1, 1, 2, 2), "3024 1440 936 504 360 360 288 288"),
    ("1000.01", THREE, (1, 1, 2), "700.01 200 50 50"),
    ("1000.01", THREE, (1, 2), "700.01 150 150"),
    ("1000.00", HALVES, (3,), "333.34 333.33 333.33"),
    ("999.99", HALVES, (1, 4), "500.03 124.99 124.99 124.99 124.99"),
    ("12345.67", EVO_2016, (1, 1, 1, 1, 4), "7407.44 2469.13 1234.56 493.82" + " 185.18" * 4),
    ("2970.00", EVO_2022, (1, 1, 2, 4), "1247.40 594 297 297" + " 133.65" * 4),
    ("0.07", HALVES, (1, 1, 1), "0.04 0.02 0.01"),
]


@pytest.mark.parametrize(("pool", "split", "finish", "paid"), VECTORS)
def test_vector_2_5(pool: str, split: tuple[int, ...], finish: tuple[int, ...], paid: str) -> None:
    found = shares(Decimal(pool), split, groups(*finish))
    assert list(found.values()) == [Decimal(part) for part in paid.split()]
    assert sum(found.values()) == Decimal(pool)


def test_case_1_2_04_places_without_a_player_go_to_first() -> None:
    found = shares(Decimal(180), THREE, groups(1, 1))
    assert found == {1: Decimal(144), 2: Decimal(36)}


def test_case_1_2_11_who_is_barred_falls_out_and_those_below_move_up() -> None:
    finished = play_out(a_tournament(SINGLE, 4))
    assert prize_groups(finished) == [(1,), (2,), (3, 4)]
    assert prize_groups(finished, barred=frozenset({1})) == [(2,), (3, 4)]


def test_case_1_1_21_who_is_barred_leaves_the_paid_table_and_the_whole_pool_is_paid() -> None:
    finished = play_out(a_tournament(SINGLE, 8))
    pool = Decimal(1000)
    found = shares(pool, THREE, prize_groups(finished, barred=frozenset({2})))
    assert found == {1: Decimal(700), 3: Decimal(150), 4: Decimal(150)}
    assert sum(found.values()) == pool


def test_case_1_1_22_nobody_is_paid_who_did_not_play() -> None:
    tournament = play.record(a_tournament(SINGLE, 8), "W1.1", forfeited_to(8))
    tournament = play.withdraw(win(tournament, "W1.2", 4), 4)
    tournament = play.record(play_until(tournament, "W3.1"), "W3.1", forfeited_to(2))
    assert play.find(tournament, "W3.1").players == (8, 2)
    assert prize_groups(tournament) == [(2,), (3, 4), (5, 6, 7)]


def test_case_1_1_07_who_dropped_out_is_not_paid_before_others_with_the_same_points() -> None:
    tournament = a_tournament(ROBIN, 3)
    for match in play.open_matches(tournament):  # a circle: each has beaten one
        winner = match.home if set(match.players) != {1, 3} else 3
        score = (5, 0) if winner == 2 else (2, 0)
        shown = score if winner == match.home else score[::-1]
        assert isinstance(winner, int)
        tournament = play.record(tournament, match.key, won_by(winner, shown))
    assert prize_groups(tournament)[0] == (2,)
    dropped = play.withdraw(tournament, 2)
    assert placings(dropped) == placings(tournament)
    assert prize_groups(dropped)[-1] == (2,)


@pytest.mark.parametrize("split", [(), (5000, 4000), (4000, 6000), (10000, 0)])
def test_a_split_that_is_not_the_whole_pool_is_refused(split: tuple[int, ...]) -> None:
    with pytest.raises(NotPossible):
        check_split(split)


@given(
    st.integers(0, 10**9),
    st.sampled_from([EVO_2022, EVO_2016, THREE, HALVES, (10000,)]),
    st.lists(st.integers(1, 8), min_size=1, max_size=8),
)
def test_prizes_sum_to_the_pool_and_nobody_gets_more_than_who_is_above(
    cents: int, split: tuple[int, ...], finish: list[int]
) -> None:
    pool = Decimal(cents) / 100
    found = shares(pool, split, groups(*finish))
    assert sum(found.values()) == pool
    amounts = [found.get(player, Decimal(0)) for player in range(1, sum(finish) + 1)]
    assert amounts == sorted(amounts, reverse=True)
