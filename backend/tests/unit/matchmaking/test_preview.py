"""The chance in the preview comes true: five thousand matches, compared by tenths."""

from decimal import Decimal
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matchmaking.pairing import Rules, Seeker, pair_all
from app.domain.matchmaking.preview import band_of, break_even, expected_gain, is_uncertain
from app.domain.ratings.glicko2 import Game, Rating, rate, win_chance

RULES = Rules(tiers=(Decimal(100),))
PLAYERS, MATCHES, POINTS = 200, 5_000, 0.05


class _Club:
    """Players whose true strength nobody sees, paired and rated as the product does it."""

    def __init__(self, seed: int, *, spread: int) -> None:
        self.dice = Random(seed)
        self.strength = [self.dice.gauss(1000, spread) for _ in range(PLAYERS)]
        self.ratings = [Rating() for _ in range(PLAYERS)]
        self.predicted: list[tuple[float, float]] = []
        self.predicted_surely: list[tuple[float, float]] = []

    def some_meet(self) -> None:
        """Let a few of them queue; record what each pair was shown, and how good its chance was."""
        seekers = [
            Seeker(
                ticket_id=number + 1,
                user_id=number + 1,
                wager_amount=Decimal(100),
                title="mw",
                mode="gunfight",
                platform="acti",
                rating=round(self.ratings[number].rating),
                deviation=self.ratings[number].deviation,
                waited_seconds=self.dice.expovariate(1 / 60),
            )
            for number in self.dice.sample(range(PLAYERS), 6)
        ]
        for pair in pair_all(seekers, RULES):
            one, other = sorted(seeker.user_id - 1 for seeker in pair)
            mine, theirs = self.ratings[one], self.ratings[other]
            gap = self.strength[one] - self.strength[other]
            chance = 1 / (1 + 10 ** (-gap / 400))
            won = float(self.dice.random() < chance)
            self.predicted.append((win_chance(mine, theirs), chance))
            if not is_uncertain(mine, theirs):
                self.predicted_surely.append(self.predicted[-1])
            self.ratings[one] = rate(mine, [Game(theirs, won)])
            self.ratings[other] = rate(theirs, [Game(mine, 1 - won)])


def furthest_off(predictions: list[tuple[float, float]]) -> float:
    """Return by how much the worst of ten tenths was off, from the lowest chances to the highest.

    Against the chance that the simulation drew from: what came of 500 draws is off by itself.
    """
    predictions = sorted(predictions[:MATCHES])
    assert len(predictions) == MATCHES
    assert predictions[-1][0] - predictions[0][0] > 0.5, "the chances differ"
    tenths = [predictions[i : i + MATCHES // 10] for i in range(0, MATCHES, MATCHES // 10)]
    return max(
        abs(fmean(predicted for predicted, _ in tenth) - fmean(true for _, true in tenth))
        for tenth in tenths
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_predicted_chances_are_within_five_points_in_every_tenth(seed: int) -> None:
    """From everybody's first match on, among players as different as Glicko-2 expects them."""
    club = _Club(seed, spread=350)
    while len(club.predicted) < MATCHES:
        club.some_meet()
    assert furthest_off(club.predicted) <= POINTS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_among_players_who_are_more_alike_it_does_once_their_ratings_are_known(seed: int) -> None:
    """Where a rating is provisional the preview says that its chance is an estimate."""
    club = _Club(seed, spread=250)
    while len(club.predicted_surely) < MATCHES:
        club.some_meet()
    assert furthest_off(club.predicted_surely) <= POINTS


ratings = st.builds(Rating, rating=st.floats(0, 3000), deviation=st.floats(45, 350))


@given(ratings, st.lists(ratings, max_size=5), st.floats(100, 675))
def test_the_likely_chance_lies_in_its_band(
    me: Rating, likely: list[Rating], window: float
) -> None:
    band = band_of(me, likely, window=window)
    assert 0 <= band.low <= band.chance + 1e-9
    assert band.chance <= band.high + 1e-9 <= 1 + 1e-9


@given(st.integers(20, 20_000), st.integers(0, 30))
def test_at_break_even_one_neither_gains_nor_loses(stake: int, percent: int) -> None:
    money = Decimal(stake)
    prize = 2 * money * (100 - percent) / 100
    chance = break_even(stake=money, prize=prize)
    assert abs(expected_gain(chance, stake=money, prize=prize)) <= Decimal("0.01")
    assert expected_gain(1, stake=money, prize=prize) == prize - money
    assert expected_gain(0, stake=money, prize=prize) == -money


def test_one_newcomer_makes_a_chance_uncertain() -> None:
    assert is_uncertain(Rating(1000, 60), Rating(1000, 350))
    assert not is_uncertain(Rating(1000, 60), Rating(1000, 110))
