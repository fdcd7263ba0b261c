"""All that is known of a tournament under way; brackets and tables are computed from it.

Nothing derived is stored, so that a corrected result or a drop-out cannot leave a bracket that
contradicts its own results.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from app.domain.tournaments.vocabulary import Format, NotPossible, Outcome

FEWEST, MOST = 2, 1024
T = TypeVar("T")


@dataclass(frozen=True)
class SwissRound:
    """Who meets whom in one round of a Swiss, in order of the tables, and who rests (a bye)."""

    pairs: tuple[tuple[int, int], ...]
    bye: int | None = None


@dataclass(frozen=True)
class Tournament:
    """The terms of a tournament, its field, and what was recorded.

    `players` are ids in the order of their seeds, which are frozen. `results` are by the match's
    key, and only those that were recorded: walkovers follow from `withdrawn`. `walkovers` are those
    that stood when somebody else dropped out, who may have gone on by one. `begun` are matches
    whose play has begun. `rounds` (how many) and `pairings` are of a Swiss.
    """

    format: Format
    players: tuple[int, ...]
    bronze: bool = False
    groups: int = 1
    legs: int = 1
    rounds: int | None = None
    results: Mapping[str, Outcome] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    withdrawn: frozenset[int] = frozenset()
    walkovers: Mapping[str, Outcome] = field(default_factory=dict)
    pairings: tuple[SwissRound, ...] = ()
    # What was computed from this state, by the function that did: a state never changes.
    _computed: dict[object, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Refuse terms under which no tournament can be played to its end."""
        count = len(self.players)
        if not FEWEST <= count <= MOST:
            raise NotPossible(f"{count} players; there must be {FEWEST} to {MOST}")
        if len(set(self.players)) != count:
            raise NotPossible("A player stands in the field twice")
        if self.legs not in {1, 2} or not 1 <= self.groups <= count // 2:
            raise NotPossible("A round robin has one or two legs, and two players in each group")
        if not 1 <= self.swiss_rounds <= swiss_rounds(count):
            raise NotPossible(f"A Swiss of {count} has 1 to {swiss_rounds(count)} rounds")

    @property
    def swiss_rounds(self) -> int:
        return swiss_rounds(len(self.players)) if self.rounds is None else self.rounds

    @property
    def seeds(self) -> dict[int, int]:
        """Return the seed of each player, from 1."""
        return {player: seed for seed, player in enumerate(self.players, 1)}


def once_a_state(compute: Callable[[Tournament], T]) -> Callable[[Tournament], T]:
    """Compute it once for each state; it is shared, so that nobody may change it."""

    @wraps(compute)
    def of(tournament: Tournament) -> T:
        known = tournament._computed  # noqa: SLF001  # of this module
        if compute not in known:
            known[compute] = compute(tournament)
        found: T = known[compute]
        return found

    return of


def swiss_rounds(players: int) -> int:
    """Return ⌈log₂ n⌉: after so many rounds at most one player has won them all."""
    return (players - 1).bit_length()
