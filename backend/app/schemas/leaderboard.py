"""Leaderboards on the wire."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from app.domain.money import show
from app.domain.ratings.boards import Board, Period, WhyNot
from app.schemas.base import MomentOut, Outbound

__all__ = ["Leaderboard", "MyPlace"]

Value = Annotated[
    Decimal,
    PlainSerializer(show, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d\d$", "examples": ["1162.00"]}),
]
"""Points, KES or victories, as the board has it; two decimals, since on one of them it is money."""


class LeaderboardLine(Outbound):
    """One row: `position` counts rows, `rank` is shared by equals."""

    position: int
    rank: int
    username: str
    value: Value
    is_simulated: bool


class Neighbour(LeaderboardLine):
    """A row near one's own."""

    is_me: bool


class MyPlace(Outbound):
    """Where you stand, with five above and five below; or why you do not stand there."""

    rank: int | None
    value: Value | None
    why_not: WhyNot | None
    neighbours: list[Neighbour]


class Leaderboard(Outbound):
    """The top of a board, or the page after `cursor`.

    It is right as of `as_of`, which is null until the first has been built. The period began at
    `starts_at` (null for all time); `players` is how many are ranked. `me` is null for guests.
    """

    board: Board
    period: Period
    starts_at: MomentOut | None
    as_of: MomentOut | None
    players: int
    items: list[LeaderboardLine]
    next_cursor: str | None
    me: MyPlace | None = None
