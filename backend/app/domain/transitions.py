"""Tables of legal transitions: for each state the states that may follow it.

PostgreSQL holds the same tables (`state_transitions`) and refuses every other change by a trigger.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalTransition(Exception):
    """A change of state that no table allows: a fault of ours, never of a player."""


def check_transition(table: Mapping[S, frozenset[S]], state: S, to: S) -> S:
    """Return `to` if `table` lets it follow `state`; raise IllegalTransition otherwise."""
    if to not in table[state]:
        msg = f"{type(state).__name__}: {to} may not follow {state}"
        raise IllegalTransition(msg)
    return to
