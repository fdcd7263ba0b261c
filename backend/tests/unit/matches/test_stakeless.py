"""What differs in a match of a tournament: there is no draw, and who is not there loses."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.decision import decide
from app.domain.matches.facts import (
    MatchDecision,
    MatchFacts,
    PlayerEvidence,
    PlayerReport,
    ProviderEvidence,
)
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import Grade, Reason, ReportedOutcome, Result

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LAST, HALF_HOUR = Deadlines().replays, Deadlines().answer
WON, LOST, DRAW, PROBLEM = ReportedOutcome

CALLED = MatchFacts(
    status=MatchStatus.PENDING,
    state=VerificationState.AWAITING_CHECKIN,
    stake=Decimal(0),
    due_at=NOW,
    is_stakeless=True,
)
PLAYED = replace(
    CALLED, status=MatchStatus.ACTIVE, state=VerificationState.AWAITING_REPORTS, answer_until=NOW
)


def reported(one: ReportedOutcome, two: ReportedOutcome | None, *, replays: int = 0) -> MatchFacts:
    first = PlayerEvidence(PlayerReport(one), has_proof=True)
    second = PlayerEvidence(None if two is None else PlayerReport(two), reached_at=NOW - HALF_HOUR)
    return replace(PLAYED, one=first, two=second, replays=replays)


def ended(decision: MatchDecision) -> tuple[MatchStatus, Result | None, Reason | None]:
    return decision.status, decision.result, decision.reason


@pytest.mark.parametrize(
    ("one", "two", "status", "result"),
    [
        (True, False, MatchStatus.COMPLETED, Result.PLAYER1),
        (False, True, MatchStatus.COMPLETED, Result.PLAYER2),
        (False, False, MatchStatus.CANCELLED, Result.VOID),
    ],
)
def test_who_is_not_ready_in_time_loses(
    one: bool, two: bool, status: MatchStatus, result: Result
) -> None:
    facts = replace(CALLED, one=PlayerEvidence(is_ready=one), two=PlayerEvidence(is_ready=two))
    assert ended(decide(facts, [], NOW)) == (status, result, Reason.NOT_READY)
    for_money = decide(replace(facts, is_stakeless=False), [], NOW)
    assert ended(for_money) == (MatchStatus.CANCELLED, Result.VOID, Reason.NOT_READY)


@pytest.mark.parametrize("outcome", [DRAW, PROBLEM])
@pytest.mark.parametrize("by_silence", [False, True])
def test_what_takes_nobody_on_is_played_again_and_at_last_goes_to_a_referee(
    outcome: ReportedOutcome, by_silence: bool
) -> None:
    other = None if by_silence else outcome
    again = decide(reported(outcome, other, replays=LAST - 1), [], NOW)
    assert (again.status, again.reason, again.replay) == (MatchStatus.ACTIVE, Reason.REPLAY, True)
    enough = decide(reported(outcome, other, replays=LAST), [], NOW)
    assert ended(enough) == (MatchStatus.DISPUTED, None, Reason.NO_WINNER)


def test_a_draw_that_the_games_own_data_show_is_played_again_unless_somebody_objects() -> None:
    draw = [ProviderEvidence(Result.DRAW, Grade.HIGH)]
    proposed = decide(replace(PLAYED, state=VerificationState.IN_PLAY), draw, NOW)
    assert (proposed.state, proposed.result) == (VerificationState.PROVISIONAL, Result.DRAW)
    stands = replace(PLAYED, state=VerificationState.PROVISIONAL, proposed=Result.DRAW)
    assert decide(stands, draw, NOW).replay


def test_a_winner_is_a_winner_as_in_any_match() -> None:
    assert ended(decide(reported(WON, LOST), [], NOW)) == (
        MatchStatus.COMPLETED,
        Result.PLAYER1,
        Reason.AGREED,
    )
    silent = decide(reported(WON, None), [], NOW)
    assert ended(silent) == (MatchStatus.COMPLETED, Result.PLAYER1, Reason.SILENCE)
    assert decide(reported(WON, WON), [], NOW).status is MatchStatus.DISPUTED


def test_if_nobody_reports_neither_goes_on() -> None:
    silent = replace(PLAYED, answer_until=None, reason=Reason.NOBODY_REPORTED)
    assert ended(decide(silent, [], NOW)) == (
        MatchStatus.CANCELLED,
        Result.VOID,
        Reason.NOBODY_REPORTED,
    )
