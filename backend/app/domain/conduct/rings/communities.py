"""What several pairs show together: who gains from many, through whom money passes, and groups.

A pair that shows little by itself may be one of many around one account. So each pair is supported
by what the other pairs of its two accounts show. Who meets many again and again (friends, the
nearest in rating) has some odd pairs by chance: an allowance for each is taken off.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conduct.rings.pairs import Edge

_FROM = -5.5  # nats; a pair that shows less supports no other
_MOST_OF_ONE = 4.0
_MOST_OF_ALL = 8.0
_ALLOWANCE = 0.4  # for each opponent that an account met again
_WEIGHT = 0.85
_HUB_OPPONENTS = 3
_PASSED_ON = 0.6  # of what came in
_WORTH_PASSING = 1_000.0  # KES


@dataclass(frozen=True)
class Roles:
    """What accounts do in a group."""

    hubs: dict[int, int]  # who gains from so many accounts
    passers: dict[int, float]  # through whom so much (KES) went from one to another


def with_support(edges: list[Edge]) -> list[tuple[Edge, float]]:
    """Return each pair with its evidence and the support of the other pairs of its accounts."""
    shown: dict[int, float] = {}
    again: dict[int, int] = {}
    for edge in edges:
        for account in edge.pair:
            shown[account] = shown.get(account, 0.0) + _excess(edge)
            again[account] = again.get(account, 0) + (edge.games > 1)
    return [
        (edge, edge.evidence + _WEIGHT * sum(_of(edge, shown[a], again[a]) for a in edge.pair))
        for edge in edges
    ]


def _excess(edge: Edge) -> float:
    return min(max(edge.evidence - _FROM, 0.0), _MOST_OF_ONE)


def _of(edge: Edge, shown: float, again: int) -> float:
    others = shown - _excess(edge) - _ALLOWANCE * (again - 1)
    return min(max(others, 0.0), _MOST_OF_ALL)


def roles_in(edges: Iterable[Edge]) -> Roles:
    """Return who gains from many, and through whom money passes."""
    gains: dict[int, list[Edge]] = {}
    losses: dict[int, list[Edge]] = {}
    for edge in edges:
        gains.setdefault(edge.winner, []).append(edge)
        losses.setdefault(edge.loser, []).append(edge)
    hubs = {a: len(found) for a, found in gains.items() if len(found) >= _HUB_OPPONENTS}
    passers = {}
    for account in gains.keys() & losses.keys():
        come = sum(edge.net for edge in gains[account])
        gone = sum(edge.net for edge in losses[account])
        if min(come, gone) >= max(_WORTH_PASSING, _PASSED_ON * max(come, gone)):
            passers[account] = min(come, gone)
    return Roles(hubs, passers)
