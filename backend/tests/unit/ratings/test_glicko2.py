"""Ratings: the exact numbers of our reference (peers.md §4.3), and what must hold for everybody."""

from math import isfinite
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.ratings.glicko2 import (
    NARROWEST,
    WIDEST,
    WILDEST,
    Game,
    Rating,
    _new_volatility,
    idle,
    is_provisional,
    on_leaderboards,
    rate,
    undo,
    win_band,
    win_chance,
)

GLICKMAN = [
    Game(Rating(1400, 30), 1.0),
    Game(Rating(1550, 100), 0.0),
    Game(Rating(1700, 300), 0.0),
]
RATINGS = st.builds(
    Rating,
    rating=st.floats(-500, 4500),
    deviation=st.floats(NARROWEST, WIDEST),
    volatility=st.floats(0.02, WILDEST),
)
SCORES = st.sampled_from([0.0, 0.5, 1.0])
GAMES = st.lists(st.builds(Game, opponent=RATINGS, score=SCORES), max_size=8)


def near(number: float, digits: int = 4) -> object:
    return pytest.approx(number, abs=10**-digits)


@pytest.mark.parametrize(
    ("player", "games", "rating", "deviation", "volatility"),
    [
        (Rating(1500, 200), GLICKMAN, 1464.050671, 151.516524, 0.05999598),
        (Rating(2000, 80), [Game(Rating(1500, 80), 0)] * 10, 1691.767924, 76.575736, 0.060943),
        (Rating(2200, 60), [Game(Rating(1400, 60), 0)] * 5, 2096.883086, 60.717243, 0.060318),
        (Rating(1500, 350), [Game(Rating(1500, 350), 1)], 1662.310894, 290.318964, 0.0599997),
        (Rating(1700, 60), [Game(Rating(1500, 60), 1)], 1705.007206, 60.2432, 0.059998),
        (Rating(1500, 60), [Game(Rating(1700, 60), 1)], 1515.515730, 60.243400, 0.060005),
    ],
)
def test_a_period_moves_a_rating_to_the_reference_values(
    player: Rating, games: list[Game], rating: float, deviation: float, volatility: float
) -> None:
    after = rate(player, games)
    assert after.rating == near(rating)
    assert after.deviation == near(deviation)
    assert after.volatility == near(volatility, digits=6)


def test_glickmans_own_example_comes_out_as_printed() -> None:
    after = rate(Rating(1500, 200), GLICKMAN)
    assert after.rating == pytest.approx(1464.06, abs=0.02)
    assert after.deviation == pytest.approx(151.52, abs=0.01)
    assert after.volatility == pytest.approx(0.05999, abs=0.00001)


def test_where_everybody_starts_does_not_change_the_steps() -> None:
    """We start at 1000, the vectors at 1500: only gaps count."""
    lower = [Game(Rating(g.opponent.rating - 500, g.opponent.deviation), g.score) for g in GLICKMAN]
    assert rate(Rating(1000, 200), lower).rating == near(964.050671)


@pytest.mark.parametrize(
    ("periods", "deviation"), [(1, 200.2714), (4, 201.0835), (12, 203.2331), (52, 213.6570)]
)
def test_an_idle_rating_grows_uncertain(periods: int, deviation: float) -> None:
    rested = idle(Rating(1500, 200), periods)
    assert rested.rating == 1500
    assert rested.volatility == 0.06
    assert rested.deviation == near(deviation)


def test_no_games_is_one_idle_period() -> None:
    assert rate(Rating(1500, 200), []) == idle(Rating(1500, 200), 1)


@given(RATINGS, SCORES)
def test_equal_opponents_change_by_opposite_amounts(player: Rating, score: float) -> None:
    one = rate(player, [Game(player, score)])
    other = rate(player, [Game(player, 1 - score)])
    assert one.rating - player.rating == pytest.approx(player.rating - other.rating, abs=1e-6)


@given(RATINGS, RATINGS)
def test_a_loss_never_raises_a_rating_and_a_win_never_lowers_it(
    player: Rating, opponent: Rating
) -> None:
    assert rate(player, [Game(opponent, 0.0)]).rating <= player.rating
    assert rate(player, [Game(opponent, 1.0)]).rating >= player.rating


@given(RATINGS, RATINGS)
def test_a_draw_lies_between_losing_and_winning(player: Rating, opponent: Rating) -> None:
    lost, drawn, won = (rate(player, [Game(opponent, s)]).rating for s in (0.0, 0.5, 1.0))
    assume(won - lost > 1e-6)
    assert lost < drawn < won


@given(RATINGS, GAMES, st.randoms(use_true_random=False))
def test_the_order_of_games_in_a_period_does_not_matter(
    player: Rating, games: list[Game], chance: Random
) -> None:
    shuffled = list(games)
    chance.shuffle(shuffled)
    assert rate(player, shuffled) == rate(player, games)


@given(RATINGS, GAMES)
def test_deviation_and_volatility_stay_within_their_bounds(
    player: Rating, games: list[Game]
) -> None:
    after = rate(player, games)
    assert NARROWEST <= after.deviation <= WIDEST
    assert 0 < after.volatility <= WILDEST
    assert isfinite(after.rating)


@given(RATINGS, st.floats(0, 10_000), st.floats(0, 10_000))
def test_waiting_never_makes_us_surer(player: Rating, periods: float, more: float) -> None:
    once = idle(player, periods)
    assert player.deviation <= once.deviation <= WIDEST
    assert once.deviation <= idle(player, periods + more).deviation
    twice = idle(once, more)
    assert twice.deviation == pytest.approx(idle(player, periods + more).deviation, abs=1e-6)


@given(RATINGS, GAMES)
def test_the_last_change_can_be_undone_without_a_trace(player: Rating, games: list[Game]) -> None:
    after = rate(player, games)
    undone = undo(after, before=player, after=after)
    assert undone.rating == pytest.approx(player.rating)
    assert undone.deviation == pytest.approx(player.deviation)
    assert undone.volatility == pytest.approx(player.volatility)


@given(RATINGS, GAMES, GAMES)
def test_an_earlier_change_is_taken_out_of_what_came_later(
    player: Rating, games: list[Game], later: list[Game]
) -> None:
    after = rate(player, games)
    now = rate(after, later)
    undone = undo(now, before=player, after=after)
    assert undone.rating - player.rating == pytest.approx(now.rating - after.rating, abs=1e-6)
    assert NARROWEST <= undone.deviation <= WIDEST
    assert 0 < undone.volatility <= WILDEST


@given(RATINGS, RATINGS)
def test_the_two_chances_of_a_pair_add_up(one: Rating, other: Rating) -> None:
    assert win_chance(one, other) + win_chance(other, one) == pytest.approx(1)
    assert 0 < win_chance(one, other) < 1


@given(RATINGS, RATINGS)
def test_the_chance_lies_within_its_band_and_uncertainty_widens_it(
    one: Rating, other: Rating
) -> None:
    low, high = win_band(one, other)
    assert low <= win_chance(one, other) <= high
    lowest, highest = win_band(other, one)
    assert 1 - highest == pytest.approx(low)
    assert 1 - lowest == pytest.approx(high)


def test_uncertainty_pulls_a_chance_towards_the_middle() -> None:
    sure = win_chance(Rating(1200, 45), Rating(1000, 45))
    unsure = win_chance(Rating(1200, 350), Rating(1000, 350))
    assert 0.5 < unsure < sure < 0.76


def test_a_newcomer_is_provisional_until_some_ten_matches() -> None:
    """Against equals: shown without a question mark after a dozen, on the boards after thirty."""
    player, known_after, listed_after = Rating(), 0, 0
    for played in range(1, 41):
        player = rate(player, [Game(Rating(player.rating, 80), float(played % 2))])
        known_after = known_after or (0 if is_provisional(player) else played)
        listed_after = listed_after or (played if on_leaderboards(player) else 0)
    assert 8 <= known_after <= 14
    assert 18 <= listed_after <= 32


@pytest.mark.parametrize(
    ("deviation", "provisional", "listed"),
    [(350, True, False), (110.1, True, False), (110, False, False), (75, False, True)],
)
def test_the_thresholds_are_those_of_the_rules(
    deviation: float, provisional: bool, listed: bool
) -> None:
    rating = Rating(deviation=deviation)
    assert (is_provisional(rating), on_leaderboards(rating)) == (provisional, listed)


def test_chances_are_calibrated_even_among_players_we_hardly_know() -> None:
    """Predicted 60 to 70 percent, won 60 to 70 percent, over strengths drawn from ratings."""
    chance = Random(11)
    predicted: dict[int, list[tuple[float, int]]] = {}
    for _ in range(40_000):
        pair = [Rating(chance.gauss(1000, 250), chance.uniform(45, 350)) for _ in range(2)]
        true = [Rating(chance.gauss(p.rating, p.deviation), 0.001) for p in pair]
        won = chance.random() < win_chance(*true)
        expected = win_chance(*pair)
        predicted.setdefault(int(expected * 10), []).append((expected, won))
    for pairs in predicted.values():
        if len(pairs) > 500:
            expected = sum(e for e, _ in pairs) / len(pairs)
            assert abs(expected - sum(w for _, w in pairs) / len(pairs)) < 0.05


@pytest.mark.parametrize(
    ("phi", "variance", "delta"),
    [
        (0.6682720903013948, 7.002909592075429, 2.729376701511029),
        (1.4933842843394145, 20.267126332019586, 4.7431342962993925),
        (0.44668830164425133, 15.47931170655195, 3.959651770721483),
    ],
)
def test_a_surprise_as_large_as_what_was_expected_is_rated(
    phi: float, variance: float, delta: float
) -> None:
    assert delta**2 > phi**2 + variance, "and yet their difference rounds to nothing or less"
    assert delta**2 - phi**2 - variance <= 0
    found = _new_volatility(phi=phi, volatility=0.06, variance=variance, delta=delta, tau=0.5)
    assert 0 < found <= WILDEST


@pytest.mark.parametrize(
    ("known", "settled", "listed"), [(Rating(1000, 60), 10, 26), (None, 13, 30)]
)
def test_after_so_many_matches_a_newcomer_is_known(
    known: Rating | None, settled: int, listed: int
) -> None:
    """As docs/flows/ratings.md says, against well-known players and among newcomers."""
    player, deviations = Rating(), list[Rating]()
    for played in range(listed):
        opponent = Rating(player.rating, (known or player).deviation)
        player = rate(player, [Game(opponent, float(played % 2))])
        deviations.append(player)
    assert [is_provisional(one) for one in deviations].index(False) + 1 == settled
    assert [on_leaderboards(one) for one in deviations].index(True) + 1 == listed


def test_half_a_game_says_half_as_much() -> None:
    player, opponent = Rating(1000, 100), Rating(1000, 60)
    whole = rate(player, [Game(opponent, 1.0)])
    half = rate(player, [Game(opponent, 1.0, weight=0.5)])
    assert (half.rating - 1000) / (whole.rating - 1000) == pytest.approx(0.5, abs=0.06)

    def learned(after: Rating) -> float:
        return 1 / after.deviation**2 - 1 / player.deviation**2

    many = player
    for _ in range(50):
        many = rate(many, [Game(opponent, 0.5, weight=0.001)])
    assert many.deviation == pytest.approx(player.deviation, abs=0.5), "nothing said, nothing lost"

    assert learned(half) / learned(whole) == pytest.approx(0.5, abs=0.02)
