"""What several pairs show together: who gains from many, through whom money passes, and groups.

A pair that shows little by itself may be one of many around one account. So pairs with some
evidence (`WEAK`) are edges of a graph, and each group of accounts that they join is looked at as
one: the sum of what its edges show above `WEAK`, and what its accounts show as a whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conduct.rings.pairs import Edge

WEAK = 2.0
_HUB_OPPONENTS = 3
_PASSED_ON = 0.6  # of what came in
_WORTH_PASSING = 1_000.0  # KES


@dataclass(frozen=True)
class Community:
    """Accounts that pairs with some evidence join, and what they show together (nats)."""

    edges: tuple[Edge, ...]
    evidence: float
    hubs: dict[int, int]  # who gains from so many accounts of the group
    passers: dict[int, float]  # through whom so much (KES) went from one to another

    @property
    def members(self) -> set[int]:
        """Return all accounts of the group."""
        return {account for edge in self.edges for account in edge.pair}


def communities_of(edges: Iterable[Edge]) -> list[Community]:
    """Return the groups of three accounts or more."""
    near: dict[int, list[Edge]] = {}
    for edge in edges:
        if edge.evidence >= WEAK:
            near.setdefault(edge.winner, []).append(edge)
            near.setdefault(edge.loser, []).append(edge)
    seen: set[int] = set()
    found = []
    for account in near:
        if account not in seen:
            members = _reached(near, account)
            seen |= members
            if len(members) > 2:
                found.append(_community(near, members))
    return found


def _reached(near: dict[int, list[Edge]], start: int) -> set[int]:
    members: set[int] = set()
    ahead = [start]
    while ahead:
        account = ahead.pop()
        if account not in members:
            members.add(account)
            ahead += [other for edge in near[account] for other in edge.pair]
    return members


def _community(near: dict[int, list[Edge]], members: set[int]) -> Community:
    edges = {edge.pair: edge for account in members for edge in near[account]}
    hubs, passers = {}, {}
    for account in members:
        gains = [edge for edge in near[account] if edge.winner == account]
        losses = [edge for edge in near[account] if edge.loser == account]
        if len(gains) >= _HUB_OPPONENTS:
            hubs[account] = len(gains)
        come, gone = sum(edge.net for edge in gains), sum(edge.net for edge in losses)
        if min(come, gone) >= max(_WORTH_PASSING, _PASSED_ON * max(come, gone)):
            passers[account] = min(come, gone)
    evidence = sum(edge.evidence - WEAK for edge in edges.values())
    evidence += 1.0 * len(passers) + 0.5 * sum(hubs.values())
    return Community(tuple(edges.values()), evidence, hubs, passers)
