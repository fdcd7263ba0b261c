"""What staff does with a tournament that runs, on the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.matches.states import MatchStatus
from app.domain.tournaments.lifecycle import TournamentStatus
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.text import LINE, Words

_KEY = r"^([WLFBS][0-9]{1,2}|G[0-9]{1,3}\.R[0-9]{1,3})\.[0-9]{1,3}$"
MatchKey = Annotated[str, StringConstraints(max_length=12, pattern=_KEY)]
"""A match of a bracket or table by its key, such as W2.3 or G1.R2.3."""


class PlayReason(Inbound):
    """Why staff does it; the audit log keeps it."""

    model_config = example(reason="The game's servers are away.")

    reason: Words


class MatchReset(Inbound):
    """Have a match played again; with `reset` also those that hang on it and have begun."""

    model_config = example(reason="Both played the wrong map.", reset=False)

    reason: Words
    reset: bool = False


class MatchResult(Inbound):
    """The result of a match; no `winner` after a double forfeit, else a username."""

    model_config = example(
        winner="wanjiku_ke", ending="played", reason="The recording shows it.", reset=False
    )

    winner: Annotated[str, StringConstraints(max_length=50, pattern=LINE)] | None = None
    ending: Literal["played", "forfeit", "double_forfeit"]
    reason: Words
    reset: bool = False


class PlayState(Outbound):
    """Where a tournament stands after what staff did."""

    id: int
    status: TournamentStatus
    is_paused: bool
    version: int


class LiveMatch(Outbound):
    """A match that is open: since when, until when it should be over, and how that looks."""

    key: str
    match_id: int
    home: str
    away: str
    status: MatchStatus
    opened_at: MomentOut
    deadline: MomentOut
    pace: Literal["on_track", "behind", "overdue"]


class LiveBoard(Outbound):
    """All open matches of a tournament, those first that keep it waiting the longest."""

    tournament_id: int
    status: TournamentStatus
    is_paused: bool
    on_track: Annotated[int, Field(ge=0)]
    behind: Annotated[int, Field(ge=0)]
    overdue: Annotated[int, Field(ge=0)]
    matches: list[LiveMatch]
