"""Claims of a name in the game, on the wire."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from app.domain.matches.games import Platform
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.names import GameName
from app.schemas.text import PROSE, Link, Words


class NameClaimRequest(Inbound):
    """The name that is yours, and what shows it: a note and a link for the referee."""

    model_config = example(
        platform="acti",
        username="NairobiAce#2741",
        note="My profile shows the code since this morning.",
        link="https://example.com/my-profile.png",
    )

    platform: Platform
    username: GameName
    note: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=PROSE)] | None = (
        None
    )
    link: Link | None = None


class NameClaim(Outbound):
    """A claim. Show `code` in the game: as clan tag of a game, or in the profile for a referee."""

    id: int
    platform: Platform
    username: str
    code: str
    state: Literal["open", "granted", "refused", "withdrawn"]
    note: str | None
    link: str | None
    reason: str | None
    created_at: MomentOut
    closed_at: MomentOut | None


class NameClaims(Outbound):
    """A player's claims, newest first."""

    items: list[NameClaim]


class OpenNameClaim(Outbound):
    """A claim for referees: who holds the name now, and whether they have proven it theirs."""

    id: int
    claimant: str
    holder: str | None
    holder_has_proof: bool
    platform: Platform
    username: str
    code: str
    note: str | None
    link: str | None
    created_at: MomentOut


class OpenNameClaims(Outbound):
    """The open claims, the oldest first."""

    items: list[OpenNameClaim]


class NameClaimDecision(Inbound):
    """Whether the name is the claimant's, and what shows it."""

    model_config = example(granted=True, reason="The profile in the picture shows the code.")

    granted: bool
    reason: Words
