"""Finding an opponent and playing him, on the wire."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.games import Mode, Platform, Title
from app.domain.states import MatchStatus, VerificationState
from app.schemas.wire import Inbound, MomentOut, MoneyOut, Outbound

Seat = Literal["player1", "player2"]
Result = Literal["player1", "player2", "draw", "void"]
Outcome = Literal["won", "lost", "draw", "problem"]


class QueueEntry(Inbound):
    """What the player wants to play for (whole KES), and what."""

    wager_amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2, examples=[100])]
    title: Title = Title.MODERN_WARFARE
    mode: Mode = Mode.GUNFIGHT
    platform: Platform = Platform.ACTIVISION
    accept_adjacent: bool = False


class Terms(Outbound):
    """What playing costs now: the fee as a fraction of the pot, and the stakes allowed (KES)."""

    fee_rate: Annotated[float, Field(ge=0, lt=1)]
    minimum_wager: MoneyOut
    maximum_wager: MoneyOut


class Queue(Outbound):
    """Honest news from the queue; times in seconds, null where we do not know."""

    terms: Terms
    status: Literal["idle", "searching", "matched"]
    match_id: int | None = None
    wager_amount: MoneyOut | None = None
    title: Title | None = None
    mode: Mode | None = None
    platform: Platform | None = None
    queued_at: MomentOut | None = None
    waited_seconds: int | None = None
    waiting_players: int | None = None
    expected_wait_seconds: int | None = None


class MatchPlayer(Outbound):
    """One side of a match."""

    id: int
    username: str
    cod_username: str | None
    ready: bool
    reported: bool


class Match(Outbound):
    """A 1v1 for money; `pot = prize + fee` (KES), `due_at` is the deadline of the present state.

    `ruling` is what the referee wrote when he decided. `proposed_result` stands unless one of the
    two contests it before `due_at`. `rules` cannot change; `rules_sha256` is over their canonical
    JSON (keys sorted, no spaces).
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
    proposed_result: Result | None
    replays: int
    origin: Literal["queue", "challenge", "rematch"]
    format: str
    map: str | None
    best_of: int
    rules: dict[str, Any]
    rules_sha256: str
    due_at: MomentOut | None
    created_at: MomentOut
    started_at: MomentOut | None
    completed_at: MomentOut | None


class MatchList(Outbound):
    """A page of matches, newest first."""

    items: list[Match]
    next_cursor: str | None


class Report(Inbound):
    """What the player says happened.

    `replay` is for a draw that he would rather play again; `cod_match_id` names the game he means.
    """

    outcome: Outcome
    replay: bool | None = None
    cod_match_id: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")] | None = None


class Contest(Inbound):
    """An objection to a proposed result, with what the player says happened instead."""

    outcome: Outcome = "problem"


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
