"""How long a player waits although there is somebody to play: from joinable to `match.found`.

A player is joinable while somebody else waits whom every version of our rules would let him meet at
once: the same stake and game, and ratings within the window that holds before any widening. The
clock starts when the later of the two has sent his request, so the way to us counts as well, and stops
when the player's app knows. It goes on while any such opponent waits, whichever he is: who is
passed over again and again has waited all the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

Terms = tuple[int, str, str, str]  # stake (KES), title, mode, platform
NARROW = 100  # points of rating (MATCHMAKING_WINDOW)


@dataclass(frozen=True)
class Stay:
    """One search of one player; all times in seconds of this machine's clock.

    `gone_at` is when the server took him out of the queue, `told_at` when his app knew of the
    match. `listened` is False for who polled, or was away: his own habits would be measured.
    """

    player: int
    terms: Terms
    rating: int
    joined_at: float
    gone_at: float
    match_id: int | None = None
    told_at: float | None = None
    listened: bool = True

    @property
    def until(self) -> float:
        """When the search was over for the player himself."""
        return self.gone_at if self.told_at is None else max(self.told_at, self.gone_at)


@dataclass
class Waits:
    """What a run came to: seconds of waiting, and how many searches are not among them."""

    seconds: list[float] = field(default_factory=list)
    widened: int = 0  # found somebody only because the window had opened
    deaf: int = 0  # polled or was away
    left: int = 0  # gave up, with nobody to play


def measure(stays: Iterable[Stay], *, window: int = NARROW, ceiling: float = 2.0) -> Waits:
    """Return how long everybody waited who had somebody to play.

    Who left counts too if he had waited longer than `ceiling` seconds beside an opponent: leaving
    must not make the figure better.
    """
    by_terms: defaultdict[Terms, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_terms[stay.terms].append(stay)
    waits = Waits()
    for together in by_terms.values():
        for stay in together:
            _note(stay, joinable_since(stay, together, window=window), waits, ceiling)
    return waits


def _note(stay: Stay, since: float | None, waits: Waits, ceiling: float) -> None:
    waited = None if since is None else stay.until - since
    if stay.match_id is None:
        if waited is not None and waited > ceiling:
            waits.seconds.append(waited)
        else:
            waits.left += 1
    elif not stay.listened:
        waits.deaf += 1
    elif waited is None:
        waits.widened += 1
    else:
        waits.seconds.append(waited)


def joinable_since(stay: Stay, others: Sequence[Stay], *, window: int = NARROW) -> float | None:
    """Return since when, up to the end of `stay`, there was always somebody; None if there was not.

    `others` have the same terms, and may contain `stay` itself.
    """
    spans = [
        span
        for other in others
        if other.player != stay.player
        and abs(other.rating - stay.rating) <= window
        and (span := _together(stay, other))
    ]
    since = stay.until
    found = False
    for start, end in sorted(spans, key=lambda span: span[1], reverse=True):
        if end < since:
            break
        found = True
        since = min(since, start)
    return since if found else None


def _together(stay: Stay, other: Stay) -> tuple[float, float] | None:
    """Return from when to when both waited; the one he met counts as there until he knew it."""
    met = stay.match_id is not None and other.match_id == stay.match_id
    start = max(stay.joined_at, other.joined_at)
    end = stay.until if met else min(stay.until, other.gone_at)
    return (start, end) if start <= end else None


def percentile(values: Sequence[float], percent: int) -> float:
    """Return what `percent` of a hundred do not exceed; 0 if there are none."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]
