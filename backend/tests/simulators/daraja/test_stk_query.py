"""Asking what became of a push."""

import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves


@pytest.fixture
def checkout(caller: Caller) -> str:
    """A prompt that waits on the phone."""
    caller.set_profile(auto_approve=False)
    checkout_request_id: str = caller.push().json()["CheckoutRequestID"]
    return checkout_request_id


@proves("query_pending")
def test_an_open_prompt_is_still_under_processing(caller: Caller, checkout: str) -> None:
    answer = caller.query(checkout)
    assert answer.status_code == 200
    assert answer.json()["ResultCode"] == "4999"


@proves("query_final")
def test_a_finished_payment_is_reported_without_its_receipt(caller: Caller, checkout: str) -> None:
    caller.answer_prompt(pin="1234")
    answer = caller.query(checkout).json()
    assert set(answer) == {
        "ResponseCode",
        "ResponseDescription",
        "MerchantRequestID",
        "CheckoutRequestID",
        "ResultCode",
        "ResultDesc",
    }
    assert (answer["ResponseCode"], answer["ResultCode"]) == ("0", "0")


@proves("query_noise_in_500", "query_noise_in_200")
def test_an_open_prompt_answers_noise_in_two_forms(caller: Caller, checkout: str) -> None:
    caller.switch(query_noise=1)
    seen = {
        (answer.status_code, answer.json()["errorCode"], answer.json()["errorMessage"])
        for answer in (caller.query(checkout) for _ in range(20))
    }
    assert seen == {
        (200, "500.001.1001", ""),
        (500, "500.001.1001", "The transaction is being processed"),
    }


@proves("query_noise_when_finished")
def test_noise_lies_between_good_answers(caller: Caller, checkout: str) -> None:
    caller.answer_prompt(cancel=True)
    caller.switch(query_noise=0.5)
    answers = [caller.query(checkout).json() for _ in range(20)]
    codes = {answer.get("ResultCode") for answer in answers}
    assert codes == {None, "1032"}
    assert {answer["errorMessage"] for answer in answers if "errorMessage" in answer} == {""}


@proves("query_unknown_id")
def test_an_unknown_id_does_not_exist(caller: Caller) -> None:
    answer = caller.query("ws_CO_nothing")
    assert answer.status_code == 500
    assert answer.json()["errorMessage"] == "The transaction does not Exist"


@proves("query_other_words")
def test_the_query_uses_other_texts_than_the_callback(caller: Caller) -> None:
    caller.set_profile(unreachable=True)
    caller.switch(unreachable_seconds=1)
    checkout = caller.push().json()["CheckoutRequestID"]
    reported = caller.callback().stk
    asked = caller.query(checkout).json()
    assert str(reported["ResultCode"]) == asked["ResultCode"] == "1037"
    assert reported["ResultDesc"] != asked["ResultDesc"]


@proves("query_contradiction")
def test_the_query_can_contradict_the_callback(caller: Caller) -> None:
    caller.set_profile(query_code="1032")
    checkout = caller.push().json()["CheckoutRequestID"]
    assert caller.callback().stk["ResultCode"] == 0
    assert caller.query(checkout).json()["ResultCode"] == "1032"


def test_the_next_answer_of_the_query_can_be_set(caller: Caller, checkout: str) -> None:
    for kind in ("still_processing", "error_in_200", "query_code"):
        caller.fault("query", kind, code="1019" if kind == "query_code" else None)
    answers = [caller.query(checkout) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [500, 200, 200, 200]
    assert [answer.json().get("ResultCode") for answer in answers] == [None, None, "1019", "4999"]


def test_the_query_checks_its_fields_and_password(caller: Caller, checkout: str) -> None:
    path = "/mpesa/stkpushquery/v1/query"
    missing = caller.post(path, caller.credentials())
    assert missing.json()["errorMessage"] == "Bad Request - Invalid CheckoutRequestID"
    wrong = caller.credentials(passkey="x") | {"CheckoutRequestID": checkout}
    assert "Wrong credentials" in caller.post(path, wrong).json()["errorMessage"]
