"""What reports, proofs and silence amount to: whether a match is paid, refunded, or waits.

`decide` is the table of cod-api.md §5.3. It knows neither database nor clock: the same facts at the
same moment give the same decision, in whatever order they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.matches.facts import Decision, Evidence, Said, Side, Situation, claim_of
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matches.vocabulary import ALARMS, Grade, Money, Outcome, Reason, Result

__all__ = [
    "Decision",
    "Evidence",
    "Grade",
    "Money",
    "Outcome",
    "Reason",
    "Result",
    "Said",
    "Side",
    "Situation",
    "Verdict",
    "claim_of",
    "decide",
    "weigh",
]

_BEFORE_REPORTS = (VerificationState.AWAITING_CHECKIN, VerificationState.IN_PLAY)


@dataclass(frozen=True)
class Verdict:
    """`result` when both agree; `disputed` when they contradict; neither while one is silent."""

    result: Result | None = None
    disputed: bool = False


_AGREEMENTS = {
    (Outcome.WON, Outcome.LOST): Result.PLAYER1,
    (Outcome.LOST, Outcome.WON): Result.PLAYER2,
    (Outcome.DRAW, Outcome.DRAW): Result.DRAW,
    (Outcome.PROBLEM, Outcome.PROBLEM): Result.VOID,
}


def weigh(player1: Outcome | None, player2: Outcome | None) -> Verdict:
    """Compare what both said. Two who both claim defeat contradict each other as well: somebody is
    mistaken, and a person should ask (cod-api.md §5.3)."""
    if player1 is None or player2 is None:
        return Verdict()
    result = _AGREEMENTS.get((player1, player2))
    return Verdict(result=result, disputed=result is None)


def decide(situation: Situation, evidences: Iterable[Evidence], now: datetime) -> Decision:
    """Say where a match goes, by everything known of it at the moment `now` (aware).

    A finished match stays what it is, and so does a disputed one: its clock is the dispute's own,
    and only a person lets money go.
    """
    if situation.status is MatchStatus.PENDING:
        return _before_play(situation, now)
    if situation.status is MatchStatus.ACTIVE:
        return _in_play(situation, tuple(evidences), now)
    return _stay(situation)


def _before_play(situation: Situation, now: datetime) -> Decision:
    if situation.one.is_ready and situation.two.is_ready:
        due_at = now + situation.clocks.play
        return Decision(MatchStatus.ACTIVE, VerificationState.IN_PLAY, None, due_at=due_at)
    if situation.is_due(now):
        return _end(situation, Result.VOID, Reason.NOT_READY)
    return _stay(situation)


def _in_play(situation: Situation, evidences: tuple[Evidence, ...], now: datetime) -> Decision:
    data = _strongest(evidences)
    verdict = _weigh_both(situation)
    if doubt := _doubt(situation, evidences, data):
        # Nobody admits a defeat that the game does not know of, but who loses on purpose.
        admits = any(said and said.outcome is Outcome.LOST for said in situation.last_words)
        is_odd = doubt is Reason.DATA_CONTRADICTS and (verdict.result or admits)
        return _dispute(situation, doubt, now, {"collusion"} if is_odd else ())
    if verdict.result:
        return _agreement(situation, verdict.result, now)
    if verdict.disputed:
        return _contradiction(situation, now)
    if data and data[0].grade is Grade.HIGH and data[0].outcome:
        return _propose(situation, data[0].outcome, data, now)
    return _silence(situation, now)


def _weigh_both(situation: Situation) -> Verdict:
    one, two = situation.last_words
    return weigh(one.outcome if one else None, two.outcome if two else None)


def _strongest(evidences: Iterable[Evidence]) -> list[Evidence]:
    """Return the best proofs of one grade; a weak one proves nothing, as if it were not there."""
    for grade in (Grade.HIGH, Grade.MEDIUM):
        found = [proof for proof in evidences if proof.grade is grade and proof.outcome]
        if found:
            return found
    return []


def _doubt(
    situation: Situation, evidences: tuple[Evidence, ...], data: list[Evidence]
) -> Reason | None:
    """Return what keeps this match from being decided without a person, if anything does."""
    raised = situation.flags.union(*(proof.flags for proof in evidences))
    alarms = [reason for reason in ALARMS if reason in raised]
    spoken = [said for said in situation.last_words if said]
    games = {said.cod_match_id for said in spoken if said.cod_match_id}
    results = {proof.outcome for proof in data}
    if alarms:
        return alarms[0]
    if len(games) > 1 or len(results) > 1:
        return Reason.AMBIGUOUS
    if any(said.contests for said in spoken):
        return Reason.CONTESTED
    return Reason.DATA_CONTRADICTS if results and not results >= set(situation.claims) else None


def _agreement(situation: Situation, result: Result, now: datetime) -> Decision:
    again = result is Result.DRAW and all(
        said and said.wants_replay for said in situation.last_words
    )
    if not again or situation.replays >= situation.clocks.replays:
        return _end(situation, result, Reason.AGREED)
    return Decision(
        MatchStatus.ACTIVE,
        VerificationState.IN_PLAY,
        Reason.REPLAY,
        due_at=now + situation.clocks.play,
        flags=situation.flags,
        replay=True,
    )


def _contradiction(situation: Situation, now: datetime) -> Decision:
    if situation.claims != [Result.PLAYER2, Result.PLAYER1]:
        return _dispute(situation, Reason.REPORTS_CONTRADICT, now)
    # Both claim defeat: somebody tapped the wrong word. They are asked once.
    if situation.reason is not Reason.BOTH_LOST:
        due_at = now + situation.clocks.correction
        return _wait_for_reports(situation, Reason.BOTH_LOST, due_at)
    if situation.is_due(now):
        return _dispute(situation, Reason.BOTH_LOST, now, {"both_lost"})
    return _stay(situation)


def _propose(situation: Situation, result: Result, data: list[Evidence], now: datetime) -> Decision:
    """Propose what the game's own records say; it stands unless somebody contests it in time."""
    left_early = any(Reason.FORFEIT in proof.flags for proof in data)
    reason = Reason.FORFEIT if left_early else Reason.GAME_DATA
    clocks, flags, due_at = situation.clocks, situation.flags, situation.due_at
    stands = situation.state is VerificationState.PROVISIONAL and situation.proposed is result
    if stands and situation.is_due(now):
        return _end(situation, result, reason)

    payer = {Result.PLAYER1: situation.two, Result.PLAYER2: situation.one}.get(result)
    if payer and payer.said:
        soon = now + clocks.contest_admitted
        due_at = min(due_at, soon) if stands and due_at else soon
    elif not stands:
        is_alone = not situation.claims and situation.stake > clocks.silence_maximum
        due_at = now + (clocks.contest_high if is_alone else clocks.contest)
        flags |= {"admin_glance"} if is_alone else set()
    state = VerificationState.PROVISIONAL
    return Decision(MatchStatus.ACTIVE, state, reason, result, due_at, flags)


def _silence(situation: Situation, now: datetime) -> Decision:
    """Nobody has spoken, and no proof is strong enough to propose a result."""
    if situation.claims:
        return _one_is_silent(situation, now)
    if not situation.is_due(now):
        return _stay(situation)
    if situation.state in _BEFORE_REPORTS:
        due_at = now + situation.clocks.late_report
        return _wait_for_reports(situation, Reason.NOBODY_REPORTED, due_at)
    return _end(situation, Result.VOID, Reason.NOBODY_REPORTED)


def _one_is_silent(situation: Situation, now: datetime) -> Decision:
    waits = situation.state is VerificationState.AWAITING_REPORTS
    if not waits or situation.reason is Reason.NOBODY_REPORTED:
        return _wait_for_reports(situation, None, now + situation.clocks.answer)
    if not situation.is_due(now):
        return _stay(situation)
    speaker = situation.one if situation.one.said else situation.two
    if situation.stake <= situation.clocks.silence_maximum and speaker.is_believed_alone:
        return _end(situation, situation.claims[0], Reason.SILENCE)
    return _dispute(situation, Reason.NO_ANSWER, now)


def _stay(situation: Situation) -> Decision:
    return Decision(
        situation.status,
        situation.state,
        situation.reason,
        situation.proposed,
        situation.due_at,
        situation.flags,
    )


def _wait_for_reports(situation: Situation, reason: Reason | None, due_at: datetime) -> Decision:
    state = VerificationState.AWAITING_REPORTS
    return Decision(MatchStatus.ACTIVE, state, reason, None, due_at, situation.flags)


def _dispute(
    situation: Situation, reason: Reason, now: datetime, flags: Iterable[str] = ()
) -> Decision:
    """Freeze the pot. Where nobody contradicts anybody a referee looks at once."""
    clocks = situation.clocks
    if reason is Reason.NO_ANSWER:
        state, due_at = VerificationState.ADMIN_REVIEW, now + clocks.ruling
    else:
        state, due_at = VerificationState.EVIDENCE, now + clocks.evidence
    raised = situation.flags.union(flags)
    return Decision(MatchStatus.DISPUTED, state, reason, None, due_at, raised)


def _end(situation: Situation, result: Result, reason: Reason) -> Decision:
    status = MatchStatus.CANCELLED if result is Result.VOID else MatchStatus.COMPLETED
    return Decision(status, VerificationState.SETTLED, reason, result, flags=situation.flags)
