"""What evidence does to a payment to our paybill: only M-Pesa's own answer or list is proof."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence, TransactionStatus
from app.domain.payments.paybill.rules import (
    PaybillFacts,
    decide_row,
    decide_status,
    needs_the_list,
)
from app.domain.payments.states import PAYBILL_TRANSITIONS, PaybillState

RECEIPT = "UKM1AAAAAA"
SHORTCODE = "600123"
S = PaybillState
CLAIMED = PaybillFacts(
    state=S.RECEIVED,
    receipt=RECEIPT,
    amount=Decimal(500),
    age=timedelta(minutes=1),
    inquiries=1,
    not_found_tries=3,
    not_found_after=timedelta(minutes=10),
    shortcodes=frozenset({SHORTCODE}),
)
COMPLETED = StatusEvidence(
    code="0",
    status=TransactionStatus.COMPLETED,
    status_text="Completed",
    receipt=RECEIPT,
    amount=Decimal(500),
    credit_party=f"{SHORTCODE} - WageWars",
)
NOT_FOUND = StatusEvidence(code="R000002")
WAIT = Decision(Verdict.WAIT)


def _answer(**changes: Any) -> StatusEvidence:
    return replace(COMPLETED, **changes)


@pytest.mark.parametrize("state", [S.RECEIVED, S.REFUSED])
def test_a_completed_payment_to_us_is_credited(state: PaybillState) -> None:
    assert decide_status(replace(CLAIMED, state=state), COMPLETED) == Decision(Verdict.CREDIT)


@pytest.mark.parametrize(
    ("evidence", "decision"),
    [
        (_answer(receipt="UKM1BBBBBB"), WAIT),
        (_answer(amount=None), WAIT),
        (_answer(credit_party=None), WAIT),
        (
            _answer(credit_party="174379 - Another"),
            Decision(Verdict.REFUSED, ReviewReason.NOT_TO_US),
        ),
        (_answer(amount=Decimal(501)), Decision(Verdict.REVIEW, ReviewReason.AMOUNT_DIFFERS)),
        (
            _answer(status=TransactionStatus.CANCELLED),
            Decision(Verdict.REFUSED, ReviewReason.NOT_COMPLETED),
        ),
        (_answer(status=TransactionStatus.PENDING), WAIT),
        (_answer(is_timeout=True), WAIT),
        (NOT_FOUND, WAIT),
    ],
)
def test_any_other_answer_credits_nothing(evidence: StatusEvidence, decision: Decision) -> None:
    assert decide_status(CLAIMED, evidence) == decision


@pytest.mark.parametrize(
    ("inquiries", "minutes", "is_refused"),
    [(3, 10, True), (2, 10, False), (3, 9, False), (9, 60, True)],
)
def test_not_found_is_believed_after_some_inquiries_and_some_time(
    inquiries: int, minutes: int, *, is_refused: bool
) -> None:
    facts = replace(CLAIMED, inquiries=inquiries, age=timedelta(minutes=minutes))
    refused = Decision(Verdict.REFUSED, ReviewReason.NOT_FOUND)
    assert decide_status(facts, NOT_FOUND) == (refused if is_refused else WAIT)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(CLAIMED, may_be_a_deposit=True), ReviewReason.MAY_BE_A_DEPOSIT),
        (
            replace(CLAIMED, review_reason=ReviewReason.MAY_BE_A_DEPOSIT),
            ReviewReason.MAY_BE_A_DEPOSIT,
        ),
        (
            replace(CLAIMED, review_reason=ReviewReason.CONFIRMATIONS_DIFFER),
            ReviewReason.CONFIRMATIONS_DIFFER,
        ),
    ],
)
def test_an_ambiguous_payment_waits_for_the_list(facts: PaybillFacts, reason: ReviewReason) -> None:
    assert decide_status(facts, COMPLETED) == Decision(Verdict.WAIT, reason)
    assert needs_the_list(reason)


@given(st.sampled_from(S), st.sampled_from([COMPLETED, NOT_FOUND]))
def test_an_answer_changes_only_what_waits_or_was_refused(
    state: PaybillState, evidence: StatusEvidence
) -> None:
    decision = decide_status(replace(CLAIMED, state=state), evidence)
    is_open = state in {S.RECEIVED, S.REFUSED}
    assert (decision == Decision(Verdict.NOTHING)) == (not is_open)


@pytest.mark.parametrize("state", S)
def test_the_list_credits_whatever_was_not_proven(state: PaybillState) -> None:
    can_be_credited = S.CREDITED in PAYBILL_TRANSITIONS[state] and state is not S.SUSPENSE
    assert (decide_row(state).verdict is Verdict.CREDIT) == can_be_credited


@pytest.mark.parametrize("state", S)
def test_a_row_that_names_nobody_waits_while_it_may_be_a_prompts(state: PaybillState) -> None:
    decision = decide_row(state, may_be_a_deposit=True)
    assert decision.verdict in {Verdict.WAIT, Verdict.NOTHING}
    assert decide_row(state).verdict is not Verdict.CREDIT or decision.reason is not None


def test_an_amount_that_could_not_be_read_is_the_one_that_m_pesa_answers() -> None:
    unread = replace(CLAIMED, amount=Decimal("0.01"), review_reason=ReviewReason.AMOUNT_UNREAD)
    assert decide_status(unread, COMPLETED) == Decision(Verdict.CREDIT)
    assert decide_status(replace(unread, review_reason=None), COMPLETED).verdict is Verdict.REVIEW
