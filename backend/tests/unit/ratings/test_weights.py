"""Matches of the same two count less each time, and draws make nobody certain."""

from decimal import Decimal

from app.domain.ratings.glicko2 import Rating
from app.domain.ratings.weights import after_draw, on_boards, weight_of


def test_all_matches_of_a_week_together_count_less_than_two() -> None:
    weights = [weight_of(met) for met in range(10)]
    assert weights[:3] == [1, 0.5, 0.25]
    assert sum(weights) < 2
    assert weight_of(1_000) > 0, "a weight of nothing is no rating change"


def test_a_draw_moves_points_and_leaves_the_certainty() -> None:
    drawn = after_draw(Rating(1000, 110), Rating(1012, 100, 0.05))
    assert drawn == Rating(1012, 110, 0.05)


def test_what_was_lost_stands_on_the_boards_always_and_what_was_won_once() -> None:
    assert on_boards(Decimal(80), weight=1) == 80
    assert on_boards(Decimal(80), weight=0.5) == 0
    assert on_boards(Decimal(-100), weight=0.5) == -100
