"""What evidence does to a deposit: the table by example, and what holds whatever comes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.deposits.rules import DepositFacts, decide
from app.domain.payments.mpesa.results import RESULT_CODES, Evidence, Outcome, Source
from app.domain.payments.states import DEPOSIT_TRANSITIONS, DepositState

AMOUNT = Decimal(1000)
PROMPTED = DepositFacts(
    state=DepositState.PROMPTED,
    amount=AMOUNT,
    confirm_above=Decimal(10_000),
    checkout_request_id="ws_CO_1",
)
PAID = Evidence(
    source=Source.CALLBACK,
    code="0",
    amount=AMOUNT,
    receipt="UKM1AAAAAA",
    checkout_request_id="ws_CO_1",
)
QUERY_PAID = Evidence(source=Source.QUERY, code="0", checkout_request_id="ws_CO_1")
CANCELLED = Evidence(source=Source.CALLBACK, code="1032", checkout_request_id="ws_CO_1")
STRANGE = replace(CANCELLED, code="7777")


def _in(state: DepositState, **changes: object) -> DepositFacts:
    return replace(PROMPTED, state=state, **changes)  # type: ignore[arg-type]


CREDITED = _in(DepositState.CREDITED, mpesa_reference="UKM1AAAAAA")
FAILED = _in(DepositState.FAILED)
LARGE = replace(PROMPTED, amount=Decimal(50_000))
PAID_LARGE = replace(PAID, amount=Decimal(50_000))
CREDIT = Decision(Verdict.CREDIT)
ASK = Decision(Verdict.ASK)
NOTHING = Decision(Verdict.NOTHING)
CONTRADICTION = Decision(Verdict.CONTRADICTION)
UNCONFIRMED = Decision(Verdict.REVIEW, ReviewReason.UNCONFIRMED)


@pytest.mark.parametrize(
    ("facts", "evidence", "decision"),
    [
        (PROMPTED, PAID, CREDIT),
        (PROMPTED, QUERY_PAID, CREDIT),
        (_in(DepositState.UNKNOWN, checkout_request_id=None), PAID, CREDIT),
        (_in(DepositState.SENDING, checkout_request_id=None), PAID, CREDIT),
        (_in(DepositState.CREATED, checkout_request_id=None), PAID, CREDIT),
        (_in(DepositState.EXPIRED), PAID, CREDIT),
        (_in(DepositState.EXPIRED), QUERY_PAID, CREDIT),
        (
            _in(DepositState.EXPIRED, may_be_in_suspense=True),
            QUERY_PAID,
            Decision(Verdict.REVIEW, ReviewReason.MAY_BE_IN_SUSPENSE),
        ),
        (_in(DepositState.REVIEW, review_reason=ReviewReason.MAY_BE_IN_SUSPENSE), PAID, CREDIT),
        (FAILED, PAID, CREDIT),
        (FAILED, QUERY_PAID, Decision(Verdict.REVIEW, ReviewReason.PAID_AFTER_FAILURE)),
        (FAILED, CANCELLED, NOTHING),
        (PROMPTED, CANCELLED, Decision(Verdict.FAIL)),
        (PROMPTED, replace(CANCELLED, code="4999"), NOTHING),
        (PROMPTED, STRANGE, Decision(Verdict.REVIEW, ReviewReason.UNKNOWN_CODE)),
        (FAILED, STRANGE, NOTHING),
        (
            PROMPTED,
            replace(PAID, amount=Decimal(1)),
            Decision(Verdict.REVIEW, ReviewReason.AMOUNT_DIFFERS),
        ),
        (PROMPTED, replace(PAID, amount=Decimal("1000.00")), CREDIT),
        (PROMPTED, replace(PAID, amount=None), ASK),
        (PROMPTED, replace(PAID, receipt=None), ASK),
        (FAILED, replace(PAID, amount=None), UNCONFIRMED),
        (LARGE, PAID_LARGE, ASK),
        (LARGE, replace(PAID_LARGE, source=Source.PAYBILL), ASK),
        (LARGE, QUERY_PAID, CREDIT),
        (replace(LARGE, state=DepositState.FAILED), PAID_LARGE, UNCONFIRMED),
        (
            replace(LARGE, checkout_request_id=None),
            replace(PAID_LARGE, checkout_request_id=None),
            UNCONFIRMED,
        ),
        (
            replace(LARGE, awaits_proof=True),
            replace(CANCELLED, source=Source.QUERY),
            Decision(Verdict.REVIEW, ReviewReason.QUERY_DISAGREES),
        ),
        (CREDITED, PAID, NOTHING),
        (CREDITED, CANCELLED, CONTRADICTION),
        (CREDITED, QUERY_PAID, NOTHING),
        (CREDITED, replace(PAID, receipt="UKM1BBBBBB"), CONTRADICTION),
        (CREDITED, replace(PAID, amount=Decimal(1)), CONTRADICTION),
        (replace(CREDITED, mpesa_reference=None), PAID, Decision(Verdict.BACKFILL)),
        (replace(CREDITED, mpesa_reference=None, receipt_used=True), PAID, CONTRADICTION),
        (
            replace(PROMPTED, receipt_used=True),
            PAID,
            Decision(Verdict.REVIEW, ReviewReason.RECEIPT_USED),
        ),
        (PROMPTED, replace(PAID, checkout_request_id="ws_CO_2"), Decision(Verdict.REFUSED)),
        (replace(PROMPTED, checkout_used=True), PAID, Decision(Verdict.REFUSED)),
        (_in(DepositState.REVIEW, review_reason=ReviewReason.UNKNOWN_CODE), PAID, CREDIT),
        (
            _in(DepositState.REVIEW, review_reason=ReviewReason.UNKNOWN_CODE),
            CANCELLED,
            Decision(Verdict.FAIL),
        ),
        (_in(DepositState.REVIEW, review_reason=ReviewReason.AMOUNT_DIFFERS), PAID, NOTHING),
        (_in(DepositState.REVIEW, review_reason=ReviewReason.QUERY_DISAGREES), QUERY_PAID, NOTHING),
        (_in(DepositState.REVIEW, review_reason=ReviewReason.UNCONFIRMED), QUERY_PAID, CREDIT),
    ],
)
def test_the_table(facts: DepositFacts, evidence: Evidence, decision: Decision) -> None:
    assert decide(facts, evidence) == decision


receipts = st.sampled_from([None, "UKM1AAAAAA", "UKM1BBBBBB"])
checkout_ids = st.sampled_from([None, "ws_CO_1", "ws_CO_2"])
amounts = st.sampled_from([Decimal(1), AMOUNT, Decimal("1000.01"), Decimal(50_000)])
all_facts = st.builds(
    DepositFacts,
    state=st.sampled_from(DepositState),
    amount=amounts,
    confirm_above=st.just(Decimal(10_000)),
    checkout_request_id=checkout_ids,
    mpesa_reference=receipts,
    receipt_used=st.booleans(),
    checkout_used=st.booleans(),
    awaits_proof=st.booleans(),
    review_reason=st.sampled_from([None, *ReviewReason]),
)
all_evidence = st.builds(
    Evidence,
    source=st.sampled_from(Source),
    code=st.one_of(st.sampled_from(sorted(RESULT_CODES)), st.text(max_size=6)),
    amount=st.one_of(st.none(), amounts),
    receipt=receipts,
    checkout_request_id=checkout_ids,
)
_TARGET = {
    Verdict.CREDIT: DepositState.CREDITED,
    Verdict.FAIL: DepositState.FAILED,
    Verdict.REVIEW: DepositState.REVIEW,
}


@given(all_facts, all_evidence)
def test_only_a_zero_for_the_right_amount_and_prompt_credits(
    facts: DepositFacts, evidence: Evidence
) -> None:
    if decide(facts, evidence).verdict is Verdict.CREDIT:
        assert evidence.code == "0"
        assert evidence.amount in {None, facts.amount}
        assert not facts.receipt_used
        assert not facts.checkout_used
        assert facts.state is not DepositState.CREDITED
        known = {facts.checkout_request_id, evidence.checkout_request_id} - {None}
        assert len(known) <= 1


@given(all_facts, all_evidence)
def test_a_message_alone_never_credits_a_large_or_an_unnamed_amount(
    facts: DepositFacts, evidence: Evidence
) -> None:
    is_message = evidence.source in {Source.CALLBACK, Source.PAYBILL}
    is_unnamed = evidence.source is not Source.QUERY and evidence.amount is None
    if is_unnamed or (is_message and facts.amount > facts.confirm_above):
        assert decide(facts, evidence).verdict is not Verdict.CREDIT


@given(all_facts, all_evidence)
def test_success_sticks(facts: DepositFacts, evidence: Evidence) -> None:
    credited = replace(facts, state=DepositState.CREDITED)

    verdict = decide(credited, evidence).verdict

    assert verdict in {Verdict.NOTHING, Verdict.BACKFILL, Verdict.CONTRADICTION, Verdict.REFUSED}


@given(all_facts, all_evidence)
def test_every_decision_is_a_legal_transition(facts: DepositFacts, evidence: Evidence) -> None:
    decision = decide(facts, evidence)

    target = _TARGET.get(decision.verdict)
    if target is not None and not (target is facts.state is DepositState.REVIEW):
        assert target in DEPOSIT_TRANSITIONS[facts.state]
    assert (decision.reason is not None) == (decision.verdict is Verdict.REVIEW)
    if decision.verdict is Verdict.ASK:
        assert facts.state in {
            DepositState.SENDING,
            DepositState.PROMPTED,
            DepositState.UNKNOWN,
        }


@given(all_facts, st.text(max_size=8))
def test_an_unheard_of_code_moves_no_money_and_closes_nothing(
    facts: DepositFacts, code: str
) -> None:
    evidence = Evidence(source=Source.CALLBACK, code=code)
    if evidence.meaning.outcome is Outcome.UNHEARD_OF:
        verdict = decide(facts, evidence).verdict
        assert verdict in {Verdict.REVIEW, Verdict.NOTHING, Verdict.REFUSED}
