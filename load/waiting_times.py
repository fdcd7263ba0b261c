"""How long a player waits although an opponent is available, until the app knows of the match.

An opponent is available while another player searches whom every version of our rules would let
this one meet at once: the same stake and game, and ratings within the window that holds before any
widening. The time starts when the later of the two has sent the request to join, so the way to the
API counts as well, and stops when the player's app knows. It runs on while any such opponent
searches, whichever it is: a player who is passed over has waited all the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

Terms = tuple[int, str, str, str]  # stake (KES), title, mode, platform
NARROW = 100  # points of rating (MATCHMAKING_WINDOW)


@dataclass(frozen=True)
class Search:
    """One search of one player; all times in seconds of this machine's clock.

    `left_at` is when the server took the player out of the queue, `known_at` when the app knew of
    the match. `listened` is False for players who polled or were offline: their own polling
    interval would be measured.
    """

    player: int
    terms: Terms
    rating: int
    joined_at: float
    left_at: float
    match_id: int | None = None
    known_at: float | None = None
    listened: bool = True

    @property
    def until(self) -> float:
        """When the search was over for the player."""
        return self.left_at if self.known_at is None else max(self.known_at, self.left_at)


@dataclass
class Waits:
    """Seconds of waiting of a run, and how many searches are not among them."""

    seconds: list[float] = field(default_factory=list)
    widened: int = 0  # found an opponent only because the window had widened
    polled: int = 0  # polled or was offline
    left: int = 0  # gave up, with no opponent available


def measure(searches: Iterable[Search], *, window: int = NARROW, ceiling: float = 2.0) -> Waits:
    """Return how long players waited who had an opponent available.

    A player who left counts too after more than `ceiling` seconds beside an opponent: leaving must
    not make the figure better.
    """
    by_terms: defaultdict[Terms, list[Search]] = defaultdict(list)
    for search in searches:
        by_terms[search.terms].append(search)
    waits = Waits()
    for same_terms in by_terms.values():
        for search in same_terms:
            since = opponent_available_since(search, same_terms, window=window)
            _add(search, since, waits, ceiling)
    return waits


def _add(search: Search, since: float | None, waits: Waits, ceiling: float) -> None:
    waited = None if since is None else search.until - since
    if search.match_id is None:
        if waited is not None and waited > ceiling:
            waits.seconds.append(waited)
        else:
            waits.left += 1
    elif not search.listened:
        waits.polled += 1
    elif waited is None:
        waits.widened += 1
    else:
        waits.seconds.append(waited)


def opponent_available_since(
    search: Search, others: Sequence[Search], *, window: int = NARROW
) -> float | None:
    """Return since when, up to the end of `search`, an opponent was always available, or None.

    `others` have the same terms, and may contain `search` itself.
    """
    spans = [
        span
        for other in others
        if other.player != search.player
        and abs(other.rating - search.rating) <= window
        and (span := _overlap(search, other))
    ]
    since = search.until
    found = False
    for start, end in sorted(spans, key=lambda span: span[1], reverse=True):
        if end < since:
            break
        found = True
        since = min(since, start)
    return since if found else None


def _overlap(search: Search, other: Search) -> tuple[float, float] | None:
    """Return from when to when both searched; the opponent met counts until the player knew."""
    met = search.match_id is not None and other.match_id == search.match_id
    start = max(search.joined_at, other.joined_at)
    end = search.until if met else min(search.until, other.left_at)
    return (start, end) if start <= end else None


def percentile(values: Sequence[float], percent: int) -> float:
    """Return what `percent` of a hundred do not exceed; 0 if there are none."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]
