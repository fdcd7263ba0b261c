"""Every result code of M-Pesa, once for each API: what it means, and what the player reads."""

import pytest

from app.domain.language import Language
from app.domain.payments.deposits.messages import FAILURE_MESSAGES, failure_message
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict, TransactionStatus
from app.domain.payments.mpesa.payout_codes import (
    PAYOUT_CODES,
    PayoutFailure,
    PayoutOutcome,
    meaning_of_payout,
)
from app.domain.payments.mpesa.query_codes import QUERY_CODES, QueryOutcome
from app.domain.payments.mpesa.results import RESULT_CODES, RETRIES, Failure, Outcome
from app.domain.payments.payout_messages import PAYOUT_MESSAGES, payout_message
from app.domain.payments.payouts import PayoutEvidence, PayoutSource
from app.domain.payments.retry import Retry
from app.domain.payments.reversals import ReversalEvidence, ReversalOutcome

STOPS = {"1", "11", "18", "20", "21", "22", "2001", "2006", "2028", "8006"}
MAY_HAVE_MOVED = {"0", "15", "17", "26", "100000001", "100000002", "100000011"}


def test_the_codes_that_stop_all_payouts() -> None:
    assert {code for code, meaning in PAYOUT_CODES.items() if meaning.pauses} == STOPS
    assert all(PAYOUT_CODES[code].ours_to_mend for code in STOPS)


def test_a_code_that_may_have_moved_money_is_never_a_plain_refusal() -> None:
    moved = {code for code, meaning in PAYOUT_CODES.items() if meaning.money_may_have_moved}
    assert moved == MAY_HAVE_MOVED
    for code in moved - {"0"}:
        assert PAYOUT_CODES[code].outcome is PayoutOutcome.ASK


@pytest.mark.parametrize("code", ["7777", "", "00", "0.0", "E3008", "1032", "success"])
def test_51_an_unheard_of_code_neither_pays_nor_releases(code: str) -> None:
    meaning = meaning_of_payout(code)

    assert meaning.outcome is PayoutOutcome.UNHEARD_OF
    assert meaning.money_may_have_moved
    assert not meaning.pauses


def test_2001_is_a_pin_on_a_deposit_and_our_password_on_a_payout() -> None:
    assert RESULT_CODES["2001"].failure is Failure.WRONG_PIN
    assert PAYOUT_CODES["2001"].failure is PayoutFailure.DELAYED


def test_a_timeout_notice_proves_nothing_whatever_its_code() -> None:
    for code in ("0", "1", "2001", ""):
        notice = PayoutEvidence(source=PayoutSource.TIMEOUT, code=code)
        assert notice.meaning.outcome is PayoutOutcome.ASK
        assert ReversalEvidence(code=code, is_timeout=True).outcome is ReversalOutcome.ASK
        assert StatusEvidence(code=code, is_timeout=True).verdict is StatusVerdict.NO_ANSWER


def test_every_failed_deposit_has_its_retry() -> None:
    assert set(RETRIES) == set(Failure)
    for meaning in RESULT_CODES.values():
        assert (meaning.outcome is Outcome.NOT_PAID) == (meaning.failure is not None)
    assert RESULT_CODES["1"].retry is Retry.CHANGED
    assert RESULT_CODES["17"].retry is Retry.LATER
    assert RESULT_CODES["1037"].retry is Retry.NOW
    assert RESULT_CODES["8006"].retry is Retry.NO


def test_every_failed_payout_has_a_reason() -> None:
    for code, meaning in PAYOUT_CODES.items():
        assert (meaning.failure is None) == (code == "0")


@pytest.mark.parametrize("language", list(Language))
def test_every_failure_has_its_own_sentence_and_a_next_step(language: Language) -> None:
    deposits = [failure_message(failure, language) for failure in Failure]
    payouts = [payout_message(failure, language) for failure in PayoutFailure]
    for message in (deposits, payouts):
        assert len({said.message for said in message}) == len(message)
        for said in message:
            assert said.message.endswith(".")
            assert said.next_step.endswith(".")


def test_swahili_is_not_english() -> None:
    english = {message.message for message in FAILURE_MESSAGES.values()}
    assert english.isdisjoint(failure_message(f, Language.SWAHILI).message for f in Failure)
    for failure, message in PAYOUT_MESSAGES[Language.SWAHILI].items():
        assert message.message != PAYOUT_MESSAGES[Language.ENGLISH][failure].message


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (TransactionStatus.COMPLETED, StatusVerdict.COMPLETED),
        (TransactionStatus.DECLINED, StatusVerdict.FAILED),
        (TransactionStatus.CANCELLED, StatusVerdict.FAILED),
        (TransactionStatus.EXPIRED, StatusVerdict.FAILED),
        (TransactionStatus.INITIATED, StatusVerdict.WAITING),
        (TransactionStatus.AUTHORIZED, StatusVerdict.WAITING),
        (TransactionStatus.PENDING, StatusVerdict.WAITING),
        (None, StatusVerdict.NO_ANSWER),
    ],
)
def test_60_the_truth_is_the_status_and_not_the_code(
    status: TransactionStatus | None, verdict: StatusVerdict
) -> None:
    assert StatusEvidence(code="0", status=status).verdict is verdict
    # Parameters of an inquiry that failed are no answer.
    assert StatusEvidence(code="17", status=status).verdict is StatusVerdict.NO_ANSWER


def test_a_question_is_answered_by_zero_only() -> None:
    answered = {code for code, m in QUERY_CODES.items() if m.outcome is QueryOutcome.ANSWERED}
    assert answered == {"0"}
    assert {code for code, meaning in QUERY_CODES.items() if meaning.pauses} == STOPS - {"1"}
    assert StatusEvidence(code="SFC_IC0003").verdict is StatusVerdict.NOT_FOUND
    assert StatusEvidence(code="never seen").verdict is StatusVerdict.NO_ANSWER


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("0", ReversalOutcome.DONE),
        ("R000001", ReversalOutcome.ALREADY),
        ("R000002", ReversalOutcome.NOT_DONE),
        ("1", ReversalOutcome.NOT_DONE),
        ("17", ReversalOutcome.ASK),
        ("7777", ReversalOutcome.UNHEARD_OF),
    ],
)
def test_61_what_a_reversal_means(code: str, outcome: ReversalOutcome) -> None:
    assert ReversalEvidence(code=code).outcome is outcome
