"""Evidence that two accounts do not compete: each sign as a likelihood ratio, in nats.

A sign compares two explanations of the matches of a pair: two people who compete, and two who
arranged it. Each is a beta-binomial, so that a few matches prove little and habits of a pair (a bad
line, a rival who always complains) are allowed for. Signs below `_CHANCE` count as nothing: of many
pairs some show each of them by chance. The sum is capped for each sign, so that none decides alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import lgamma, log, pi, sqrt
from statistics import fmean

from app.domain.conduct.rings.facts import Facts, Game, Pair, pair_of

_MEAN = 1000.0
_PRIOR_VARIANCE = 220.0**2  # of the skill (points) of somebody who has not played
_GAME_VARIANCE = 345.0**2  # of what one game says of a skill
_POINTS_A_SCORE = 695.0  # by which a score of one above the expected speaks for more skill
_PER_POINT = log(10) / 400
_CHANCE = 0.7
_QUICK_SECONDS = 150.0


class Sign(StrEnum):
    """What is odd about the matches of a pair."""

    ONE_WAY = "one_way"
    QUICK = "quick"
    FORFEITS = "forfeits"
    DRAWS = "draws"
    DISPUTES = "disputes"
    TURNS = "turns"
    STAKES = "stakes"
    MONEY = "money"
    ALONE = "alone"
    DEVICE = "device"
    NUMBER = "number"


_MOST = {
    Sign.ONE_WAY: 5.5,
    Sign.QUICK: 5.5,
    Sign.FORFEITS: 5.0,
    Sign.DRAWS: 8.0,
    Sign.DISPUTES: 4.0,
    Sign.TURNS: 8.0,
    Sign.STAKES: 6.0,
}


@dataclass(frozen=True)
class Edge:
    """The evidence about one pair: `winner` gains from `loser`; nats for each sign."""

    winner: int
    loser: int
    games: int
    won: int  # by `winner`
    net: float  # KES that the winner gained, before fees
    quick: int
    signs: dict[Sign, float]

    @property
    def evidence(self) -> float:
        """Return the sum of all signs in nats."""
        return sum(self.signs.values())

    @property
    def pair(self) -> Pair:
        """Return the two accounts as a pair."""
        return pair_of(self.winner, self.loser)


class Totals:
    """What an account did in all its games, so that those of a pair can be left out."""

    __slots__ = ("games", "opponents", "points", "staked")

    def __init__(self) -> None:
        """Begin at nothing."""
        self.games = 0
        self.opponents = 0.0  # sum of the opponents' ratings
        self.points = 0.0
        self.staked = 0.0

    def add(self, *, opponent: float, points: float, stake: float) -> None:
        """Count one game."""
        self.games += 1
        self.opponents += opponent
        self.points += points
        self.staked += stake


def totals_of(games: list[Game]) -> dict[int, Totals]:
    """Return the totals of each account."""
    found: dict[int, Totals] = {}
    for game in games:
        one = found.get(game.one) or found.setdefault(game.one, Totals())
        two = found.get(game.two) or found.setdefault(game.two, Totals())
        one.add(opponent=game.rating_two, points=game.score, stake=game.stake)
        two.add(opponent=game.rating_one, points=1 - game.score, stake=game.stake)
    return found


def edges_of(facts: Facts) -> list[Edge]:
    """Return the evidence about each pair that met twice, or once if one of them hardly played."""
    totals = totals_of(facts.games)
    met: dict[Pair, list[Game]] = {}
    for game in facts.games:
        met.setdefault(pair_of(game.one, game.two), []).append(game)
    found = []
    for (one, two), games in met.items():
        if len(games) > 1 or min(totals[one].games, totals[two].games) <= 2:
            found.append(_edge(facts, totals, one, two, games))
    return found


def _edge(
    facts: Facts, totals: dict[int, Totals], one: int, two: int, games: list[Game]
) -> Edge:
    for_one = [game.score if game.one == one else 1 - game.score for game in games]
    net = sum((2 * score - 1) * game.stake for score, game in zip(for_one, games, strict=True))
    if (net, sum(for_one)) < (0, len(games) / 2):
        one, two, for_one, net = two, one, [1 - score for score in for_one], -net
    won, lost = for_one.count(1.0), for_one.count(0.0)
    count = len(games)
    played = [game for game in games if not game.forfeit]
    quick = sum(game.seconds < _QUICK_SECONDS for game in played)
    expected, sure = _expected(totals, one, two, games, for_one)
    signs = {
        Sign.ONE_WAY: _one_way(won, lost, expected=expected, sure=sure),
        Sign.QUICK: _more(quick, len(played), usual=(0.05, 8), arranged=(0.45, 3)),
        Sign.FORFEITS: _more(
            sum(game.forfeit for game in games), count, usual=(0.06, 8), arranged=(0.7, 4)
        ),
        Sign.DRAWS: _more(count - won - lost, count, usual=(0.02, 10), arranged=(0.8, 4)),
        Sign.DISPUTES: _more(
            sum(game.disputed for game in games), count, usual=(0.04, 6), arranged=(0.6, 4)
        ),
        Sign.TURNS: _turns(for_one),
        Sign.STAKES: _stakes(games, for_one),
    }
    signs = {sign: min(value, _MOST[sign]) for sign, value in signs.items()}
    signs[Sign.MONEY] = _money(facts, totals, two, games, net)
    signs[Sign.ALONE] = _alone(count, totals[one].games, totals[two].games)
    pair = pair_of(one, two)
    signs[Sign.DEVICE] = 2.0 if pair in facts.devices else 0.0
    signs[Sign.NUMBER] = 2.5 if pair in facts.numbers else 0.0
    return Edge(one, two, count, won, net, quick, signs)


def _expected(
    totals: dict[int, Totals], one: int, two: int, games: list[Game], for_one: list[float]
) -> tuple[float, float]:
    """Return the score that `one` should have against `two`, and how sure that is.

    Their strengths are taken from what they did against everybody else: what is arranged between
    the two does not move them. Sure is the weight of so many games.
    """
    ratings = [
        (game.rating_one, game.rating_two)
        if game.one == one
        else (game.rating_two, game.rating_one)
        for game in games
    ]
    points = sum(for_one)
    first, first_variance = _strength(totals[one], games, sum(r[1] for r in ratings), points)
    second, second_variance = _strength(
        totals[two], games, sum(r[0] for r in ratings), len(games) - points
    )
    variance = first_variance + second_variance
    doubt = _PER_POINT**2 * variance
    damped = 1 / sqrt(1 + 3 * doubt / pi**2)
    expected = 1 / (1 + 10 ** (-damped * (first - second) / 400))
    spread = expected * (1 - expected)
    return expected, max(min(1 / (spread * doubt * damped**2) - 1, 15.0), 1.0)


def _strength(
    total: Totals, games: list[Game], opponents: float, points: float
) -> tuple[float, float]:
    """Return an account's skill (points) against others than in `games`, and its variance."""
    others = total.games - len(games)
    weight = _GAME_VARIANCE / _PRIOR_VARIANCE
    all_of_it = others + weight
    met = (total.opponents - opponents + weight * _MEAN) / all_of_it
    score = (total.points - points + weight / 2) / all_of_it
    return met + _POINTS_A_SCORE * (score - 0.5), _PRIOR_VARIANCE * weight / all_of_it


def _one_way(won: int, lost: int, *, expected: float, sure: float) -> float:
    usual = (expected * sure, (1 - expected) * sure)
    return max(_against(won, lost, usual=usual, arranged=(12.0, 1.0)) - _CHANCE, 0.0)


def _more(
    found: int, count: int, *, usual: tuple[float, float], arranged: tuple[float, float]
) -> float:
    """Return the evidence in `found` of `count`; each explanation as (mean, weight in games)."""
    if found == 0:
        return 0.0
    ratio = _against(
        found,
        count - found,
        usual=(usual[0] * usual[1], (1 - usual[0]) * usual[1]),
        arranged=(arranged[0] * arranged[1], (1 - arranged[0]) * arranged[1]),
    )
    return max(ratio - _CHANCE, 0.0)


def _turns(for_one: list[float]) -> float:
    """Return the evidence in victories by turns."""
    decided = [score for score in for_one if score != 0.5]
    steps = len(decided) - 1
    if steps < 5:
        return 0.0
    changed = sum(decided[at] != decided[at + 1] for at in range(steps))
    ratio = _against(changed, steps - changed, usual=(30.0, 30.0), arranged=(15.0, 1.0))
    return max(ratio - _CHANCE, 0.0)


def _stakes(games: list[Game], for_one: list[float]) -> float:
    """Return the evidence in who wins when it pays: `one` the high stakes, the other the low."""
    high = [game.stake for game, score in zip(games, for_one, strict=True) if score == 1]
    low = [game.stake for game, score in zip(games, for_one, strict=True) if score == 0]
    if len(high) < 3 or len(low) < 3 or fmean(high) < 3 * fmean(low):
        return 0.0
    above = sum((a > b) + (a == b) / 2 for a in high for b in low)
    pairs = len(high) * len(low)
    deviation = sqrt(pairs * (len(high) + len(low) + 1) / 12)
    return max(((above - pairs / 2) / deviation) ** 2 / 2 + 1 - _CHANCE, 0.0)


def _money(
    facts: Facts, totals: dict[int, Totals], loser: int, games: list[Game], net: float
) -> float:
    """Return the evidence in how much of the loser's money went this way, and at what stakes."""
    paid = facts.money.get(loser)
    found = 0.0
    if paid is not None and paid.deposited >= 200 and net > 0:
        share = net / paid.deposited
        found += 1.2 if share >= 0.75 else 0.6 if share >= 0.4 else 0.0
    found += 0.6 if net >= 2_000 else 0.0
    others = totals[loser].games - len(games)
    staked = sum(game.stake for game in games)
    if others >= 5 and len(games) >= 3:
        usual = (totals[loser].staked - staked) / others
        found += 0.6 if staked / len(games) >= 2.5 * usual else 0.0
    return found


def _alone(count: int, one: int, two: int) -> float:
    """Return the evidence in how much of all they play is with each other."""
    if count < 3:
        return 0.0
    most, least = count / min(one, two), count / max(one, two)
    return (0.8 if most >= 0.5 else 0.3 if most >= 0.25 else 0.0) + (0.5 if least >= 0.25 else 0.0)


def _against(
    found: int, rest: int, *, usual: tuple[float, float], arranged: tuple[float, float]
) -> float:
    """Return the log ratio of two beta-binomials, each as its two parameters."""
    return _log_chance(found, rest, *arranged) - _log_chance(found, rest, *usual)


def _log_chance(found: int, rest: int, a: float, b: float) -> float:
    return (
        lgamma(found + a)
        + lgamma(rest + b)
        - lgamma(found + rest + a + b)
        - lgamma(a)
        - lgamma(b)
        + lgamma(a + b)
    )
