"""Evidence that two accounts do not compete: what each sign adds to the odds, in nats.

A sign compares two explanations of the matches of a pair: two people who compete, and two who
arranged it. Each is a beta-binomial, so that a few matches prove little and habits of a pair (a bad
line, a rival who always complains) are allowed for. What a sign counts (`_WEIGHTS`, and the steps
below which chance alone shows as much in some of many pairs) was fitted on simulated play, on seeds
that no test uses (decision 64).
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
_QUICK_SECONDS = 150.0
_MUCH_MONEY = 2_000.0  # KES that went from one to the other
_BASE = -7.3  # of any pair that has met again, before anything is known of it


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
    SHARE = "share"
    VOLUME = "volume"
    DEVICE = "device"
    NUMBER = "number"


@dataclass(frozen=True)
class Edge:
    """The evidence about one pair: `winner` gains from `loser`; nats for each sign."""

    winner: int
    loser: int
    games: int
    won: int  # by `winner`
    lost: int
    net: float  # KES that the winner gained, before fees
    quick: int
    forfeits: int
    disputed: int
    signs: dict[Sign, float]

    @property
    def evidence(self) -> float:
        """Return the log odds that the pair arranged its matches, by what it shows alone."""
        return _BASE + sum(self.signs.values())

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


def _edge(facts: Facts, totals: dict[int, Totals], one: int, two: int, games: list[Game]) -> Edge:
    for_one = [game.score if game.one == one else 1 - game.score for game in games]
    net = sum((2 * score - 1) * game.stake for score, game in zip(for_one, games, strict=True))
    if (net, sum(for_one)) < (0, len(games) / 2):
        one, two, for_one, net = two, one, [1 - score for score in for_one], -net
    won, lost = for_one.count(1.0), for_one.count(0.0)
    count = len(games)
    played = [game for game in games if not game.forfeit]
    quick = sum(game.seconds < _QUICK_SECONDS for game in played)
    forfeits = sum(game.forfeit for game in games)
    disputed = sum(game.disputed for game in games)
    expected, sure = _expected(totals, one, two, games, for_one)
    pair = pair_of(one, two)
    signs = {
        Sign.ONE_WAY: _one_way(won, lost, expected=expected, sure=sure),
        Sign.QUICK: _quick(quick, len(played)),
        Sign.FORFEITS: 1.55 * _above(3, forfeits, count, usual=(0.06, 8), arranged=(0.7, 4)),
        Sign.DRAWS: 0.85
        * _above(3, count - won - lost, count, usual=(0.02, 10), arranged=(0.8, 4)),
        Sign.DISPUTES: 2.4 * _above(3, disputed, count, usual=(0.04, 6), arranged=(0.6, 4)),
        Sign.TURNS: _turns(for_one),
        Sign.STAKES: 3.1 * _stakes(games, for_one),
        Sign.MONEY: 2.3 * min(max(net / _MUCH_MONEY, 0.0), 1.0),
        Sign.SHARE: _share(count, totals[one].games, totals[two].games),
        Sign.VOLUME: (1.65 if count >= 4 else 0.0) - 0.36 * log(count),
        Sign.DEVICE: 2.85 if pair in facts.devices else 0.0,
        Sign.NUMBER: 2.6 if pair in facts.numbers else 0.0,
    }
    return Edge(one, two, count, won, lost, net, quick, forfeits, disputed, signs)


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
    ratio = _against(
        won, lost, usual=(expected * sure, (1 - expected) * sure), arranged=(12.0, 1.0)
    )
    return 0.82 * min(ratio, 7.0) if ratio > 0 else 0.22 * max(ratio, -3.0)


def _quick(quick: int, played: int) -> float:
    ratio = min(max(_more(quick, played, usual=(0.05, 8), arranged=(0.45, 3)), -3.0), 7.0)
    return 0.53 * ratio + 0.61 * max(ratio - 3, 0.0)


def _above(
    step: float,
    found: int,
    count: int,
    *,
    usual: tuple[float, float],
    arranged: tuple[float, float],
) -> float:
    """Return by how much the evidence in `found` of `count` is above `step`."""
    return max(min(_more(found, count, usual=usual, arranged=arranged), 12.0) - step, 0.0)


def _more(
    found: int, count: int, *, usual: tuple[float, float], arranged: tuple[float, float]
) -> float:
    """Return the evidence in `found` of `count`; each explanation as (mean, weight in games)."""
    return _against(
        found,
        count - found,
        usual=(usual[0] * usual[1], (1 - usual[0]) * usual[1]),
        arranged=(arranged[0] * arranged[1], (1 - arranged[0]) * arranged[1]),
    )


def _turns(for_one: list[float]) -> float:
    """Return the evidence in victories by turns."""
    decided = [score for score in for_one if score != 0.5]
    steps = len(decided) - 1
    if steps < 5:
        return 0.0
    changed = sum(decided[at] != decided[at + 1] for at in range(steps))
    ratio = _against(changed, steps - changed, usual=(15.0, 15.0), arranged=(15.0, 1.0))
    return 1.8 * max(min(ratio, 12.0) - 2, 0.0)


def _stakes(games: list[Game], for_one: list[float]) -> float:
    """Return the evidence in who wins when it pays: `one` the high stakes, the other the low."""
    high = [game.stake for game, score in zip(games, for_one, strict=True) if score == 1]
    low = [game.stake for game, score in zip(games, for_one, strict=True) if score == 0]
    if len(high) < 3 or len(low) < 3 or fmean(high) < 3 * fmean(low):
        return 0.0
    above = sum((a > b) + (a == b) / 2 for a in high for b in low)
    pairs = len(high) * len(low)
    deviation = sqrt(pairs * (len(high) + len(low) + 1) / 12)
    return min(((above - pairs / 2) / deviation) ** 2 / 2 + 0.3, 2.5)


def _share(count: int, winner: int, loser: int) -> float:
    """Return the evidence in how much of all that the loser plays is against the winner."""
    return 3.1 * count / loser - 1.64 * count / winner if count > 1 else 0.0


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
