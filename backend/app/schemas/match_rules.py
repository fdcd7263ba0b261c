"""The rules of one match on the wire; they are passed on as stored, since a digest is over them."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.games import Mode, Platform, Title
from app.domain.matches.lobby import ScoreUnit, Weapons
from app.schemas.base import MoneyOut, Outbound


class MatchClocks(Outbound):
    """How long each step of a match may take, in seconds."""

    ready: int
    play: int
    late_report: int
    answer: int
    unreached: int
    contest: int
    evidence: int
    ruling: int


class Goal(Outbound):
    """Who first has `to_win` wins a game; after `minutes`, where there is a clock, who has more."""

    to_win: int
    unit: ScoreUnit
    minutes: int | None


class Lobby(Outbound):
    """The set-up of one game; `game` counts from 1, `host` opens the private lobby."""

    game: int
    host: Literal["player1", "player2"]
    map: str
    goal: Goal
    weapons: Weapons


class MatchRules(Outbound):
    """What both agreed to; `fee_rate` is a fraction, `house` has a sentence for each house rule.

    Since schema 2 also how each game is set up: `maps` in the order in which games are played,
    `first_host` hosts the first and every other one after it; both follow from `draw`, and
    `first_host` also from who hosted before. `map` is the first of `maps`.
    """

    schema_version: Annotated[Literal[1, 2], Field(alias="schema")]
    title: Title
    mode: Mode
    platform: Platform
    map: str | None
    maps: list[str] | None = None
    goal: Goal | None = None
    weapons: Weapons | None = None
    first_host: Literal["player1", "player2"] | None = None
    draw: str | None = None
    best_of: int
    format: str
    fee_rate: str
    clocks: MatchClocks
    silence_confirms_up_to: MoneyOut
    replays: int
    house: dict[str, str]
