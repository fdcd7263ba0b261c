"""Decide which accounts are suspected of playing into each other's hands, and of which matches.

A suspicion is for people to look at: what is suspected is held and explained, never punished. The
thresholds were frozen on seeds of the simulation that no test uses (decision 64).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conduct.rings.communities import Roles, roles_in, with_support
from app.domain.conduct.rings.facts import Facts, Pair
from app.domain.conduct.rings.pairs import Edge, edges_of

SUSPECTED_FROM = 2.5  # nats
JOINS_FROM = 1.0  # of a pair one of whom is suspected by another
LEAST_GAMES = 4  # of all pairs of a suspicion together; fewer prove nothing


@dataclass(frozen=True)
class Suspicion:
    """Accounts under one suspicion, the pairs that speak for it, strongest first."""

    members: frozenset[int]
    edges: tuple[Edge, ...]
    evidence_of: dict[Pair, float]  # nats, of each pair with the support of the others
    roles: Roles

    @property
    def evidence(self) -> float:
        """Return the evidence of the strongest pair (nats)."""
        return max(self.evidence_of.values())


def detect(facts: Facts) -> list[Suspicion]:
    """Return the suspicions, each account in one of them at most; the strongest first."""
    supported = with_support(edges_of(facts))
    suspects = {
        account
        for edge, evidence in supported
        if evidence >= SUSPECTED_FROM
        for account in edge.pair
    }
    found = {
        edge.pair: (edge, evidence)
        for edge, evidence in supported
        if evidence >= SUSPECTED_FROM
        or (evidence >= JOINS_FROM and not suspects.isdisjoint(edge.pair))
    }
    groups = _joined(edge for edge, _ in found.values())
    suspicions = [
        Suspicion(
            frozenset(account for edge in edges for account in edge.pair),
            tuple(sorted(edges, key=lambda edge: -found[edge.pair][1])),
            {edge.pair: found[edge.pair][1] for edge in edges},
            roles_in(edges),
        )
        for edges in groups
        if sum(edge.games for edge in edges) >= LEAST_GAMES
    ]
    return sorted(suspicions, key=lambda suspicion: -suspicion.evidence)


def _joined(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return the edges in groups that share an account."""
    groups: dict[int, list[Edge]] = {}
    for edge in edges:
        first = groups.get(edge.winner, [])
        second = groups.get(edge.loser, [])
        together = first if first is second and first else [*first, *second]
        together.append(edge)
        for known in together:
            groups[known.winner] = groups[known.loser] = together
    return list({id(group): group for group in groups.values()}.values())
