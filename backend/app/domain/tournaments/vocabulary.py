"""The words of the engine: formats, the sides of a match, and how a match ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias


class Format(StrEnum):
    """How those who are left are found."""

    SINGLE_ELIMINATION = "single_elimination"
    DOUBLE_ELIMINATION = "double_elimination"
    ROUND_ROBIN = "round_robin"
    SWISS = "swiss"


class Vacancy(Enum):
    """A side of a match without a player: one will come, or nobody ever will (a bye)."""

    UNKNOWN = "unknown"
    EMPTY = "empty"


Side: TypeAlias = int | Vacancy  # a player, by their id


class Ending(StrEnum):
    """How a match came to its end; VOID only follows from a drop-out, and counts for nobody."""

    PLAYED = "played"
    FORFEIT = "forfeit"
    DOUBLE_FORFEIT = "double_forfeit"
    VOID = "void"


@dataclass(frozen=True)
class Outcome:
    """The end of a match. `score` is in games, home first; None says that nothing was counted."""

    ending: Ending
    winner: int | None = None
    score: tuple[int, int] | None = None


DOUBLE_FORFEIT = Outcome(Ending.DOUBLE_FORFEIT)
VOID = Outcome(Ending.VOID)


def won_by(player: int, score: tuple[int, int] | None = None) -> Outcome:
    """Return the outcome of a match that was played to its end."""
    return Outcome(Ending.PLAYED, player, score)


def forfeited_to(player: int) -> Outcome:
    """Return the outcome of a match to which only `player` came."""
    return Outcome(Ending.FORFEIT, player)


class MatchState(StrEnum):
    """WAITING for a player; PASSED by, since a side stays empty; OPEN to be played; DECIDED."""

    WAITING = "waiting"
    PASSED = "passed"
    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True)
class Match:
    """One match of a bracket or table, as it follows from everything recorded so far."""

    key: str
    home: Side
    away: Side
    outcome: Outcome | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.home, self.away

    @property
    def players(self) -> tuple[int, ...]:
        return tuple(side for side in self.sides if isinstance(side, int))

    @property
    def state(self) -> MatchState:
        if Vacancy.EMPTY in self.sides:
            return MatchState.PASSED if Vacancy.UNKNOWN not in self.sides else MatchState.WAITING
        if Vacancy.UNKNOWN in self.sides:
            return MatchState.WAITING
        return MatchState.DECIDED if self.outcome else MatchState.OPEN

    @property
    def winner(self) -> Side:
        """Return who goes on from here: nobody after a double forfeit."""
        if Vacancy.UNKNOWN in self.sides:
            return Vacancy.UNKNOWN
        if Vacancy.EMPTY in self.sides:
            return self.away if self.home is Vacancy.EMPTY else self.home
        if self.outcome is None:
            return Vacancy.UNKNOWN
        return Vacancy.EMPTY if self.outcome.winner is None else self.outcome.winner

    @property
    def loser(self) -> Side:
        """Return who drops from here: nobody if a side stays empty or both did not come."""
        if Vacancy.EMPTY in self.sides:
            return Vacancy.EMPTY
        if Vacancy.UNKNOWN in self.sides or self.outcome is None:
            return Vacancy.UNKNOWN
        if self.outcome.winner is None:
            return Vacancy.EMPTY
        return self.away if self.outcome.winner == self.home else self.home


@dataclass(frozen=True)
class Placing:
    """The place of a player; `last` is above `first` where it is shared, as in 5–8."""

    player: int
    first: int
    last: int


def placings_of(groups: Iterable[Iterable[int]]) -> tuple[Placing, ...]:
    """Number players who stand in groups of equals, the best group first."""
    found: list[Placing] = []
    for group in groups:
        equals = tuple(group)
        first = len(found) + 1
        found += [Placing(player, first, first + len(equals) - 1) for player in equals]
    return tuple(found)


class NotPossible(Exception):
    """The tournament, as it stands, does not allow this."""


class DependentsBegun(NotPossible):
    """Matches have begun between players whom this change would send elsewhere: `keys`."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(sorted(keys))
        super().__init__(f"Matches that depend on it have begun: {', '.join(self.keys)}")
