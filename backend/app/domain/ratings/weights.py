"""How much a match counts: less with each further one between the same two, and draws less still.

Two accounts of one person can play each other as often as they like, and a draw costs them nothing.
So each match of two who have met within the week before counts half of the one before it: all
together never more than two matches. A draw moves the points, and makes nobody more certain: it
lifts neither a newcomer's highest stake nor anybody onto the board of ratings. And only what was
won in the first of a week stands on the boards; what was lost always does.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from app.domain.ratings.glicko2 import Rating

PERIOD = timedelta(days=7)
_HALVINGS = 10  # after that a match counts for next to nothing, and no less


def weight_of(met_before: int) -> float:
    """Return the weight (0..1) of a match of two who met so often within `PERIOD` before it."""
    return 0.5 ** min(met_before, _HALVINGS)


def after_draw(before: Rating, after: Rating) -> Rating:
    """Return the rating `after` a draw: as computed, but no more certain than it was `before`."""
    return replace(after, deviation=max(before.deviation, after.deviation))


def on_boards(net: Decimal, *, weight: float) -> Decimal:
    """Return what of `net` (KES) stands on the boards."""
    return net if weight == 1 else min(net, Decimal(0))
