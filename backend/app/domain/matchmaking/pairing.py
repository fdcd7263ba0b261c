"""Who may play whom: the same game, a stake both agreed to, ratings near enough, oldest first."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.ratings.glicko2 import PROVISIONAL_ABOVE

# What makes an opponent less welcome, in points of rating (peers.md §5.2).
OTHER_STAKE = 200
MET_LATELY = 100
KNOWN_AGAINST_NEW = 100  # newcomers are better off among themselves
A_STEP_OF_PATIENCE = 12  # less for each step of the window that both have waited


@dataclass(frozen=True)
class Rules:
    """How far apart two may be (points), how that widens (seconds), and the usual stakes (KES)."""

    window: int = 100
    widen_by: int = 50
    widen_every_seconds: int = 15
    widest: int = 500
    tiers: tuple[Decimal, ...] = ()
    neighbours: int = 8  # looked at on each side


@dataclass(frozen=True, slots=True)
class Seeker:
    """A player who waits. `avoids` and `met` are user ids: never to be met, and met recently.

    `own_range` is how many points away they accept an opponent at all; None sets no such limit.
    """

    ticket_id: int
    user_id: int
    wager_amount: Decimal
    title: str
    mode: str
    platform: str
    rating: int
    waited_seconds: float
    deviation: float = 60.0
    accept_adjacent: bool = False
    own_range: int | None = None
    avoids: frozenset[int] = field(default=frozenset())
    met: frozenset[int] = field(default=frozenset())

    @property
    def field_of_play(self) -> tuple[str, str, str]:
        """What must be equal on both sides."""
        return (self.title, self.mode, self.platform)

    @property
    def is_provisional(self) -> bool:
        """Say whether too little is known of them to trust their rating."""
        return self.deviation > PROVISIONAL_ABOVE


def steps_waited(seeker: Seeker, rules: Rules) -> int:
    """Return how many times the window of `seeker` has widened."""
    return int(max(0.0, seeker.waited_seconds) // rules.widen_every_seconds)


def window_of(seeker: Seeker, rules: Rules) -> float:
    """Return how many points an opponent may be away; wider by half the deviation for a newcomer.

    It opens in steps with the wait, up to `widest`, and never narrows; their own range bounds it,
    whatever else would widen it.
    """
    opened = rules.window + rules.widen_by * steps_waited(seeker, rules)
    uncertainty = seeker.deviation / 2 if seeker.is_provisional else 0.0
    window = max(rules.window, min(opened, rules.widest)) + uncertainty
    return window if seeker.own_range is None else min(window, seeker.own_range)


def stake_between(one: Seeker, other: Seeker, rules: Rules) -> Decimal | None:
    """Return for how much (KES) these two could play; None if their stakes do not go together.

    The same, or else the lower of two neighbouring tiers, if the higher staker agreed to that:
    nobody ever plays for more than they staked.
    """
    if one.wager_amount == other.wager_amount:
        return one.wager_amount
    low, high = (one, other) if one.wager_amount < other.wager_amount else (other, one)
    if high.accept_adjacent and tier_below(high.wager_amount, rules) == low.wager_amount:
        return low.wager_amount
    return None


def tier_below(amount: Decimal, rules: Rules) -> Decimal | None:
    """Return the tier next below a tier (KES); None for the lowest, and for a stake of no tier."""
    place = rules.tiers.index(amount) if amount in rules.tiers else 0
    return rules.tiers[place - 1] if place else None


def tier_above(amount: Decimal, rules: Rules) -> Decimal | None:
    """Return the tier next above a tier (KES); None for the highest, and for a stake of none."""
    place = rules.tiers.index(amount) + 1 if amount in rules.tiers else len(rules.tiers)
    return rules.tiers[place] if place < len(rules.tiers) else None


def may_meet(one: Seeker, other: Seeker, rules: Rules) -> bool:
    """Say whether these two may be paired: game, stake, nobody avoided, and both windows agree."""
    gap = abs(one.rating - other.rating)
    return (
        one.user_id != other.user_id
        and one.field_of_play == other.field_of_play
        and gap <= window_of(one, rules)
        and gap <= window_of(other, rules)
        and stake_between(one, other, rules) is not None
        and other.user_id not in one.avoids
        and one.user_id not in other.avoids
    )


def cost(one: Seeker, other: Seeker, rules: Rules) -> int:
    """Return how unwelcome this pair is, in points of rating; it is the same from both sides."""
    patience = min(steps_waited(one, rules), steps_waited(other, rules))
    total = abs(one.rating - other.rating) - A_STEP_OF_PATIENCE * patience
    if one.wager_amount != other.wager_amount:
        total += OTHER_STAKE
    if other.user_id in one.met or one.user_id in other.met:
        total += MET_LATELY
    if one.is_provisional != other.is_provisional:
        total += KNOWN_AGAINST_NEW
    return total


def best_opponent(seeker: Seeker, candidates: list[Seeker], rules: Rules) -> Seeker | None:
    """Return the cheapest of the nearest ratings; among equals the one who has waited longest."""
    return _WaitingPlayers(candidates, rules).best_for(seeker)


def pair_all(seekers: list[Seeker], rules: Rules) -> list[tuple[Seeker, Seeker]]:
    """Pair a whole queue, the longest wait first; nobody is in two pairs.

    Whoever is left has nobody left to meet. The order of `seekers` changes nothing.
    """
    by_age = sorted(seekers, key=lambda s: (-s.waited_seconds, s.ticket_id))
    opponents: dict[Seeker, Seeker] = {}
    waiting = _WaitingPlayers(seekers, rules)
    for first in by_age:
        if first in opponents:
            continue
        waiting.remove(first)
        opponent = waiting.best_for(first)
        if opponent is not None:
            waiting.remove(opponent)
            opponents[first], opponents[opponent] = opponent, first
    _split_pairs_for_leftovers(by_age, opponents, rules)
    place = {one: at for at, one in enumerate(by_age)}
    return [(one, other) for one, other in opponents.items() if place[one] < place[other]]


def _split_pairs_for_leftovers(
    by_age: list[Seeker], opponents: dict[Seeker, Seeker], rules: Rules
) -> None:
    """Let two who are left play, each with one half of a pair that can be parted for them.

    The longest wait first; nobody who has an opponent is left without one.
    """
    left = [one for one in by_age if one not in opponents]
    alone = _WaitingPlayers(left, rules)
    paired = _WaitingPlayers(list(opponents), rules)
    for one in left:
        if one in opponents:
            continue
        alone.remove(one)
        for half in paired.by_cost(one):
            other_half = opponents[half]
            other = alone.best_for(other_half)
            if other is not None:
                alone.remove(other)
                for two in ((one, half), (other, other_half)):
                    opponents[two[0]], opponents[two[1]] = two[1], two[0]
                break


class _RatingIndex:
    """The players who wait for one stake in one game, by rating; removed ones are skipped."""

    def __init__(self, seekers: list[Seeker]) -> None:
        self.seekers = sorted(seekers, key=lambda s: (s.rating, s.ticket_id))
        self._keys = [(s.rating, s.ticket_id) for s in self.seekers]
        # The nearest place that is still taken, from each place to the left and to the right.
        # Places are shifted by one, so that both ends have an edge to fall on.
        self._left = list(range(len(seekers) + 2))
        self._right = list(range(len(seekers) + 2))

    def remove(self, seeker: Seeker) -> None:
        place = bisect_left(self._keys, (seeker.rating, seeker.ticket_id)) + 1
        self._left[place] = place - 1
        self._right[place] = place + 1

    def outwards(self, seeker: Seeker, *, up: bool) -> Iterator[Seeker]:
        """Go through the ratings from `seeker` upwards or downwards."""
        place = bisect_left(self._keys, (seeker.rating, seeker.ticket_id))
        ways, step = (self._right, 1) if up else (self._left, -1)
        place = _follow(ways, place + 1 if up else place)
        while 0 < place <= len(self.seekers):
            yield self.seekers[place - 1]
            place = _follow(ways, place + step)


def _follow(ways: list[int], place: int) -> int:
    """Return where `ways` leads to from `place`, and shorten the way for later calls."""
    end = place
    while ways[end] != end:
        end = ways[end]
    while ways[place] != end:
        ways[place], place = end, ways[place]
    return end


class _WaitingPlayers:
    """Everybody who waits, sorted so that the neighbours of a rating are found at once."""

    def __init__(self, seekers: list[Seeker], rules: Rules) -> None:
        self._rules = rules
        by_terms: defaultdict[tuple[tuple[str, str, str], Decimal], list[Seeker]] = defaultdict(
            list
        )
        for seeker in seekers:
            by_terms[seeker.field_of_play, seeker.wager_amount].append(seeker)
        self._indexes = {terms: _RatingIndex(waiting) for terms, waiting in by_terms.items()}

    def remove(self, seeker: Seeker) -> None:
        self._indexes[seeker.field_of_play, seeker.wager_amount].remove(seeker)

    def best_for(self, seeker: Seeker) -> Seeker | None:
        return next(iter(self.by_cost(seeker)), None)

    def by_cost(self, seeker: Seeker) -> list[Seeker]:
        return sorted(
            self._neighbours(seeker),
            key=lambda other: (
                cost(seeker, other, self._rules),
                -other.waited_seconds,
                other.user_id,
            ),
        )

    def _neighbours(self, seeker: Seeker) -> Iterator[Seeker]:
        stake, rules = seeker.wager_amount, self._rules
        for amount in (stake, tier_below(stake, rules), tier_above(stake, rules)):
            index = amount and self._indexes.get((seeker.field_of_play, amount))
            if index:
                yield from self._acceptable(seeker, index, up=True)
                yield from self._acceptable(seeker, index, up=False)

    def _acceptable(self, seeker: Seeker, index: _RatingIndex, *, up: bool) -> Iterator[Seeker]:
        reach, found = window_of(seeker, self._rules), 0
        for other in index.outwards(seeker, up=up):
            if abs(other.rating - seeker.rating) > reach or found == self._rules.neighbours:
                return
            if may_meet(seeker, other, self._rules):
                found += 1
                yield other
