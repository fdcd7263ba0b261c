"""The rows from which rings are found: finished matches, links between accounts, money."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Game(NamedTuple):
    """One finished match. `score` is of `one`: 1 won, 0.5 draw, 0 lost; the stake is in KES."""

    match_id: int
    one: int
    two: int
    score: float
    stake: float
    at: float  # the end, in days
    seconds: float  # from the start to the first report; 0: never began
    rating_one: float  # before the match
    rating_two: float
    forfeit: bool  # the loser left, or did not come
    disputed: bool


class Money(NamedTuple):
    """What an account paid in and took out (KES), in the time that is looked at."""

    deposited: float
    withdrawn: float


Pair = tuple[int, int]
"""Two accounts, the smaller number first."""


@dataclass(frozen=True)
class Facts:
    """All that is known of the time that is looked at."""

    games: list[Game]
    devices: set[Pair] = field(default_factory=set)  # both signed in on one device
    numbers: set[Pair] = field(default_factory=set)  # both paid out to, or in from, one number
    money: dict[int, Money] = field(default_factory=dict)


def pair_of(one: int, two: int) -> Pair:
    """Return two accounts as a pair."""
    return (one, two) if one < two else (two, one)
