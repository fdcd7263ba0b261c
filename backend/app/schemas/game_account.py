"""A player's names in the game, on the wire, and whether matches verify themselves."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.games import Platform
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.names import GameName

Visible = Literal["unknown", "visible", "private", "not_found", "empty", "taken"]


class GameAccountPut(Inbound):
    """The name on this platform, with its digits where it has some: `NairobiAce#2741`."""

    model_config = example(username="NairobiAce#2741")

    username: Annotated[GameName, Field(examples=["NairobiAce#2741"])]


class GameAccount(Outbound):
    """A name in the game. `visibility` is green when `visible`; null `probed_at`: not looked yet.

    `private`: open your data in your Activision profile. `taken`: another player here has it; claim
    it if it is yours. `proven_at`: you have shown that it is yours, so nobody else can hold it.
    """

    platform: Platform
    username: str
    visibility: Visible
    uno: str | None
    probed_at: MomentOut | None
    proven_at: MomentOut | None


class GameAccounts(Outbound):
    """All names of a player."""

    items: list[GameAccount]


class Verification(Outbound):
    """Whether Activision's data helps to verify matches now; without it they end just as well."""

    automatic_verification: Literal["on", "degraded", "off"]


class MatchLookup(Outbound):
    """The state of a match's lookup in Call of Duty's records.

    `off`: no lookup. `no_names`: neither player can be looked up. `later`: nothing is requested
    while you play. `looking`: until `until` at most. `found`: the records show it; `result` (a
    seat, or `draw`) is shown once a result is proposed or disputed. `nothing`: they do not show it.
    `names` says how many of the two can be looked up.
    """

    state: Literal["off", "no_names", "later", "looking", "found", "nothing"]
    names: int
    last_look_at: MomentOut | None
    until: MomentOut | None
    result: Literal["player1", "player2", "draw"] | None
