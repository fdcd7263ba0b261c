"""What reports, proofs and silence amount to: whether a match is paid, refunded, or waits.

`decide` is the table of cod-api.md §5.3. It reads neither database nor time: the same facts at the
same moment give the same decision, in whatever order they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.matches.facts import (
    MatchDecision,
    MatchFacts,
    PlayerEvidence,
    PlayerReport,
    ProviderEvidence,
    claimed_result,
)
from app.domain.matches.silence import reporter_first, wait_for_answer
from app.domain.matches.stakeless import needs_another_game, without_a_game
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import (
    DISPUTE_FLAGS,
    PICTURE_FLAGS,
    Grade,
    Money,
    Reason,
    ReportedOutcome,
    Result,
)

__all__ = [
    "Grade",
    "MatchDecision",
    "MatchFacts",
    "Money",
    "PlayerEvidence",
    "PlayerReport",
    "ProviderEvidence",
    "Reason",
    "ReportComparison",
    "ReportedOutcome",
    "Result",
    "claimed_result",
    "compare_reports",
    "decide",
]

_BEFORE_REPORTS = (VerificationState.AWAITING_CHECKIN, VerificationState.IN_PLAY)


@dataclass(frozen=True)
class ReportComparison:
    """`result` when both agree; `disputed` when they contradict; neither while one is silent."""

    result: Result | None = None
    disputed: bool = False


_AGREEMENTS = {
    (ReportedOutcome.WON, ReportedOutcome.LOST): Result.PLAYER1,
    (ReportedOutcome.LOST, ReportedOutcome.WON): Result.PLAYER2,
    (ReportedOutcome.DRAW, ReportedOutcome.DRAW): Result.DRAW,
    (ReportedOutcome.PROBLEM, ReportedOutcome.PROBLEM): Result.VOID,
}


def compare_reports(
    player1: ReportedOutcome | None, player2: ReportedOutcome | None
) -> ReportComparison:
    """Compare both reports. Two claims of defeat contradict each other as well: somebody is
    mistaken, and a person should ask (cod-api.md §5.3)."""
    if player1 is None or player2 is None:
        return ReportComparison()
    result = _AGREEMENTS.get((player1, player2))
    return ReportComparison(result=result, disputed=result is None)


def decide(
    facts: MatchFacts, evidences: Iterable[ProviderEvidence], now: datetime
) -> MatchDecision:
    """Say where a match goes, by everything known of it at the moment `now` (aware).

    A finished match does not change, nor does a disputed one: its deadline is the dispute's,
    and only a person lets money go.
    """
    if facts.status is MatchStatus.PENDING:
        return _before_play(facts, now)
    if facts.status is MatchStatus.ACTIVE:
        return _in_play(facts, tuple(evidences), now)
    return _stay(facts)


def _before_play(facts: MatchFacts, now: datetime) -> MatchDecision:
    if facts.one.is_ready and facts.two.is_ready:
        due_at = now + facts.deadlines.play
        return MatchDecision(MatchStatus.ACTIVE, VerificationState.IN_PLAY, None, due_at=due_at)
    if not facts.is_due(now):
        return _stay(facts)
    one, two = facts.one.is_ready, facts.two.is_ready
    walkover = without_a_game(one_is_there=one, two_is_there=two)
    return _end(facts, walkover if facts.is_stakeless else Result.VOID, Reason.NOT_READY)


def _in_play(
    facts: MatchFacts, evidences: tuple[ProviderEvidence, ...], now: datetime
) -> MatchDecision:
    data = _strongest(evidences)
    verdict = _compare(facts)
    if reason := _review_reason(facts, evidences, data):
        # Admitting a defeat that the game's data do not show is a sign of losing on purpose.
        admits = any(
            report and report.outcome is ReportedOutcome.LOST for report in facts.latest_reports
        )
        is_odd = reason is Reason.DATA_CONTRADICTS and (verdict.result or admits)
        return _dispute(facts, reason, now, {"collusion"} if is_odd else ())
    if verdict.result:
        return _agreement(facts, verdict.result, now)
    if verdict.disputed:
        return _contradiction(facts, now)
    if data and data[0].grade is Grade.HIGH and data[0].outcome:
        return _propose(facts, data[0].outcome, data, now)
    return _silence(facts, now)


def _compare(facts: MatchFacts) -> ReportComparison:
    one, two = facts.latest_reports
    return compare_reports(one.outcome if one else None, two.outcome if two else None)


def _strongest(evidences: Iterable[ProviderEvidence]) -> list[ProviderEvidence]:
    """Return the best proofs of one grade; a weak one proves nothing, as if it were not there."""
    for grade in (Grade.HIGH, Grade.MEDIUM):
        found = [proof for proof in evidences if proof.grade is grade and proof.outcome]
        if found:
            return found
    return []


def _review_reason(
    facts: MatchFacts, evidences: tuple[ProviderEvidence, ...], data: list[ProviderEvidence]
) -> Reason | None:
    """Return what keeps this match from being decided without a person, if anything does."""
    raised = facts.flags.union(*(proof.flags for proof in evidences))
    raising = [reason for reason in DISPUTE_FLAGS if reason in raised]
    reports = [report for report in facts.latest_reports if report]
    games = {report.cod_match_id for report in reports if report.cod_match_id}
    results = {proof.outcome for proof in data}
    if raising:
        return raising[0]
    if len(games) > 1 or len(results) > 1:
        return Reason.AMBIGUOUS
    if any(report.contests for report in reports):
        return Reason.CONTESTED
    return Reason.DATA_CONTRADICTS if results and not results >= set(facts.claims) else None


def _agreement(facts: MatchFacts, result: Result, now: datetime) -> MatchDecision:
    again = result is Result.DRAW and all(
        report and report.wants_replay for report in facts.latest_reports
    )
    if not again or facts.replays >= facts.deadlines.replays:
        return _decided(facts, result, Reason.AGREED, now)
    return _play_again(facts, now)


def _decided(facts: MatchFacts, result: Result, reason: Reason, now: datetime) -> MatchDecision:
    """End a match that was played; one of a tournament needs a winner, at last by a referee."""
    if not facts.is_stakeless or not needs_another_game(result):
        return _end(facts, result, reason)
    if facts.replays < facts.deadlines.replays:
        return _play_again(facts, now)
    return _dispute(facts, Reason.NO_WINNER, now)


def _play_again(facts: MatchFacts, now: datetime) -> MatchDecision:
    status, state, due_at = (
        MatchStatus.ACTIVE,
        VerificationState.IN_PLAY,
        now + facts.deadlines.play,
    )
    return MatchDecision(status, state, Reason.REPLAY, None, due_at, facts.flags, replay=True)


def _contradiction(facts: MatchFacts, now: datetime) -> MatchDecision:
    if facts.claims != [Result.PLAYER2, Result.PLAYER1]:
        raised = [reason for reason in PICTURE_FLAGS if reason in facts.flags]
        return _dispute(facts, raised[0] if raised else Reason.REPORTS_CONTRADICT, now)
    # Both claim defeat, so one of them tapped the wrong button. They are asked once.
    if facts.reason is not Reason.BOTH_LOST:
        due_at = now + facts.deadlines.correction
        return _wait_for_reports(facts, Reason.BOTH_LOST, due_at)
    if facts.is_due(now):
        return _dispute(facts, Reason.BOTH_LOST, now, {"both_lost"})
    return _stay(facts)


def _propose(
    facts: MatchFacts, result: Result, data: list[ProviderEvidence], now: datetime
) -> MatchDecision:
    """Propose what the game's own records say; it stands unless somebody contests it in time."""
    left_early = any(Reason.FORFEIT in proof.flags for proof in data)
    reason = Reason.FORFEIT if left_early else Reason.GAME_DATA
    deadlines, flags, due_at = facts.deadlines, facts.flags, facts.due_at
    stands = facts.state is VerificationState.PROVISIONAL and facts.proposed is result
    if stands and facts.is_due(now):
        return _decided(facts, result, reason, now)

    payer = {Result.PLAYER1: facts.two, Result.PLAYER2: facts.one}.get(result)
    if payer and payer.report:
        soon = now + deadlines.contest_admitted
        due_at = min(due_at, soon) if stands and due_at else soon
    elif not stands:
        is_alone = not facts.claims and facts.stake > deadlines.max_auto_confirm_stake
        due_at = now + (deadlines.contest_high if is_alone else deadlines.contest)
        flags |= {"admin_glance"} if is_alone else set()
    state = VerificationState.PROVISIONAL
    return MatchDecision(MatchStatus.ACTIVE, state, reason, result, due_at, flags)


def _silence(facts: MatchFacts, now: datetime) -> MatchDecision:
    """Decide while reports are missing, and no record is strong enough to propose a result."""
    if facts.claims:
        return _one_is_silent(facts, now)
    if not facts.is_due(now):
        return _stay(facts)
    if facts.state in _BEFORE_REPORTS:
        due_at = now + facts.deadlines.late_report
        return _wait_for_reports(facts, Reason.NOBODY_REPORTED, due_at)
    return _end(facts, Result.VOID, Reason.NOBODY_REPORTED)


def _one_is_silent(facts: MatchFacts, now: datetime) -> MatchDecision:
    waits = facts.state is VerificationState.AWAITING_REPORTS
    answer_until = facts.answer_until
    if answer_until is None or not waits or facts.reason is Reason.NOBODY_REPORTED:
        answer_until = _answer_until(facts, now)
    wait = wait_for_answer(facts, answer_until)
    if wait.ends_at > now:
        return _wait_for_reports(facts, None, wait.ends_at, answer_until)
    reporter, _ = reporter_first(facts)
    if not wait.counts:
        return _dispute(facts, Reason.UNREACHED, now)
    if facts.stake <= facts.deadlines.max_auto_confirm_stake and reporter.stands_alone:
        return _decided(facts, facts.claims[0], Reason.SILENCE, now)
    return _dispute(facts, Reason.NO_ANSWER, now)


def _answer_until(facts: MatchFacts, now: datetime) -> datetime:
    """Return until when the other player can answer the first report, if they know of it now.

    A report from before a game can be over cannot be true: it does not shorten the time to play.
    """
    due_at = now + facts.deadlines.answer
    is_lie = facts.is_too_early(now) and facts.due_at is not None
    return max(due_at, facts.due_at) if is_lie and facts.due_at else due_at


def _stay(facts: MatchFacts) -> MatchDecision:
    return MatchDecision(
        facts.status,
        facts.state,
        facts.reason,
        facts.proposed,
        facts.due_at,
        facts.flags,
        answer_until=facts.answer_until,
    )


def _wait_for_reports(
    facts: MatchFacts,
    reason: Reason | None,
    due_at: datetime,
    answer_until: datetime | None = None,
) -> MatchDecision:
    state = VerificationState.AWAITING_REPORTS
    status, flags = MatchStatus.ACTIVE, facts.flags
    return MatchDecision(status, state, reason, None, due_at, flags, answer_until=answer_until)


def _dispute(
    facts: MatchFacts, reason: Reason, now: datetime, flags: Iterable[str] = ()
) -> MatchDecision:
    """Freeze the pot. If no report contradicts another, it goes to a referee at once."""
    deadlines = facts.deadlines
    if reason is Reason.NO_ANSWER:
        state, due_at = VerificationState.ADMIN_REVIEW, now + deadlines.ruling
    else:
        state, due_at = VerificationState.EVIDENCE, now + deadlines.evidence
    raised = facts.flags.union(flags)
    return MatchDecision(MatchStatus.DISPUTED, state, reason, None, due_at, raised)


def _end(facts: MatchFacts, result: Result, reason: Reason) -> MatchDecision:
    # What one player alone called void may be contested by the other: it is no cancelled match.
    is_cancelled = result is Result.VOID and reason is not Reason.SILENCE
    status = MatchStatus.CANCELLED if is_cancelled else MatchStatus.COMPLETED
    return MatchDecision(status, VerificationState.SETTLED, reason, result, flags=facts.flags)
