"""How a table that speaks of a person takes part in the export of their data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Withheld(StrEnum):
    """Why something that we keep is not in a player's export."""

    SECRET = "it guards the account or a payment, and opens it to whoever reads it"  # noqa: S105
    INNER = "it steers our own work and says nothing about the player"
    OTHERS = "it tells something about somebody else"
    STAFF = "it names who of our staff decided"
    CHEATS = "it would show who cheats how they are found"
    COPY = "it repeats what stands elsewhere in the export"


@dataclass(frozen=True)
class PersonalTable:
    """The rows of one table that belong to a player, and the columns they are given.

    `whose` is a condition of SQL over the table `t` with the player's id as `%(id)s`. Each column
    of the table is exported or withheld, so that a new one must be decided. `only_if` gives a
    column in some rows only: a condition as in `whose`, otherwise the value is null.
    """

    name: str
    about: str
    exported: tuple[str, ...]
    withheld: Mapping[str, Withheld] = field(default_factory=dict)
    only_if: Mapping[str, str] = field(default_factory=dict)
    whose: str = "t.user_id = %(id)s"


def columns(names: str) -> tuple[str, ...]:
    """Return names that are parted by blanks."""
    return tuple(names.split())


def without(**names: Withheld) -> dict[str, Withheld]:
    """Return which columns are withheld and why; `a__b=…` names the two columns a and b."""
    return {column: why for several, why in names.items() for column in several.split("__")}
