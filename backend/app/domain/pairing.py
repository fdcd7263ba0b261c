"""Who may play whom: the same terms, ratings near enough, and the longest wait goes first."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Patience:
    """How the window around a rating widens: points a second of waiting, and `widest` in all."""

    widen_per_second: int
    widest: int


@dataclass(frozen=True)
class Seeker:
    """A player who waits; `lowest..highest` is the window of opponents' ratings at joining."""

    ticket_id: int
    user_id: int
    wager_amount: Decimal
    title: str
    mode: str
    platform: str
    rating: int
    lowest: int
    highest: int
    waited_seconds: float

    @property
    def bucket(self) -> tuple[Decimal, str, str, str]:
        """The terms that both sides must share."""
        return (self.wager_amount, self.title, self.mode, self.platform)


def accepts(one: Seeker, rating: int, patience: Patience) -> bool:
    """Say whether `rating` lies in the window of `one`, which has widened while he waited."""
    more = int(max(0.0, one.waited_seconds) * patience.widen_per_second)
    lowest = max(one.lowest - more, one.rating - patience.widest)
    highest = min(one.highest + more, one.rating + patience.widest)
    return lowest <= rating <= highest


def may_meet(one: Seeker, other: Seeker, patience: Patience) -> bool:
    """Say whether these two may be paired: same terms, two people, and both windows agree."""
    return (
        one.user_id != other.user_id
        and one.bucket == other.bucket
        and accepts(one, other.rating, patience)
        and accepts(other, one.rating, patience)
    )


def best_opponent(seeker: Seeker, candidates: list[Seeker], patience: Patience) -> Seeker | None:
    """Return the nearest acceptable rating; among equals the one who has waited longest."""
    acceptable = [other for other in candidates if may_meet(seeker, other, patience)]
    return min(
        acceptable,
        key=lambda other: (abs(other.rating - seeker.rating), -other.waited_seconds, other.user_id),
        default=None,
    )


def pair_all(seekers: list[Seeker], patience: Patience) -> list[tuple[Seeker, Seeker]]:
    """Pair a whole queue, the longest wait first; nobody is in two pairs."""
    buckets: defaultdict[tuple[Decimal, str, str, str], list[Seeker]] = defaultdict(list)
    for seeker in sorted(seekers, key=lambda s: (-s.waited_seconds, s.ticket_id)):
        buckets[seeker.bucket].append(seeker)

    pairs = []
    for waiting in buckets.values():
        while len(waiting) > 1:
            first = waiting.pop(0)
            opponent = best_opponent(first, waiting, patience)
            if opponent is not None:
                waiting.remove(opponent)
                pairs.append((first, opponent))
    return pairs
