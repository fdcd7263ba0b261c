"""Disputes on the wire: what players say, what referees see, rule and confirm."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.disputes import Blame, Complaint, Penalty, Ruling
from app.domain.matches.states import MatchStatus, VerificationState
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, example
from app.schemas.evidence import EvidencePicture
from app.schemas.match import AppealState, Match, Outcome, Result, Seat
from app.schemas.room import RoomMessage
from app.schemas.text import Prose, Words


class DisputeRequest(Inbound):
    """Why a player disputes a match: a reason code, and a statement."""

    model_config = example(
        reason="wrong_result", statement="The end screen shows 6:4 for me; they reported a win."
    )

    reason: Complaint
    statement: Annotated[Prose, Field(max_length=1000)] = ""


class AppealRequest(Inbound):
    """Why another referee should decide a ruling again."""

    model_config = example(reason="The picture that decided it is of another game.")

    reason: Words


class RulingOrder(Inbound):
    """A referee's decision on a match, with the reason that both players will read.

    `strike` says whose claim was false: a warning the first time, then a week without play, then a
    ban.
    """

    model_config = example(result="player1", reason="The recording shows it.", strike="none")

    result: Ruling
    reason: Words
    strike: Blame = Blame.NONE


class Confirmation(Inbound):
    """What the second referee saw."""

    model_config = example(reason="I watched the recording, too.")

    reason: Words


class AppealDecision(Inbound):
    """`uphold` leaves the result as it is; `overturn` needs another `result`.

    `strike` says whose claim was false, as in a ruling.
    """

    model_config = example(
        decision="overturn", result="player2", reason="The picture is of another game."
    )

    decision: Literal["uphold", "overturn"]
    result: Result | None = None
    reason: Words
    strike: Blame = Blame.NONE


class ReportLine(Outbound):
    """What one player reported, when, and of which game of the match."""

    seat: Seat
    outcome: Outcome
    replay: int
    reported_at: MomentOut


class MatchEventLine(Outbound):
    """One step in the life of a match."""

    at: MomentOut
    status: MatchStatus
    verification_state: VerificationState
    actor: str
    note: str | None


class DisputeText(Outbound):
    """What one player wrote about a dispute; `helps` says what proof to look for."""

    seat: Seat
    reason: Complaint
    statement: str
    helps: str
    written_at: MomentOut


class CandidateLine(Outbound):
    """What a provider's records (Activision's, for instance) say, and how reliable they are."""

    provider: str
    outcome: Literal["player1", "player2", "draw", "unknown"]
    grade: Literal["HIGH", "MEDIUM", "LOW", "NONE"]
    cod_match_id: str | None
    replay: int
    observed_at: MomentOut
    flags: list[str]


class PlayerRecord(Outbound):
    """A player's past: matches, disputes, rulings against them, strikes that count, risk points."""

    matches: int
    disputes: int
    rulings_won: int
    rulings_lost: int
    strikes: int
    risk: int


class Claim(Outbound):
    """Which admin has claimed a dispute, and until when nobody else may rule."""

    admin_id: int
    admin: str
    until: MomentOut


class MatchRulingLine(Outbound):
    """A ruling that waits for a second referee, or one that was made; on an appeal, if so."""

    result: Ruling
    reason: str
    strike: Blame
    of_appeal: bool
    proposed_by: int
    proposed_at: MomentOut
    decision: Literal["alone", "confirmed", "rejected", "lapsed"] | None
    decided_by: int | None
    due_at: MomentOut | None


class Dispute(Outbound):
    """A disputed match with everything a referee needs to decide."""

    match: Match
    pot: MoneyOut
    disputed_at: MomentOut
    evidence_until: MomentOut
    rule_by: MomentOut
    needs_two: bool
    claim: Claim | None
    rulings: list[MatchRulingLine]
    appeal: AppealState | None
    reports: list[ReportLine]
    statements: list[DisputeText]
    timeline: list[MatchEventLine]
    pictures: list[EvidencePicture]
    messages: list[RoomMessage]
    candidates: list[CandidateLine]
    flags: list[str]
    player1_record: PlayerRecord
    player2_record: PlayerRecord


class DisputeList(Outbound):
    """Disputes by pot times age, or appeals by their deadline."""

    items: list[Dispute]


class StrikeLine(Outbound):
    """A false claim on record, until it lapses."""

    match_id: int
    kind: Penalty
    created_at: MomentOut
    lapses_at: MomentOut


class Standing(Outbound):
    """How the player stands: strikes, what follows from them, and a sentence about it."""

    strikes: list[StrikeLine]
    penalty: Penalty | None
    may_play: bool
    suspended_until: MomentOut | None
    auto_confirm: bool
    words: str
