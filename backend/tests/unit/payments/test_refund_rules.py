"""What evidence does to a refund: made once, and given up only when M-Pesa refused it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence, TransactionStatus
from app.domain.payments.refunds.rules import RefundFacts, decide_result, decide_row, decide_status
from app.domain.payments.reversals import ReversalEvidence
from app.domain.payments.schedule import next_inquiry
from app.domain.payments.states import REFUND_TRANSITIONS, RefundState

S = RefundState
SENT = RefundFacts(
    state=S.SENT,
    amount=Decimal(500),
    original_receipt="UKM1AAAAAA",
    originator_conversation_id="R1",
)
DONE = ReversalEvidence(code="0", receipt="UKM1REVERS", amount=Decimal(500))
NOT_DONE = ReversalEvidence(code="R000002")
ANSWER = StatusEvidence(
    code="0",
    status=TransactionStatus.COMPLETED,
    receipt="UKM1REVERS",
    originator_conversation_id="R1",
)
UNDER_WAY = {S.SENDING, S.SENT, S.UNKNOWN}
NOTHING, WAIT = Decision(Verdict.NOTHING), Decision(Verdict.WAIT)


@pytest.mark.parametrize("code", ["0", "R000001"])
@pytest.mark.parametrize("state", S)
def test_a_success_counts_in_every_state_but_once(state: RefundState, code: str) -> None:
    decision = decide_result(replace(SENT, state=state), replace(DONE, code=code))
    assert decision.verdict is (Verdict.NOTHING if state is S.DONE else Verdict.DONE)


@pytest.mark.parametrize("state", S)
def test_a_refusal_releases_only_what_was_called(state: RefundState) -> None:
    decision = decide_result(replace(SENT, state=state), NOT_DONE)
    assert (decision.verdict is Verdict.RELEASE) == (state in UNDER_WAY | {S.REVIEW})
    if decision.verdict is Verdict.RELEASE:
        assert S.RELEASED in REFUND_TRANSITIONS[state]


@pytest.mark.parametrize(
    "changes",
    [
        {"originator_conversation_id": "R2"},
        {"amount": Decimal(499)},
        {"original_receipt": "UKM1BBBBBB"},
    ],
)
def test_a_result_about_another_payment_is_refused(changes: dict[str, Any]) -> None:
    assert decide_result(SENT, replace(DONE, **changes)) == Decision(Verdict.REFUSED)


def test_a_timeout_notice_and_an_unknown_code_prove_nothing() -> None:
    assert decide_result(SENT, ReversalEvidence(code="0", is_timeout=True)).verdict is Verdict.ASK
    unknown = decide_result(SENT, ReversalEvidence(code="7777"))
    assert unknown == Decision(Verdict.REVIEW, ReviewReason.UNKNOWN_CODE)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.DONE),
        ({"status": TransactionStatus.DECLINED}, Verdict.RELEASE),
        ({"status": TransactionStatus.PENDING}, Verdict.WAIT),
        ({"originator_conversation_id": None}, Verdict.WAIT),
        ({"originator_conversation_id": "R2"}, Verdict.WAIT),
        # About the payment that is to go back: completed is not reversed yet, cancelled is.
        ({"receipt": SENT.original_receipt}, Verdict.WAIT),
        (
            {"receipt": SENT.original_receipt, "status": TransactionStatus.CANCELLED},
            Verdict.DONE,
        ),
    ],
)
def test_an_answer_is_about_the_reversal_or_about_the_payment(
    changes: dict[str, Any], verdict: Verdict
) -> None:
    assert decide_status(SENT, replace(ANSWER, **changes)).verdict is verdict


def test_an_answer_before_the_call_or_after_the_end_changes_nothing() -> None:
    for state in (S.HELD, S.DONE, S.RELEASED):
        assert decide_status(replace(SENT, state=state), ANSWER) == NOTHING


def test_a_reversal_in_the_list_is_ours_unless_we_had_not_called() -> None:
    assert {state: decide_row(state).verdict for state in S} == {
        S.HELD: Verdict.RELEASE,
        S.SENDING: Verdict.DONE,
        S.SENT: Verdict.DONE,
        S.UNKNOWN: Verdict.DONE,
        S.REVIEW: Verdict.DONE,
        S.DONE: Verdict.NOTHING,
        S.RELEASED: Verdict.NOTHING,
    }


@given(
    st.timedeltas(timedelta(0), timedelta(days=400)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=1)),
)
def test_inquiries_come_ever_more_slowly_within_bounds(age: timedelta, pause: timedelta) -> None:
    assert pause <= next_inquiry(pause=pause, age=age) <= 5 * pause
