"""Pair one round of a Swiss: equal points meet, nobody meets twice, one rests if one must.

A maximum-weight matching (NetworkX) of the players by points. Tie-breaks order tables; they do
not pair.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.tournaments.state import SwissRound

_COMPLETE_UP_TO = 64  # players for whom every legal pair is weighed


@dataclass(frozen=True)
class Contender:
    """A player to be paired: whom they met, and whether they may rest (no bye, no walkover yet)."""

    player: int
    seed: int
    points: int
    met: frozenset[int]
    may_rest: bool = True


def pair_round(contenders: Sequence[Contender]) -> SwissRound | None:
    """Return the next round, or None if it cannot be paired without a second meeting or bye.

    With an odd number the bye goes to the fewest points, then to the weakest seed. The sum of
    (difference of points)² is the smallest there is; within equal points the upper half meets the
    lower half.
    """
    if len(contenders) < 2:
        return None
    ordered = sorted(contenders, key=lambda one: (-one.points, one.seed))
    if len(ordered) % 2 == 0:
        pairs = _pairs(ordered)
        return SwissRound(pairs) if pairs else None
    for resting in reversed(ordered):
        if resting.may_rest:
            pairs = _pairs([one for one in ordered if one is not resting])
            if pairs:
                return SwissRound(pairs, bye=resting.player)
    return None


def _pairs(ordered: list[Contender]) -> tuple[tuple[int, int], ...] | None:
    """Return pairs of all, by the strongest of each; None if somebody is left over."""
    if not any(one.met for one in ordered) and len({one.points for one in ordered}) == 1:
        half = len(ordered) // 2
        return tuple(
            (one.player, other.player)
            for one, other in zip(ordered[:half], ordered[half:], strict=True)
        )
    reach = len(ordered) if len(ordered) <= _COMPLETE_UP_TO else 8
    while True:
        found = _match(ordered, reach)
        if found is not None or reach >= len(ordered):
            return found
        reach *= 4


def _match(ordered: list[Contender], reach: int) -> tuple[tuple[int, int], ...] | None:
    # It takes a quarter of a second to import, and only a Swiss needs it.
    from networkx import Graph
    from networkx.algorithms.matching import max_weight_matching

    costs = dict(_costs(ordered, reach))
    worst = max(costs.values(), default=0)
    graph: Graph[int] = Graph()
    graph.add_nodes_from(range(len(ordered)))
    for (i, j), cost in costs.items():
        graph.add_edge(i, j, weight=worst - cost)
    matching = max_weight_matching(graph, maxcardinality=True)
    if 2 * len(matching) < len(ordered):
        return None
    tables = sorted((min(pair), max(pair)) for pair in matching)
    return tuple((ordered[i].player, ordered[j].player) for i, j in tables)


def _costs(ordered: list[Contender], reach: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield pairs that have not met, near each other or half of their group apart, and their costs.

    A cost is the square of the difference of points first, then how far they are from half a group.
    """
    halves = {points: size // 2 for points, size in Counter(one.points for one in ordered).items()}
    for i, one in enumerate(ordered):
        opposite = i + halves[one.points]
        near = {*range(i + 1, i + reach + 1), *range(opposite - reach, opposite + reach + 1)}
        for j in sorted(near):
            if i < j < len(ordered) and ordered[j].player not in one.met:
                gap = (one.points - ordered[j].points) ** 2
                yield (i, j), gap * len(ordered) ** 2 + abs(j - opposite)
