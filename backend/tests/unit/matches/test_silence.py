"""How long a report waits for an answer, and what becomes of it, with and without proof."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.decision import decide
from app.domain.matches.facts import MatchDecision, MatchFacts, PlayerEvidence, PlayerReport
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import Reason, ReportedOutcome, Result

REPORTED = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DEADLINES = Deadlines()  # 30 minutes to answer, 120 more if nothing shows that they were told


def decided(
    minutes: int,
    *,
    told: int | None,
    outcome: ReportedOutcome = ReportedOutcome.WON,
    stake: int = 500,
    proof: bool = True,
) -> MatchDecision:
    """Decide so many minutes after player 1 reported; player 2 was told `told` minutes after."""
    reached_at = None if told is None else REPORTED + told * MINUTE
    facts = MatchFacts(
        status=MatchStatus.ACTIVE,
        state=VerificationState.AWAITING_REPORTS,
        stake=Decimal(stake),
        due_at=REPORTED + DEADLINES.answer,
        answer_until=REPORTED + DEADLINES.answer,
        one=PlayerEvidence(PlayerReport(outcome), has_proof=proof),
        two=PlayerEvidence(reached_at=reached_at),
    )
    return decide(facts, [], REPORTED + minutes * MINUTE)


def test_the_time_to_answer_runs_from_when_they_were_told() -> None:
    waits = decided(69, told=40)
    assert (waits.status, waits.due_at) == (MatchStatus.ACTIVE, REPORTED + 70 * MINUTE)
    over = decided(70, told=40)
    assert (over.result, over.reason) == (Result.PLAYER1, Reason.SILENCE)


def test_without_proof_nobody_loses_and_in_the_end_a_referee_decides() -> None:
    waits = decided(149, told=None)
    assert (waits.status, waits.due_at) == (MatchStatus.ACTIVE, REPORTED + 150 * MINUTE)
    over = decided(150, told=None)
    assert (over.status, over.reason) == (MatchStatus.DISPUTED, Reason.UNREACHED)
    assert over.state is VerificationState.EVIDENCE, "who was not reached may show proof first"


@pytest.mark.parametrize("told", [121, 149, 150, 200])
def test_a_proof_that_comes_late_does_not_keep_the_pot_longer(told: int) -> None:
    assert decided(149, told=told).due_at == REPORTED + 150 * MINUTE
    over = decided(150, told=told)
    assert (over.status, over.reason) == (MatchStatus.DISPUTED, Reason.UNREACHED)


def test_the_last_proof_that_counts_leaves_all_the_time_to_answer() -> None:
    over = decided(150, told=120)
    assert (over.result, over.reason) == (Result.PLAYER1, Reason.SILENCE)


@pytest.mark.parametrize(("proof", "stake"), [(False, 500), (True, 1_001)])
def test_what_silence_does_not_confirm_goes_to_a_referee_after_the_same_time(
    proof: bool, stake: int
) -> None:
    assert decided(69, told=40, proof=proof, stake=stake).status is MatchStatus.ACTIVE
    over = decided(70, told=40, proof=proof, stake=stake)
    assert (over.status, over.reason) == (MatchStatus.DISPUTED, Reason.NO_ANSWER)


def test_an_admitted_defeat_pays_the_silent_one_without_their_phone() -> None:
    over = decided(30, told=None, outcome=ReportedOutcome.LOST, proof=False)
    assert (over.result, over.reason) == (Result.PLAYER2, Reason.SILENCE)


@pytest.mark.parametrize("outcome", [ReportedOutcome.DRAW, ReportedOutcome.PROBLEM])
def test_a_draw_takes_a_prize_from_the_silent_one_and_waits_as_well(
    outcome: ReportedOutcome,
) -> None:
    assert decided(31, told=None, outcome=outcome).status is MatchStatus.ACTIVE
    assert decided(31, told=1, outcome=outcome).reason is Reason.SILENCE


def test_deciding_again_moves_no_deadline() -> None:
    first = decided(10, told=5)
    assert decided(20, told=5).due_at == first.due_at
    assert decided(20, told=5).answer_until == first.answer_until
