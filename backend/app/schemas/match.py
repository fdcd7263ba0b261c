"""Playing an opponent, on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.games import Mode, Platform, Title
from app.domain.states import MatchStatus, VerificationState
from app.schemas.wire import Inbound, MomentOut, MoneyOut, Outbound

Seat = Literal["player1", "player2"]
Result = Literal["player1", "player2", "draw", "void"]
Outcome = Literal["won", "lost", "draw", "problem"]


class MatchPlayer(Outbound):
    """One side of a match."""

    id: int
    username: str
    cod_username: str | None
    ready: bool
    reported: bool


class Match(Outbound):
    """A 1v1 for money; `pot = prize + fee` (KES), `due_at` is the deadline of the present state.

    `ruling` is what the referee wrote when he decided.
    """

    id: int
    status: MatchStatus
    verification_state: VerificationState
    wager_amount: MoneyOut
    pot: MoneyOut
    fee: MoneyOut
    prize: MoneyOut
    title: Title
    mode: Mode
    platform: Platform
    lobby_code: str
    player1: MatchPlayer
    player2: MatchPlayer
    my_seat: Seat | None
    my_outcome: Outcome | None
    winner_id: int | None
    result: Result | None
    reason: str | None
    ruling: str | None
    due_at: MomentOut | None
    created_at: MomentOut
    started_at: MomentOut | None
    completed_at: MomentOut | None


class MatchList(Outbound):
    """A page of matches, newest first."""

    items: list[Match]
    next_cursor: str | None


class Report(Inbound):
    """What the player says happened."""

    outcome: Outcome


class Ruling(Inbound):
    """An admin's decision on a match, with the reason that both players will read."""

    result: Result
    reason: Annotated[str, Field(min_length=10, max_length=1000)]


class ReportLine(Outbound):
    """What one player reported, and when."""

    seat: Seat
    outcome: Outcome
    reported_at: MomentOut


class MatchEventLine(Outbound):
    """One step in the life of a match."""

    at: MomentOut
    status: MatchStatus
    verification_state: VerificationState
    actor: str
    note: str | None


class Dispute(Outbound):
    """A match that waits for a ruling, with everything an admin needs to decide."""

    match: Match
    reports: list[ReportLine]
    timeline: list[MatchEventLine]
    disputed_at: MomentOut


class DisputeList(Outbound):
    """Open disputes, the oldest first."""

    items: list[Dispute]
