"""One way in which an event may go on, match by match, many times over.

Who wins is a coin's choice: it moves people, not clocks. Matches are walked in an order in which
those on which they depend come first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from app.domain.tournaments.forecast.durations import Draws

_BANK = 2048  # durations of whole matches that are drawn beforehand

Start: TypeAlias = tuple[float, bool]  # minutes from now, and whether it hung on an open dispute


@dataclass(frozen=True)
class Rest:
    """An open match: how long it goes on in each path, and whether it is in dispute."""

    minutes: tuple[float, ...]
    disputed: bool


@dataclass
class Walks:
    """What all paths together say: starts of the next match by player, and ends of the event."""

    starts: dict[int, list[Start]] = field(default_factory=dict)
    ends: list[float] = field(default_factory=list)

    def add(self, player: int, start: Start) -> None:
        self.starts.setdefault(player, []).append(start)


class Walker:
    """The dice of a forecast, and what they have to know."""

    def __init__(self, draws: Draws, dice: Random, paths: int) -> None:
        self.paths = paths
        self.pause = draws.durations.pause
        self.dice = dice
        self.bank = sorted(draws.whole() for _ in range(_BANK))

    def whole(self) -> float:
        """Draw how long a match lasts."""
        return self.bank[int(self.dice.random() * _BANK)]

    def longest(self, matches: int) -> float:
        """Draw how long the longest of so many matches lasts."""
        return self.bank[int(self.dice.random() ** (1 / matches) * _BANK)]


Rests: TypeAlias = Mapping[str, Rest]
