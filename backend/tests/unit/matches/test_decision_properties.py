"""The table of cod-api.md §5.3, row by row, and what holds for every match there could be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matches.deadlines import Deadlines, reminder_is_due
from app.domain.matches.decision import (
    Grade,
    MatchDecision,
    MatchFacts,
    Money,
    PlayerEvidence,
    PlayerReport,
    ProviderEvidence,
    Reason,
    ReportedOutcome,
    Result,
    claimed_result,
    decide,
)
from app.domain.matches.states import (
    MATCH_TRANSITIONS,
    VERIFICATION_TRANSITIONS,
    MatchStatus,
    VerificationState,
)
from app.domain.matches.vocabulary import DISPUTE_FLAGS, PICTURE_FLAGS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DEADLINES = Deadlines()
TOLD = NOW - DEADLINES.answer
P1, P2, DRAW, VOID = Result.PLAYER1, Result.PLAYER2, Result.DRAW, Result.VOID
WON, LOST, DREW, PROBLEM = (
    ReportedOutcome.WON,
    ReportedOutcome.LOST,
    ReportedOutcome.DRAW,
    ReportedOutcome.PROBLEM,
)
STATE = VerificationState


def side(outcome: ReportedOutcome | None, **more: Any) -> PlayerEvidence:
    proof = more.pop("has_proof", False)
    return PlayerEvidence(
        report=PlayerReport(outcome, **more) if outcome else None, has_proof=proof
    )


def playing(
    first: ReportedOutcome | None = None,
    second: ReportedOutcome | None = None,
    *,
    proof: bool = False,
    told_at: datetime | None = TOLD,
    **more: Any,
) -> MatchFacts:
    """Return a match in play; where one has reported, the other was told of it half an hour ago."""
    facts: dict[str, Any] = {
        "status": MatchStatus.ACTIVE,
        "state": STATE.AWAITING_REPORTS if first or second else STATE.IN_PLAY,
        "stake": Decimal(500),
        "due_at": NOW + MINUTE,
        "one": replace(side(first, has_proof=proof), reached_at=told_at),
        "two": replace(side(second), reached_at=told_at),
    } | more
    if facts["state"] is STATE.AWAITING_REPORTS:
        facts.setdefault("answer_until", facts["due_at"])
    return MatchFacts(**facts)


def proofs(grade: str, outcome: Result | None, *flags: str) -> list[ProviderEvidence]:
    return [ProviderEvidence(outcome, Grade(grade), frozenset(flags))]


def summary(found: MatchDecision) -> tuple[str, str | None, str | None, str]:
    return found.status, found.result, found.reason, found.money


@pytest.mark.parametrize("grade", ["HIGH", "MEDIUM"])
def test_data_and_both_players_agree_and_the_pot_is_paid_now(grade: str) -> None:
    found = decide(playing(WON, LOST), proofs(grade, P1), NOW)
    assert summary(found) == ("completed", P1, Reason.AGREED, Money.PAY)
    assert not found.holds_prize, "both reported it"


@pytest.mark.parametrize(
    ("one", "two", "stake", "minutes"),
    [(None, None, 500, 15), (WON, None, 500, 15), (None, LOST, 500, 5), (None, None, 1_001, 30)],
)
def test_sure_data_and_silence_propose_a_result_that_may_be_contested(
    one: ReportedOutcome | None, two: ReportedOutcome | None, stake: int, minutes: int
) -> None:
    facts = playing(one, two, stake=Decimal(stake))
    found = decide(facts, proofs("HIGH", P1), NOW)
    assert (found.state, found.result, found.money) == (STATE.PROVISIONAL, P1, Money.HOLD)
    assert found.due_at == NOW + minutes * MINUTE
    assert ("admin_glance" in found.flags) == (stake > 1_000)

    facts = replace(facts, state=found.state, proposed=P1, due_at=found.due_at)
    assert decide(facts, proofs("HIGH", P1), NOW).due_at == found.due_at, "looking buys no time"
    later = decide(facts, proofs("HIGH", P1), NOW + minutes * MINUTE)
    assert summary(later) == ("completed", P1, Reason.GAME_DATA, Money.PAY)
    assert later.holds_prize


def test_leaving_early_forfeits_and_the_prize_is_held_back() -> None:
    facts = playing(state=STATE.PROVISIONAL, proposed=P2, due_at=NOW)
    found = decide(facts, proofs("HIGH", P2, "forfeit"), NOW)
    assert summary(found) == ("completed", P2, Reason.FORFEIT, Money.PAY)
    assert found.holds_prize


def test_a_contest_takes_the_match_to_a_referee() -> None:
    facts = playing(state=STATE.PROVISIONAL, proposed=P1)
    facts = replace(facts, two=side(PROBLEM, contests=True))
    assert decide(facts, proofs("HIGH", P1), NOW).status == MatchStatus.DISPUTED
    # A contest goes to a referee even when the claim is unchanged.
    facts = replace(facts, two=side(LOST, contests=True))
    assert decide(facts, proofs("HIGH", P1), NOW).reason == Reason.CONTESTED


@pytest.mark.parametrize("grade", ["HIGH", "MEDIUM"])
def test_data_against_both_players_pay_nobody_and_flag_collusion(grade: str) -> None:
    found = decide(playing(LOST, WON), proofs(grade, P1), NOW)
    assert summary(found) == ("disputed", None, Reason.DATA_CONTRADICTS, Money.HOLD)
    assert "collusion" in found.flags
    assert (found.state, found.due_at) == (STATE.EVIDENCE, NOW + DEADLINES.evidence)


def test_data_against_one_player_pay_nobody() -> None:
    found = decide(playing(WON), proofs("HIGH", P2), NOW)
    assert summary(found) == ("disputed", None, Reason.DATA_CONTRADICTS, Money.HOLD)
    assert "collusion" not in found.flags
    found = decide(playing(LOST), proofs("HIGH", P1), NOW)
    assert "collusion" in found.flags, "one of them loses on purpose"


def test_a_draw_in_the_data_refunds_both_in_the_end() -> None:
    facts = playing(state=STATE.PROVISIONAL, proposed=DRAW, due_at=NOW)
    found = decide(facts, proofs("HIGH", DRAW), NOW)
    assert summary(found) == ("completed", DRAW, Reason.GAME_DATA, Money.REFUND)


@pytest.mark.parametrize("data", [[], proofs("LOW", P2), proofs("NONE", None)])
def test_without_good_data_the_reports_decide(data: list[ProviderEvidence]) -> None:
    assert summary(decide(playing(WON, LOST), data, NOW)) == (
        *("completed", P1, Reason.AGREED, Money.PAY),
    )
    assert decide(playing(WON, WON), data, NOW).reason == Reason.REPORTS_CONTRADICT
    assert decide(playing(PROBLEM, PROBLEM), data, NOW).status == MatchStatus.CANCELLED


@pytest.mark.parametrize(
    ("report", "proof", "stake", "result"),
    [
        (WON, True, 1_000, P1),
        (WON, False, 1_000, None),
        (WON, True, 1_001, None),
        (DREW, True, 500, DRAW),
        (PROBLEM, True, 500, VOID),
        (PROBLEM, False, 500, None),
        (LOST, False, 500, P2),
        (LOST, True, 1_001, None),
    ],
)
@pytest.mark.parametrize("data", [[], proofs("LOW", P2), proofs("NONE", None, "privacy_closed")])
def test_silence_confirms_up_to_a_stake_and_with_a_picture(
    report: ReportedOutcome,
    proof: bool,
    stake: int,
    result: Result | None,
    data: list[ProviderEvidence],
) -> None:
    facts = playing(report, proof=proof, stake=Decimal(stake), due_at=NOW)
    found = decide(facts, data, NOW)
    if result:
        assert (found.result, found.reason) == (result, Reason.SILENCE)
        assert found.holds_prize
    else:
        assert summary(found) == ("disputed", None, Reason.NO_ANSWER, Money.HOLD)
        assert found.state is STATE.ADMIN_REVIEW
    assert decide(facts, data, NOW - MINUTE).status is MatchStatus.ACTIVE, "before the time is up"


def test_silence_does_not_confirm_a_player_refuted_lately() -> None:
    liar = replace(side(WON, has_proof=True), is_trusted=False)
    facts = playing(one=liar, state=STATE.AWAITING_REPORTS, due_at=NOW)
    assert decide(facts, [], NOW).reason == Reason.NO_ANSWER


def test_silence_does_not_confirm_a_victory_by_sms_but_a_defeat() -> None:
    for outcome, reason in ((WON, Reason.NO_ANSWER), (LOST, Reason.SILENCE)):
        by_sms = side(outcome, has_proof=True, by_sms=True)
        facts = playing(one=by_sms, state=STATE.AWAITING_REPORTS, due_at=NOW)
        assert decide(facts, [], NOW).reason is reason


def test_the_first_report_starts_the_deadline_of_the_other() -> None:
    found = decide(playing(WON, state=STATE.IN_PLAY, told_at=NOW), [], NOW)
    assert (found.state, found.due_at) == (STATE.AWAITING_REPORTS, NOW + DEADLINES.answer)
    late = playing(WON, reason=Reason.NOBODY_REPORTED, told_at=NOW)
    assert decide(late, [], NOW).due_at == NOW + DEADLINES.answer, "also after the play window"


def test_two_defeats_are_asked_about_once_and_then_a_referee_decides() -> None:
    asked = decide(playing(LOST, LOST), [], NOW)
    assert (asked.state, asked.reason) == (STATE.AWAITING_REPORTS, Reason.BOTH_LOST)
    assert asked.due_at == NOW + DEADLINES.correction
    waiting = playing(LOST, LOST, reason=Reason.BOTH_LOST, due_at=asked.due_at)
    assert decide(waiting, [], NOW).due_at == asked.due_at
    found = decide(waiting, [], NOW + DEADLINES.correction)
    assert summary(found) == ("disputed", None, Reason.BOTH_LOST, Money.HOLD)
    assert "both_lost" in found.flags


def test_silence_of_both_gives_the_stakes_back_half_an_hour_after_the_play_window() -> None:
    asked = decide(playing(due_at=NOW), proofs("NONE", None), NOW)
    assert (asked.state, asked.reason) == (STATE.AWAITING_REPORTS, Reason.NOBODY_REPORTED)
    assert asked.due_at == NOW + DEADLINES.late_report
    waiting = playing(state=STATE.AWAITING_REPORTS, reason=Reason.NOBODY_REPORTED, due_at=NOW)
    for data in ([], proofs("NONE", None), proofs("MEDIUM", P1)):
        found = decide(waiting, data, NOW)
        assert summary(found) == ("cancelled", VOID, Reason.NOBODY_REPORTED, Money.REFUND)
    late = decide(waiting, proofs("HIGH", P2), NOW)
    assert (late.state, late.result) == (STATE.PROVISIONAL, P2), "found just before it was void"


def test_a_draw_is_played_again_if_both_want_to_and_not_for_ever() -> None:
    again: dict[str, Any] = {
        "one": side(DREW, wants_replay=True),
        "two": side(DREW, wants_replay=True),
    }
    found = decide(playing(**again), [], NOW)
    assert (found.state, found.replay, found.money) == (STATE.IN_PLAY, True, Money.HOLD)
    assert found.due_at == NOW + DEADLINES.play
    one_only = again | {"two": side(DREW)}
    for facts in (playing(**one_only), playing(**again, replays=DEADLINES.replays)):
        assert summary(decide(facts, [], NOW)) == ("completed", DRAW, Reason.AGREED, Money.REFUND)


@pytest.mark.parametrize("flag", DISPUTE_FLAGS)
def test_some_findings_always_need_a_person(flag: Reason) -> None:
    for facts, data in (
        (playing(WON, LOST), proofs("NONE", None, flag)),
        (playing(), proofs("HIGH", P1, flag)),
        (playing(WON, flags=frozenset({flag})), []),
    ):
        found = decide(facts, data, NOW)
        assert summary(found) == ("disputed", None, flag, Money.HOLD)


def test_reports_of_different_games_need_a_referee() -> None:
    facts = playing(one=side(WON, cod_match_id="1"), two=side(LOST, cod_match_id="2"))
    assert decide(facts, [], NOW).reason == Reason.AMBIGUOUS
    data = [*proofs("HIGH", P1), *proofs("HIGH", P2)]
    assert decide(playing(), data, NOW).reason == Reason.AMBIGUOUS


def test_a_better_record_replaces_a_worse_one() -> None:
    data = [*proofs("MEDIUM", P2), *proofs("HIGH", P1)]
    assert decide(playing(WON, LOST), data, NOW).result is P1


def test_a_match_begins_when_both_are_there_and_is_void_when_they_are_not_in_time() -> None:
    waiting = playing(status=MatchStatus.PENDING, state=STATE.AWAITING_CHECKIN)
    assert decide(waiting, [], NOW).state is STATE.IN_PLAY
    late = replace(waiting, two=PlayerEvidence(is_ready=False), due_at=NOW)
    assert summary(decide(late, [], NOW)) == ("cancelled", VOID, Reason.NOT_READY, Money.REFUND)
    early = replace(late, due_at=NOW + MINUTE)
    assert decide(early, [], NOW).status is MatchStatus.PENDING


@pytest.mark.parametrize("state", [STATE.EVIDENCE, STATE.ADMIN_REVIEW])
def test_no_evidence_and_no_deadline_moves_a_disputed_match(state: VerificationState) -> None:
    """A dispute has a deadline of its own, which raises alerts and pays nobody."""
    facts = playing(
        status=MatchStatus.DISPUTED, state=state, due_at=NOW, flags=frozenset({"collusion"})
    )
    for moment in (NOW, NOW + 100 * DEADLINES.ruling):
        found = decide(facts, proofs("HIGH", P1), moment)
        assert found.money is Money.HOLD
        assert (found.status, found.state) == (MatchStatus.DISPUTED, state)
        assert (found.due_at, found.flags) == (NOW, facts.flags)


def test_reminders_go_out_ten_and_twenty_minutes_after_the_first_report() -> None:
    deadlines = {"answer": 30 * MINUTE, "reminders": (10 * MINUTE, 20 * MINUTE)}
    due = [
        (minutes, sent)
        for sent in range(3)
        for minutes in range(31)
        if reminder_is_due(left=(30 - minutes) * MINUTE, sent=sent, **deadlines)  # type: ignore[arg-type]
    ]
    assert due == [(m, 0) for m in range(10, 31)] + [(m, 1) for m in range(20, 31)]


# ── For every match ──

player_reports = st.none() | st.builds(
    PlayerReport,
    st.sampled_from(ReportedOutcome),
    wants_replay=st.booleans(),
    cod_match_id=st.sampled_from([None, None, None, "1", "2"]),
    contests=st.sampled_from([False, False, False, True]),
)
sides = st.builds(
    PlayerEvidence,
    player_reports,
    is_ready=st.booleans(),
    has_proof=st.booleans(),
    is_trusted=st.booleans(),
    reached_at=st.none() | st.integers(-200, 0).map(lambda minutes: NOW + minutes * MINUTE),
)
flags = st.frozensets(
    st.sampled_from(["privacy_closed", "forfeit", "admin_glance", *DISPUTE_FLAGS, *PICTURE_FLAGS]),
    max_size=1,
)
STATES = {
    MatchStatus.PENDING: [STATE.AWAITING_CHECKIN],
    MatchStatus.ACTIVE: [STATE.IN_PLAY, STATE.AWAITING_REPORTS, STATE.PROVISIONAL],
    MatchStatus.DISPUTED: [STATE.EVIDENCE, STATE.ADMIN_REVIEW],
    MatchStatus.COMPLETED: [STATE.SETTLED],
    MatchStatus.CANCELLED: [STATE.SETTLED],
}


@st.composite
def situations(
    draw: st.DrawFn, statuses: tuple[MatchStatus, ...] = tuple(MatchStatus)
) -> MatchFacts:
    status = draw(st.sampled_from(statuses))
    stake = Decimal(draw(st.sampled_from([0, 20, 500, 1_000, 1_001, 20_000])))
    return MatchFacts(
        status=status,
        state=draw(st.sampled_from(STATES[status])),
        stake=stake,
        is_stakeless=not stake,
        due_at=NOW + MINUTE * draw(st.integers(-2, 2)) if MATCH_TRANSITIONS[status] else None,
        answer_until=NOW + MINUTE * draw(st.integers(-130, 2)) if draw(st.booleans()) else None,
        one=draw(sides),
        two=draw(sides),
        reason=draw(st.sampled_from([None, Reason.BOTH_LOST, Reason.NOBODY_REPORTED])),
        proposed=draw(st.sampled_from([None, P1, P2, DRAW])),
        replays=draw(st.integers(0, 4)),
        flags=draw(flags),
    )


evidences = st.lists(
    st.builds(
        ProviderEvidence, st.sampled_from([None, P1, P2, DRAW]), st.sampled_from(Grade), flags
    ),
    max_size=4,
)
active = situations((MatchStatus.ACTIVE,))


@given(situations(), evidences)
def test_a_decision_is_a_legal_transition(facts: MatchFacts, data: list[ProviderEvidence]) -> None:
    found = decide(facts, data, NOW)
    if found.status != facts.status:
        assert found.status in MATCH_TRANSITIONS[facts.status]
    if found.state != facts.state:
        # Reports that contradict the proposal go to a referee, so it is never withdrawn silently.
        withdrawn = facts.state is STATE.PROVISIONAL and found.state is STATE.AWAITING_REPORTS
        assert withdrawn or found.state in VERIFICATION_TRANSITIONS[facts.state]
    assert (found.due_at is None) == found.is_final, "who waits has a deadline"
    if MATCH_TRANSITIONS[facts.status]:
        assert found.is_final <= (found.result is not None)


@given(situations(), evidences)
def test_a_finished_match_stays_and_a_dispute_is_never_paid_by_itself(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    found = decide(facts, data, NOW)
    if facts.status in (MatchStatus.COMPLETED, MatchStatus.CANCELLED):
        assert (found.status, found.state, found.result) == (
            *(facts.status, facts.state, facts.proposed),
        )
    if facts.status is MatchStatus.DISPUTED:
        assert (found.status, found.money) == (MatchStatus.DISPUTED, Money.HOLD)


@given(situations((MatchStatus.PENDING, MatchStatus.ACTIVE)), evidences)
def test_a_match_of_a_tournament_takes_somebody_on_unless_nobody_came_or_reported(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    found = decide(replace(facts, stake=Decimal(0), is_stakeless=True), data, NOW)
    if not found.is_final:
        return
    if found.result in {P1, P2}:
        if found.reason is Reason.NOT_READY:
            assert (found.result is P1) == facts.one.is_ready != facts.two.is_ready
        return
    assert (found.result, found.status) == (VOID, MatchStatus.CANCELLED)
    assert found.reason in {Reason.NOT_READY, Reason.NOBODY_REPORTED}
    if found.reason is Reason.NOT_READY:
        assert {facts.one.is_ready, facts.two.is_ready} == {False}
    else:
        assert facts.claims == []


@given(active, evidences, st.sampled_from([None, P1, P2, DRAW]), st.sampled_from(["NONE", "LOW"]))
def test_game_data_without_the_match_change_nothing(
    facts: MatchFacts, data: list[ProviderEvidence], outcome: Result | None, grade: str
) -> None:
    for nothing in (ProviderEvidence(None, Grade.HIGH), ProviderEvidence(outcome, Grade(grade))):
        assert decide(facts, [*data, nothing], NOW) == decide(facts, data, NOW)


@given(situations(), evidences)
def test_the_order_in_which_proofs_came_alters_nothing(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    found = {decide(facts, order, NOW) for order in permutations(data)}
    assert len(found) == 1


@given(active, evidences, st.sampled_from(Grade))
def test_a_proof_that_agrees_never_turns_a_payout_into_a_dispute(
    facts: MatchFacts, data: list[ProviderEvidence], grade: Grade
) -> None:
    paid = decide(facts, data, NOW)
    if paid.money is Money.PAY:
        more = decide(facts, [*data, ProviderEvidence(paid.result, grade)], NOW)
        assert more.status is not MatchStatus.DISPUTED
        assert more.result is paid.result


@given(active, evidences, st.sampled_from(PICTURE_FLAGS))
def test_a_flag_of_a_picture_alters_nothing_but_the_name_of_a_dispute(
    facts: MatchFacts, data: list[ProviderEvidence], flag: Reason
) -> None:
    facts = replace(facts, flags=frozenset())
    found, plain = (
        decide(replace(facts, flags=frozenset({flag})), data, NOW),
        decide(facts, data, NOW),
    )
    assert (found.status, found.state, found.result, found.due_at) == (
        *(plain.status, plain.state, plain.result, plain.due_at),
    )
    if plain.reason is Reason.REPORTS_CONTRADICT:
        assert found.reason is flag
    else:
        assert found.reason is plain.reason


def test_a_report_from_before_a_game_can_be_over_shortens_nothing() -> None:
    facts = playing(state=STATE.IN_PLAY, began_at=NOW, due_at=NOW + 120 * MINUTE)
    told = replace(facts.two, reached_at=NOW + MINUTE)
    reported = replace(facts, one=side(WON, has_proof=True), two=told)
    at_once = decide(reported, [], NOW + MINUTE)
    assert (at_once.state, at_once.due_at) == (STATE.AWAITING_REPORTS, facts.due_at)
    waits = replace(reported, state=at_once.state, answer_until=at_once.answer_until)
    assert decide(waits, [], NOW + 119 * MINUTE).status is MatchStatus.ACTIVE
    assert decide(waits, [], NOW + 120 * MINUTE).reason is Reason.SILENCE
    later = NOW + DEADLINES.minimum_game
    told_later = replace(reported, two=replace(told, reached_at=later))
    assert decide(told_later, [], later).due_at == later + DEADLINES.answer


@given(active, evidences)
def test_nobody_is_paid_against_their_report_or_on_their_report_alone(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    found = decide(facts, data, NOW)
    if found.money is not Money.PAY:
        return
    assert set(facts.claims) <= {found.result}, "somebody report something else"
    payer = facts.two if found.result is P1 else facts.one
    payee = facts.one if found.result is P1 else facts.two
    backed = any(proof.outcome is found.result and proof.grade is Grade.HIGH for proof in data)
    assert payer.report or backed or (payee.has_proof and payee.is_trusted)
    assert found.holds_prize == (len(facts.claims) < 2)


@given(active, evidences)
def test_no_stake_is_lost_by_silence_of_which_nothing_shows_that_it_could_be_broken(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    found = decide(facts, data, NOW)
    if found.reason is not Reason.SILENCE:
        return
    reporter, silent = (facts.one, facts.two) if facts.one.report else (facts.two, facts.one)
    assert silent.report is None
    assert reporter.report is not None
    if reporter.report.outcome is not LOST:  # then the silent one is paid
        assert silent.reached_at is not None
        assert silent.reached_at + facts.deadlines.answer <= NOW


@given(active, st.integers(0, 400), st.integers(0, 400))
def test_no_proof_and_no_lack_of_it_keeps_a_report_waiting_for_ever(
    facts: MatchFacts, told: int, asked: int
) -> None:
    answer_until = NOW + asked * MINUTE
    two = PlayerEvidence(reached_at=NOW + told * MINUTE)
    facts = replace(facts, two=two, answer_until=answer_until, flags=frozenset())
    if facts.one.report is None or facts.one.report.contests:
        return
    facts = replace(facts, state=STATE.AWAITING_REPORTS, reason=None)
    for silent in (two, PlayerEvidence()):
        last = replace(facts, two=silent)
        found = decide(last, [], answer_until + DEADLINES.unreached)
        assert found.is_final or found.status is MatchStatus.DISPUTED
        waits = decide(last, [], answer_until - MINUTE)
        assert waits.status is MatchStatus.ACTIVE, "nobody is judged before their time to answer"
        assert waits.due_at is not None
        assert answer_until <= waits.due_at <= answer_until + DEADLINES.unreached


@given(active, evidences)
def test_swapping_the_players_swaps_the_decision(
    facts: MatchFacts, data: list[ProviderEvidence]
) -> None:
    mirror = {P1: P2, P2: P1}

    def turned(result: Result | None) -> Result | None:
        return mirror.get(result, result) if result else None

    other = replace(facts, one=facts.two, two=facts.one, proposed=turned(facts.proposed))
    there = decide(facts, data, NOW)
    back = decide(other, [replace(proof, outcome=turned(proof.outcome)) for proof in data], NOW)
    assert back == replace(there, result=turned(there.result))


def test_a_report_and_a_seat_make_a_claim() -> None:
    assert [claimed_result(1, report) for report in ReportedOutcome] == [P1, P2, DRAW, VOID]
    assert [claimed_result(2, report) for report in ReportedOutcome] == [P2, P1, DRAW, VOID]
