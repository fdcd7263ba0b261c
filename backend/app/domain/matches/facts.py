"""The input of a match's decision (reports, records, deadlines), and its output."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import (
    AUTOMATIC,
    Grade,
    Money,
    Reason,
    ReportedOutcome,
    Result,
)


def claimed_result(seat: int, outcome: ReportedOutcome) -> Result:
    """Return how the match ended if the report of the player in `seat` (1 or 2) is true."""
    if outcome is ReportedOutcome.DRAW:
        return Result.DRAW
    if outcome is ReportedOutcome.PROBLEM:
        return Result.VOID
    return Result.PLAYER1 if (outcome is ReportedOutcome.WON) == (seat == 1) else Result.PLAYER2


@dataclass(frozen=True)
class ProviderEvidence:
    """What a provider's records say of this game; `outcome` is None if they do not show it."""

    outcome: Result | None
    grade: Grade
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlayerReport:
    """A player's latest report on this game."""

    outcome: ReportedOutcome
    wants_replay: bool = False
    cod_match_id: str | None = None
    contests: bool = False  # it objects to what the game's data propose
    by_sms: bool = field(default=False, compare=False)  # it came by SMS, from the phone's number


@dataclass(frozen=True)
class PlayerEvidence:
    """One player in this game."""

    report: PlayerReport | None = None
    is_ready: bool = True
    has_proof: bool = False  # a screenshot of theirs that shows something, and is new
    is_trusted: bool = True  # no recent report of theirs was refuted
    reached_at: datetime | None = None  # since when they provably know that the other reported

    @property
    def stands_alone(self) -> bool:
        """Say whether their report may stand while the other player is silent.

        An admission of defeat needs no picture. Anything else by SMS never stands alone: a number
        is a weaker proof of who wrote than a log-in.
        """
        if self.report is None:
            return False
        admits = self.report.outcome is ReportedOutcome.LOST
        return (self.has_proof and self.is_trusted and not self.report.by_sms) or admits


@dataclass(frozen=True)
class MatchFacts:
    """All that is known of a match but for the records of providers; `stake` in KES.

    `due_at` is when the present state ends, `reason` why it stands so, `began_at` when this game
    could begin, `answer_until` the earliest moment at which one report alone may end the match.
    `is_stakeless`: it is of a tournament, where somebody must go on (`stakeless`).
    """

    status: MatchStatus
    state: VerificationState
    stake: Decimal
    due_at: datetime | None
    began_at: datetime | None = None
    answer_until: datetime | None = None
    one: PlayerEvidence = field(default_factory=PlayerEvidence)
    two: PlayerEvidence = field(default_factory=PlayerEvidence)
    reason: Reason | None = None
    proposed: Result | None = None
    replays: int = 0
    flags: frozenset[str] = frozenset()
    deadlines: Deadlines = field(default_factory=Deadlines)
    is_stakeless: bool = False

    @property
    def latest_reports(self) -> tuple[PlayerReport | None, PlayerReport | None]:
        """Both players' latest reports, in seat order."""
        return (self.one.report, self.two.report)

    @property
    def claims(self) -> list[Result]:
        """How the match ended according to each player who has reported, in seat order."""
        seats = enumerate(self.latest_reports, start=1)
        return [claimed_result(seat, report.outcome) for seat, report in seats if report]

    def is_too_early(self, now: datetime) -> bool:
        """Say whether no game that began when both were ready can be over at `now`."""
        return self.began_at is not None and now < self.began_at + self.deadlines.minimum_game

    def is_due(self, now: datetime) -> bool:
        """Say whether the present state has had its time."""
        return self.due_at is not None and self.due_at <= now


@dataclass(frozen=True)
class MatchDecision:
    """Where a match goes from here; `result` is final when it ends, and proposed before.

    `answer_until` stands while one report waits for the other (`silence`).
    """

    status: MatchStatus
    state: VerificationState
    reason: Reason | None
    result: Result | None = None
    due_at: datetime | None = None
    flags: frozenset[str] = frozenset()
    replay: bool = False
    answer_until: datetime | None = None

    @property
    def is_final(self) -> bool:
        """Say whether the match is over."""
        return self.status in (MatchStatus.COMPLETED, MatchStatus.CANCELLED)

    @property
    def money(self) -> Money:
        """What happens to the pot: nothing leaves it before the end."""
        if not self.is_final:
            return Money.HOLD
        return Money.PAY if self.result in (Result.PLAYER1, Result.PLAYER2) else Money.REFUND

    @property
    def holds_prize(self) -> bool:
        """Say whether what it gives stays in the wallets a while: not both reported this end."""
        return self.is_final and self.reason in AUTOMATIC
