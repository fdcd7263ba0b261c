"""How strong a player is, and how sure we are: Glicko-2 (Glickman, 2013), written for 1v1.

One match is one rating period; time without a match widens the deviation by `idle`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SCALE = 173.7178  # points for one unit of Glickman's own scale
START = 1000.0
WIDEST = 350.0  # the deviation of a player who has never played
NARROWEST = 45.0  # below that, a change in form would no longer show
START_VOLATILITY = 0.06
WILDEST = 0.1  # the volatility of no player is believed to be above that
_CALMEST = 0.01
TAU = 0.5

PROVISIONAL_ABOVE = 110.0
LEADERBOARDS_UP_TO = 75.0

_CLOSE_ENOUGH = 1e-10
_SURE = 30.0  # e^-30 is a chance that no number of matches distinguishes from none


@dataclass(frozen=True)
class Rating:
    """A rating in points, its standard deviation in points, and how much form wanders."""

    rating: float = START
    deviation: float = WIDEST
    volatility: float = START_VOLATILITY


@dataclass(frozen=True)
class Game:
    """One game: against whom, as rated before it, and 1 won, 0.5 drawn or 0 lost.

    `weight` (0..1) is how much of a game it is: what it says of both counts that much.
    """

    opponent: Rating
    score: float
    weight: float = 1.0


def rate(rating: Rating, games: Sequence[Game], *, tau: float = TAU) -> Rating:
    """Return the rating after one period with these `games`; their order does not matter.

    `tau` says how quickly volatility itself changes. Without games it is one idle period.
    """
    if not games:
        return idle(rating, 1)
    phi = rating.deviation / SCALE
    weights = [_damping(game.opponent.deviation) for game in games]
    chances = [
        _logistic(weight * (rating.rating - game.opponent.rating) / SCALE)
        for weight, game in zip(weights, games, strict=True)
    ]
    known = math.fsum(
        game.weight * weight**2 * chance * (1 - chance)
        for weight, chance, game in zip(weights, chances, games, strict=True)
    )
    surprise = math.fsum(
        game.weight * weight * (game.score - chance)
        for weight, chance, game in zip(weights, chances, games, strict=True)
    )
    volatility = _new_volatility(
        phi=phi,
        volatility=rating.volatility,
        variance=1 / known,
        delta=surprise / known,
        tau=tau,
    )
    # A period of games that count half is half a period, or many of them would blur what is known.
    before = phi**2 + max(game.weight for game in games) * volatility**2
    after = 1 / (1 / before + known)
    return Rating(
        rating=rating.rating + SCALE * after * surprise,
        deviation=_bounded(SCALE * math.sqrt(after)),
        volatility=volatility,
    )


def idle(rating: Rating, periods: float) -> Rating:
    """Return the rating after `periods` without a game: the same, but less certain."""
    wandered = max(0.0, periods) * (SCALE * rating.volatility) ** 2
    deviation = math.sqrt(rating.deviation**2 + wandered)
    # Rounding may shave a last digit off; uncertainty never shrinks by waiting.
    return Rating(rating.rating, max(rating.deviation, _bounded(deviation)), rating.volatility)


def undo(now: Rating, *, before: Rating, after: Rating) -> Rating:
    """Take one earlier change (`before` → `after`) out of the rating as it stands `now`.

    The points and the wandering go back as differences. Of the deviation it is the knowledge that
    goes back, 1/RD², for that is what games add. What came right after the change is as before it.
    """
    known = 1 / now.deviation**2 - 1 / after.deviation**2 + 1 / before.deviation**2
    volatility = now.volatility - after.volatility + before.volatility
    return Rating(
        rating=now.rating - (after.rating - before.rating),
        deviation=_bounded(1 / math.sqrt(max(known, 1 / WIDEST**2))),
        volatility=min(WILDEST, max(_CALMEST, volatility)),
    )


def win_chance(one: Rating, other: Rating) -> float:
    """Return the chance (0..1) that `one` beats `other`, averaged over what we do not know."""
    uncertainty = math.hypot(one.deviation, other.deviation)
    return _logistic(_damping(uncertainty) * (one.rating - other.rating) / SCALE)


def win_band(one: Rating, other: Rating) -> tuple[float, float]:
    """Return the chance that `one` beats `other` if the gap is one deviation less, or more.

    In about two of three pairs the true chance lies between these two numbers (0..1). They enclose
    `win_chance`, which hopeless gaps would otherwise leave just outside.
    """
    gap, uncertainty = one.rating - other.rating, math.hypot(one.deviation, other.deviation)
    chance = win_chance(one, other)
    low, high = _logistic((gap - uncertainty) / SCALE), _logistic((gap + uncertainty) / SCALE)
    return min(low, chance), max(high, chance)


def is_provisional(rating: Rating) -> bool:
    """Say whether so little is known that the rating must be shown with a question mark."""
    return rating.deviation > PROVISIONAL_ABOVE


def on_leaderboards(rating: Rating) -> bool:
    """Say whether the rating is certain enough to stand above somebody else's."""
    return rating.deviation <= LEADERBOARDS_UP_TO


def _bounded(deviation: float) -> float:
    return min(WIDEST, max(NARROWEST, deviation))


def _damping(deviation: float) -> float:
    """Return g(φ): how much a gap still says when a rating is that uncertain."""
    return 1 / math.sqrt(1 + 3 * (deviation / SCALE / math.pi) ** 2)


def _logistic(gap: float) -> float:
    return 1 / (1 + math.exp(-min(_SURE, max(-_SURE, gap))))


def _new_volatility(
    *, phi: float, volatility: float, variance: float, delta: float, tau: float
) -> float:
    """Return σ′, the root of Glickman's f by the Illinois algorithm (Glickman's step 5)."""
    start = math.log(volatility**2)

    def f(x: float) -> float:
        wild = math.exp(x)
        total = phi**2 + variance + wild
        return wild * (delta**2 - total) / (2 * total**2) - (x - start) / tau**2

    low = start
    excess = delta**2 - phi**2 - variance
    if excess > 0:  # asked of this very number: `delta² > phi² + variance` may differ by an ulp
        high = math.log(excess)
    else:
        high = start - tau
        while f(high) < 0:
            high -= tau
    f_low, f_high = f(low), f(high)
    while abs(high - low) > _CLOSE_ENOUGH:
        middle = low + (low - high) * f_low / (f_high - f_low)
        f_middle = f(middle)
        if f_middle * f_high <= 0:
            low, f_low = high, f_high
        else:
            f_low /= 2
        high, f_high = middle, f_middle
    return min(WILDEST, math.exp(low / 2))
