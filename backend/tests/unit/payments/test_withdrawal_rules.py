"""What evidence does to a withdrawal: the table by example, and what holds whatever comes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence, TransactionStatus
from app.domain.payments.mpesa.payout_codes import PAYOUT_CODES, PayoutFailure
from app.domain.payments.payouts import PayoutEvidence, PayoutSource
from app.domain.payments.states import WITHDRAWAL_TRANSITIONS, WithdrawalState
from app.domain.payments.withdrawals.rules import (
    WithdrawalFacts,
    decide_result,
    decide_status,
    reason_of_release,
)

S = WithdrawalState
NET = Decimal(128)
PHONE = "254712345678"
OURS = "W0123456789ABCDEFGHJ"
RECEIPT = "UKM9AAAAAA"
SENT = WithdrawalFacts(
    state=S.SENT,
    net=NET,
    phone=PHONE,
    originator_conversation_id=OURS,
    called=True,
    acknowledged=True,
)
UNKNOWN = replace(SENT, state=S.UNKNOWN, acknowledged=False, since_call=timedelta(minutes=2))
PAID = replace(SENT, state=S.PAID, mpesa_reference=RECEIPT)
RELEASED = replace(SENT, state=S.RELEASED)
UNSENT = replace(SENT, state=S.AWAITING_CODE, called=False, acknowledged=False)


def _review(reason: ReviewReason) -> WithdrawalFacts:
    return replace(SENT, state=S.REVIEW, review_reason=reason)


SUCCESS = PayoutEvidence(
    source=PayoutSource.RESULT,
    code="0",
    originator_conversation_id=OURS,
    amount=NET,
    receipt=RECEIPT,
    receiver=f"{PHONE} - AMINA",
)
FAILURE = PayoutEvidence(source=PayoutSource.RESULT, code="2040", originator_conversation_id=OURS)
NOTICE = replace(FAILURE, source=PayoutSource.TIMEOUT, code="")
COMPLETED = StatusEvidence(
    code="0",
    status=TransactionStatus.COMPLETED,
    receipt=RECEIPT,
    amount=NET,
    originator_conversation_id=OURS,
    credit_party=f"{PHONE} - AMINA",
)
DECLINED = replace(COMPLETED, status=TransactionStatus.DECLINED, receipt=None)
WAITING = replace(DECLINED, status=TransactionStatus.INITIATED)
NOT_FOUND = StatusEvidence(code="SFC_IC0003")
SILENT = StatusEvidence(code="", is_timeout=True)

PAY = Decision(Verdict.PAY)
RELEASE = Decision(Verdict.RELEASE)
ASK = Decision(Verdict.ASK)
LATE = Decision(Verdict.LATE)
NOTHING = Decision(Verdict.NOTHING)
REFUSED = Decision(Verdict.REFUSED)
CONTRADICTION = Decision(Verdict.CONTRADICTION)


def _to_review(reason: ReviewReason) -> Decision:
    return Decision(Verdict.REVIEW, reason)


@pytest.mark.parametrize(
    ("facts", "evidence", "decision"),
    [
        (SENT, SUCCESS, PAY),
        (UNKNOWN, SUCCESS, PAY),
        (replace(SENT, state=S.SENDING), SUCCESS, PAY),
        (replace(SENT, state=S.HELD), SUCCESS, PAY),
        (SENT, replace(SUCCESS, originator_conversation_id=None), PAY),
        (SENT, replace(SUCCESS, receiver=None), PAY),
        (SENT, replace(SUCCESS, receiver="2547*****678 - AMINA"), PAY),
        (SENT, replace(SUCCESS, amount=Decimal("128.00")), PAY),
        (SENT, replace(SUCCESS, amount=None), ASK),
        (SENT, replace(SUCCESS, receipt=None), ASK),
        (SENT, replace(SUCCESS, amount=Decimal(127)), _to_review(ReviewReason.AMOUNT_DIFFERS)),
        (
            SENT,
            replace(SUCCESS, receiver="254799999999 - X"),
            _to_review(ReviewReason.RECEIVER_DIFFERS),
        ),
        (replace(SENT, receipt_used=True), SUCCESS, _to_review(ReviewReason.RECEIPT_USED)),
        (SENT, replace(SUCCESS, originator_conversation_id="W9"), REFUSED),
        (PAID, SUCCESS, NOTHING),
        (PAID, replace(SUCCESS, receipt="UKM9BBBBBB"), CONTRADICTION),
        (PAID, replace(SUCCESS, amount=Decimal(1)), CONTRADICTION),
        (PAID, FAILURE, CONTRADICTION),
        (PAID, NOTICE, NOTHING),
        (RELEASED, SUCCESS, LATE),
        (RELEASED, replace(SUCCESS, amount=None), ASK),
        (RELEASED, replace(SUCCESS, amount=Decimal(1)), CONTRADICTION),
        (RELEASED, FAILURE, NOTHING),
        (UNSENT, SUCCESS, CONTRADICTION),
        (UNSENT, FAILURE, NOTHING),
        (replace(UNSENT, state=S.RELEASED), SUCCESS, CONTRADICTION),
        (SENT, FAILURE, ASK),
        (SENT, NOTICE, ASK),
        (replace(SENT, state=S.SENDING), FAILURE, ASK),
        (SENT, replace(FAILURE, code="17"), ASK),
        (SENT, replace(FAILURE, code="1"), ASK),
        (SENT, replace(FAILURE, code="7777"), _to_review(ReviewReason.UNKNOWN_CODE)),
        (_review(ReviewReason.UNKNOWN_CODE), SUCCESS, PAY),
        (_review(ReviewReason.NO_VERDICT), SUCCESS, PAY),
        (_review(ReviewReason.AMOUNT_DIFFERS), SUCCESS, NOTHING),
    ],
)
def test_the_table_of_results(
    facts: WithdrawalFacts, evidence: PayoutEvidence, decision: Decision
) -> None:
    assert decide_result(facts, evidence) == decision


@pytest.mark.parametrize(
    ("facts", "evidence", "decision"),
    [
        (SENT, COMPLETED, PAY),
        (UNKNOWN, COMPLETED, PAY),
        (RELEASED, COMPLETED, LATE),
        (PAID, COMPLETED, NOTHING),
        (UNSENT, COMPLETED, CONTRADICTION),
        (SENT, replace(COMPLETED, amount=Decimal(1)), _to_review(ReviewReason.AMOUNT_DIFFERS)),
        (SENT, replace(COMPLETED, originator_conversation_id="W9"), REFUSED),
        (SENT, replace(COMPLETED, receipt=None), ASK),
        (SENT, DECLINED, RELEASE),
        (SENT, replace(DECLINED, status=TransactionStatus.EXPIRED), RELEASE),
        (SENT, replace(DECLINED, status=TransactionStatus.CANCELLED), RELEASE),
        (SENT, replace(DECLINED, originator_conversation_id="W9"), REFUSED),
        (
            SENT,
            replace(DECLINED, originator_conversation_id=None, amount=Decimal(1)),
            REFUSED,
        ),
        (replace(SENT, result_code="0"), DECLINED, _to_review(ReviewReason.STATUS_DISAGREES)),
        (_review(ReviewReason.UNKNOWN_CODE), DECLINED, RELEASE),
        (_review(ReviewReason.RECEIVER_DIFFERS), DECLINED, NOTHING),
        (PAID, DECLINED, CONTRADICTION),
        (RELEASED, DECLINED, NOTHING),
        (UNSENT, DECLINED, NOTHING),
        (SENT, WAITING, NOTHING),
        (SENT, SILENT, NOTHING),
        (UNKNOWN, NOT_FOUND, Decision(Verdict.SEND_AGAIN)),
        (replace(UNKNOWN, since_call=timedelta(seconds=59)), NOT_FOUND, NOTHING),
        (replace(UNKNOWN, acknowledged=True), NOT_FOUND, NOTHING),
        (SENT, NOT_FOUND, NOTHING),
        (PAID, NOT_FOUND, NOTHING),
    ],
)
def test_the_table_of_answers(
    facts: WithdrawalFacts, evidence: StatusEvidence, decision: Decision
) -> None:
    assert decide_status(facts, evidence) == decision


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("2040", PayoutFailure.NOT_ON_MPESA),
        ("4", PayoutFailure.DAILY_LIMIT),
        ("1", PayoutFailure.TEMPORARY_PROBLEM),
        ("2001", PayoutFailure.TEMPORARY_PROBLEM),
        ("17", PayoutFailure.DECLINED),
        ("7777", PayoutFailure.DECLINED),
        (None, PayoutFailure.DECLINED),
    ],
)
def test_a_player_reads_why_the_money_is_back(code: str | None, why: PayoutFailure) -> None:
    assert reason_of_release(code) is why


codes = st.one_of(st.sampled_from(sorted(PAYOUT_CODES)), st.text(max_size=6))
amounts = st.sampled_from([None, NET, Decimal(1)])
receipts = st.sampled_from([None, RECEIPT, "UKM9BBBBBB"])
ids = st.sampled_from([None, OURS, "W9"])
people = st.sampled_from([None, f"{PHONE} - A", "2547*****678 - A", "254799999999 - B"])
all_facts = st.builds(
    WithdrawalFacts,
    state=st.sampled_from(S),
    net=st.just(NET),
    phone=st.just(PHONE),
    originator_conversation_id=st.just(OURS),
    called=st.booleans(),
    acknowledged=st.booleans(),
    mpesa_reference=receipts,
    result_code=st.one_of(st.none(), codes),
    receipt_used=st.booleans(),
    review_reason=st.sampled_from([None, *ReviewReason]),
    since_call=st.sampled_from([timedelta(0), timedelta(minutes=2), timedelta(days=2)]),
    # Nobody calls M-Pesa before the code of the SMS has come back.
).filter(lambda facts: not (facts.called and facts.state is S.AWAITING_CODE))
results = st.builds(
    PayoutEvidence,
    source=st.sampled_from([PayoutSource.RESULT, PayoutSource.TIMEOUT]),
    code=codes,
    originator_conversation_id=ids,
    amount=amounts,
    receipt=receipts,
    receiver=people,
)
answers = st.builds(
    StatusEvidence,
    code=st.sampled_from(["0", "SFC_IC0003", "2001", "26", "x"]),
    status=st.sampled_from([None, *TransactionStatus]),
    receipt=receipts,
    amount=amounts,
    originator_conversation_id=ids,
    credit_party=people,
    is_timeout=st.booleans(),
)
evidence = st.one_of(results, answers)
_TARGET = {
    Verdict.PAY: S.PAID,
    Verdict.LATE: S.PAID,
    Verdict.RELEASE: S.RELEASED,
    Verdict.REVIEW: S.REVIEW,
    Verdict.SEND_AGAIN: S.HELD,
}


def decide(facts: WithdrawalFacts, said: PayoutEvidence | StatusEvidence) -> Decision:
    if isinstance(said, PayoutEvidence):
        return decide_result(facts, said)
    return decide_status(facts, said)


@given(all_facts, evidence)
def test_only_a_complete_success_for_the_right_amount_person_and_id_pays(
    facts: WithdrawalFacts, said: PayoutEvidence | StatusEvidence
) -> None:
    if decide(facts, said).verdict in {Verdict.PAY, Verdict.LATE}:
        assert said.code == "0"
        assert said.amount == NET
        assert said.receipt is not None
        assert said.receiver_is(PHONE) is not False
        assert said.originator_conversation_id in {None, OURS}
        assert facts.called
        assert not facts.receipt_used


@given(all_facts, evidence)
def test_only_transaction_status_gives_money_back(
    facts: WithdrawalFacts, said: PayoutEvidence | StatusEvidence
) -> None:
    if decide(facts, said).verdict is Verdict.RELEASE:
        assert isinstance(said, StatusEvidence)
        assert said.status in {
            TransactionStatus.DECLINED,
            TransactionStatus.CANCELLED,
            TransactionStatus.EXPIRED,
        }


@given(all_facts, evidence)
def test_success_sticks(facts: WithdrawalFacts, said: PayoutEvidence | StatusEvidence) -> None:
    verdict = decide(replace(facts, state=S.PAID), said).verdict

    assert verdict in {Verdict.NOTHING, Verdict.CONTRADICTION, Verdict.REFUSED}


@given(all_facts, evidence)
def test_every_decision_is_a_legal_transition(
    facts: WithdrawalFacts, said: PayoutEvidence | StatusEvidence
) -> None:
    decision = decide(facts, said)

    target = _TARGET.get(decision.verdict)
    through = S.SENDING if facts.state is S.HELD and target is S.PAID else facts.state
    if target is not None and not (target is facts.state is S.REVIEW) and facts.called:
        assert target in WITHDRAWAL_TRANSITIONS[through]
    assert (decision.reason is not None) == (decision.verdict is Verdict.REVIEW)


# What M-Pesa may say about one payout, true or not, by the truth that Transaction Status knows.
_NOISE = [FAILURE, NOTICE, replace(FAILURE, code="17"), WAITING, SILENT, NOT_FOUND]
_PAID_HISTORY = [SUCCESS, COMPLETED, replace(FAILURE, code="7777"), *_NOISE]
_FAILED_HISTORY = [DECLINED, replace(FAILURE, code="1"), replace(FAILURE, code="7777"), *_NOISE]


def _apply_all(evidence: list[PayoutEvidence | StatusEvidence]) -> WithdrawalFacts:
    """Return the facts after all of this evidence; inquiries get no answer."""
    facts = replace(SENT, acknowledged=True)
    for said in evidence:
        decision = decide(facts, said)
        target = _TARGET.get(decision.verdict)
        if target is not None:
            facts = replace(facts, state=target, review_reason=decision.reason)
        if decision.verdict in {Verdict.PAY, Verdict.LATE}:
            facts = replace(facts, mpesa_reference=said.receipt)
    return facts


@given(st.permutations(_PAID_HISTORY), st.lists(st.sampled_from(_PAID_HISTORY), max_size=5))
def test_a_paid_payment_ends_paid_in_every_order_of_its_evidence(
    evidence: list[PayoutEvidence | StatusEvidence], again: list[PayoutEvidence | StatusEvidence]
) -> None:
    end = _apply_all([*evidence, *again])
    assert (end.state, end.mpesa_reference) == (S.PAID, RECEIPT)


@given(st.permutations(_FAILED_HISTORY), st.lists(st.sampled_from(_FAILED_HISTORY), max_size=5))
def test_a_declined_payment_ends_released_in_every_order_of_its_evidence(
    evidence: list[PayoutEvidence | StatusEvidence], again: list[PayoutEvidence | StatusEvidence]
) -> None:
    assert _apply_all([*evidence, *again]).state is S.RELEASED


def test_a_success_and_a_failure_of_the_status_end_paid_in_both_orders() -> None:
    ends = {_apply_all(list(order)).state for order in permutations([COMPLETED, DECLINED])}
    assert ends == {S.PAID}, "a payment that has happened is never given back, or is taken again"
