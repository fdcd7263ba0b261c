"""Decide which accounts are suspected of playing into each other's hands, and of which matches.

A suspicion is for people to look at: what is suspected is held and explained, never punished. The
thresholds were frozen on seeds of the simulation that the tests do not use
(`tests/unit/conduct/rings`, decision 64).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conduct.rings.communities import Community, communities_of
from app.domain.conduct.rings.facts import Facts, Pair
from app.domain.conduct.rings.pairs import Edge, edges_of

PAIR_FROM = 7.0  # nats
COMMUNITY_FROM = 7.5
_LEAST_GAMES = 4  # of a pair
_LEAST_TOGETHER = 6  # games of a group
_BELONGS_FROM = 2.5  # an account belongs to a suspected group by a pair of so much


@dataclass(frozen=True)
class Suspicion:
    """Accounts under one suspicion, and the pairs that speak for it."""

    members: frozenset[int]
    edges: tuple[Edge, ...]
    hubs: dict[int, int]
    passers: dict[int, float]

    @property
    def evidence(self) -> float:
        """Return what all its pairs show together (nats)."""
        return sum(edge.evidence for edge in self.edges)

    @property
    def pairs(self) -> set[Pair]:
        """Return the pairs whose matches are under suspicion."""
        return {edge.pair for edge in self.edges}


def detect(facts: Facts) -> list[Suspicion]:
    """Return the suspicions, each account in one of them at most; the strongest first."""
    edges = edges_of(facts)
    strong = {edge.pair: edge for edge in edges if _is_strong(edge)}
    hubs: dict[int, int] = {}
    passers: dict[int, float] = {}
    for group in communities_of(edges):
        if _is_suspected(group):
            strong |= {edge.pair: edge for edge in group.edges if edge.evidence >= _BELONGS_FROM}
            hubs |= group.hubs
            passers |= group.passers
    return sorted(
        (_suspicion(joined, hubs, passers) for joined in _joined(strong.values())),
        key=lambda found: -found.evidence,
    )


def _is_strong(edge: Edge) -> bool:
    return edge.games >= _LEAST_GAMES and edge.evidence >= PAIR_FROM


def _is_suspected(group: Community) -> bool:
    games = sum(edge.games for edge in group.edges)
    return games >= _LEAST_TOGETHER and group.evidence >= COMMUNITY_FROM


def _joined(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return the edges in groups that share an account."""
    groups: dict[int, list[Edge]] = {}
    for edge in edges:
        first = groups.get(edge.winner, [])
        second = groups.get(edge.loser, [])
        together = first if first is second else first + second
        together.append(edge)
        for known in together:
            groups[known.winner] = groups[known.loser] = together
    return list({id(group): group for group in groups.values()}.values())


def _suspicion(
    edges: list[Edge], hubs: dict[int, int], passers: dict[int, float]
) -> Suspicion:
    members = frozenset(account for edge in edges for account in edge.pair)
    return Suspicion(
        members,
        tuple(sorted(edges, key=lambda edge: -edge.evidence)),
        {account: count for account, count in hubs.items() if account in members},
        {account: passed for account, passed in passers.items() if account in members},
    )
