"""What a match is worth before it is played: the chance to win, and what the fee makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from app.domain.money import to_cents
from app.domain.ratings.glicko2 import Rating, is_provisional, win_chance

_TYPICAL_DEVIATION = 60.0  # of an opponent of whom only the rating is known


@dataclass(frozen=True)
class Band:
    """The lowest, the likely and the highest chance to win (0..1)."""

    low: float
    chance: float
    high: float


def band_of(me: Rating, likely: Sequence[Rating], *, window: float) -> Band:
    """Return the chances against those who may be met; all of the window if nobody is known."""
    chances = [win_chance(me, other) for other in likely] or [
        win_chance(me, Rating(me.rating + gap, _TYPICAL_DEVIATION)) for gap in (-window, 0, window)
    ]
    return Band(low=min(chances), chance=fmean(chances), high=max(chances))


def break_even(*, stake: Decimal, prize: Decimal) -> float:
    """Return how often (0..1) one must win not to lose money: stake over prize (both KES)."""
    return float(stake / prize)


def expected_gain(chance: float, *, stake: Decimal, prize: Decimal) -> Decimal:
    """Return what a match brings on average (KES, negative for a loss) at that chance to win."""
    return to_cents(Decimal(repr(chance)) * prize - stake)


def is_uncertain(*ratings: Rating) -> bool:
    """Say whether too little is known of one of them to believe in the chance."""
    return any(is_provisional(rating) for rating in ratings)
