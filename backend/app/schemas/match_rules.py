"""The rules of one match on the wire; they are passed on as stored, since a digest is over them."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.games import Mode, Platform, Title
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


class MatchRules(Outbound):
    """What both agreed to; `fee_rate` is a fraction, `house` has a sentence for each house rule."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    title: Title
    mode: Mode
    platform: Platform
    map: str | None
    best_of: int
    format: str
    fee_rate: str
    clocks: MatchClocks
    silence_confirms_up_to: MoneyOut
    replays: int
    house: dict[str, str]
