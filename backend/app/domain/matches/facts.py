"""What is known of a match when somebody asks what becomes of it, and the answer."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import Grade, Money, Reason, ReportedOutcome, Result


def claimed_result(seat: int, outcome: ReportedOutcome) -> Result:
    """Return how the match ended if the player in `seat` (1 or 2) tells the truth."""
    if outcome is ReportedOutcome.DRAW:
        return Result.DRAW
    if outcome is ReportedOutcome.PROBLEM:
        return Result.VOID
    return Result.PLAYER1 if (outcome is ReportedOutcome.WON) == (seat == 1) else Result.PLAYER2


@dataclass(frozen=True)
class ProviderEvidence:
    """What a stranger says of this game; `outcome` is None where he cannot tell."""

    outcome: Result | None
    grade: Grade
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlayerReport:
    """A player's last word on this game."""

    outcome: ReportedOutcome
    wants_replay: bool = False
    cod_match_id: str | None = None
    contests: bool = False  # it objects to what the game's data propose


@dataclass(frozen=True)
class PlayerEvidence:
    """One player in this game."""

    said: PlayerReport | None = None
    is_ready: bool = True
    has_proof: bool = False  # a screenshot of his
    is_trusted: bool = True  # no report of his was refuted lately

    @property
    def stands_alone(self) -> bool:
        """Say whether his word may stand while the other is silent.

        Who admits defeat speaks against himself: that needs no picture.
        """
        admits = self.said is not None and self.said.outcome is ReportedOutcome.LOST
        return (self.has_proof and self.is_trusted) or admits


@dataclass(frozen=True)
class MatchFacts:
    """All that is known of a match but for what strangers say; `stake` in KES.

    `due_at` is when the present state ends, `reason` why it stands so.
    """

    status: MatchStatus
    state: VerificationState
    stake: Decimal
    due_at: datetime | None
    one: PlayerEvidence = field(default_factory=PlayerEvidence)
    two: PlayerEvidence = field(default_factory=PlayerEvidence)
    reason: Reason | None = None
    proposed: Result | None = None
    replays: int = 0
    flags: frozenset[str] = frozenset()
    deadlines: Deadlines = field(default_factory=Deadlines)

    @property
    def latest_reports(self) -> tuple[PlayerReport | None, PlayerReport | None]:
        """What both said last, in seat order."""
        return (self.one.said, self.two.said)

    @property
    def claims(self) -> list[Result]:
        """How the match ended according to each player who has spoken, in seat order."""
        seats = enumerate(self.latest_reports, start=1)
        return [claimed_result(seat, said.outcome) for seat, said in seats if said]

    def is_due(self, now: datetime) -> bool:
        """Say whether the present state has had its time."""
        return self.due_at is not None and self.due_at <= now


@dataclass(frozen=True)
class MatchDecision:
    """Where a match goes from here; `result` is final when it ends, and proposed before."""

    status: MatchStatus
    state: VerificationState
    reason: Reason | None
    result: Result | None = None
    due_at: datetime | None = None
    flags: frozenset[str] = frozenset()
    replay: bool = False

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
        """Say whether the prize stays in the wallet for a while: not both said who won."""
        return self.money is Money.PAY and self.reason not in (Reason.AGREED, Reason.RULED)
