"""The names of players on the wire: their username here, and their names in the game."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.domain.auth.shown_names import flaw_of
from app.schemas.text import line, pasted

Username = Annotated[
    str,
    StringConstraints(
        min_length=3, max_length=20, pattern=pasted(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,}")
    ),
]
"""Of a new account; older ones may be longer, and sign in all the same."""


def _shown_well(name: str) -> str:
    flaw = flaw_of(name)
    if flaw is not None:
        raise ValueError(flaw)
    return name


GameName = Annotated[
    str,
    StringConstraints(min_length=2, max_length=30, pattern=line(without=r"/\\")),
    AfterValidator(_shown_well),
]
"""As the game shows it, with its digits where it has some: `NairobiAce#2741`."""
