"""A bracket in the tables of `brackets-model` 1.7, which viewers of that ecosystem draw."""

from typing import Literal

from pydantic import Field

from app.schemas.base import Outbound


class BracketOpponent(Outbound):
    """One side of a match; `id` is null while it is not known who comes. `position` is a seed."""

    id: int | None
    position: int | None = None
    score: int | None = None
    result: Literal["win", "loss"] | None = None
    forfeit: bool | None = None


class BracketParticipant(Outbound):
    """A player under the name that is shown."""

    id: int
    tournament_id: int
    name: str


class BracketSettings(Outbound):
    """How the stage is played, in the model's words; what a format does not know is left out."""

    matchesChildCount: int  # noqa: N815  # the model's own names
    size: int
    seedOrdering: list[str] | None = None  # noqa: N815
    consolationFinal: bool | None = None  # noqa: N815
    grandFinal: Literal["double"] | None = None  # noqa: N815
    groupCount: int | None = None  # noqa: N815
    roundRobinMode: Literal["simple", "double"] | None = None  # noqa: N815


class BracketStage(Outbound):
    """The tournament itself, as its only stage."""

    id: int
    tournament_id: int
    name: str
    type: Literal["single_elimination", "double_elimination", "round_robin"]
    number: int
    settings: BracketSettings


class BracketGroup(Outbound):
    """A bracket (upper, lower, finals) or a group of a round robin."""

    id: int
    stage_id: int
    number: int


class BracketRound(Outbound):
    """A round of a group."""

    id: int
    stage_id: int
    group_id: int
    number: int


class BracketMatch(Outbound):
    """A match; an opponent that is null is a bye. `key` is ours, beside the model's own."""

    id: int
    stage_id: int
    group_id: int
    round_id: int
    number: int
    child_count: int
    status: int = Field(description="as in brackets-model: 2 ready, 3 running, 4 completed")
    opponent1: BracketOpponent | None
    opponent2: BracketOpponent | None
    key: str


class Bracket(Outbound):
    """All tables; empty before the field is seeded."""

    participant: list[BracketParticipant]
    stage: list[BracketStage]
    group: list[BracketGroup]
    round: list[BracketRound]
    match: list[BracketMatch]
    match_game: list[int] = Field(description="always empty: games are only counted")
