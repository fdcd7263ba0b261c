"""Asking a phone for money: what is accepted and what is refused at once."""

import base64
import re
import time
from typing import Any

import pytest

from simulators.core.clock import compact
from tests.simulators.caller import PASSKEY, Caller
from tests.simulators.evidence import proves


def complaint(caller: Caller, **changes: Any) -> str:
    answer = caller.push(**changes)
    assert answer.status_code in {400, 500}, answer.text
    message: str = answer.json()["errorMessage"]
    return message


@proves("push_accepted", "push_ids")
def test_an_accepted_push_is_queued_and_named(caller: Caller) -> None:
    answer = caller.push()
    body = answer.json()
    assert answer.status_code == 200
    assert body["ResponseCode"] == "0"
    assert body["CustomerMessage"] == "Success. Request accepted for processing"
    assert re.fullmatch(
        r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\d+", body["MerchantRequestID"]
    )
    today = compact(time.time())
    assert re.fullmatch(
        rf"ws_CO_{today[6:8]}{today[4:6]}{today[:4]}\d{{6}}\d{{1,3}}{caller.msisdn[-9:]}",
        body["CheckoutRequestID"],
    )


@proves("push_numbers_or_strings")
@pytest.mark.parametrize("kind", [int, str])
def test_numbers_may_be_numbers_or_strings(caller: Caller, kind: type) -> None:
    changes = {
        "BusinessShortCode": kind(600123),
        "Amount": kind(500),
        "PartyA": kind(caller.msisdn),
        "PartyB": kind(600123),
        "PhoneNumber": kind(caller.msisdn),
        "Timestamp": kind(caller.credentials()["Timestamp"]),
    }
    changes["Password"] = base64.b64encode(
        f"600123{PASSKEY}{changes['Timestamp']}".encode()
    ).decode()
    assert caller.code_after_push(**changes) == 0


@proves("push_invalid_field")
@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("BusinessShortCode", None, "BusinessShortCode"),
        ("BusinessShortCode", "12", "BusinessShortCode"),
        ("Password", None, "Password"),
        ("Timestamp", "2026-11-22", "Timestamp"),
        ("TransactionType", "GiveMeMoney", "TransactionType"),
        ("PartyA", "0711000001", "PartyA"),
        ("PartyB", None, "PartyB"),
        ("PhoneNumber", "+254711000001", "PhoneNumber"),
        ("PhoneNumber", "255711000001", "PhoneNumber"),
        ("CallBackURL", None, "CallBackURL"),
        ("AccountReference", "", "AccountReference"),
    ],
)
def test_a_bad_field_is_named(caller: Caller, field: str, value: Any, name: str) -> None:
    assert complaint(caller, **{field: value}) == f"Bad Request - Invalid {name}"


@proves("push_missing_description")
def test_a_missing_description_is_called_remarks(caller: Caller) -> None:
    assert complaint(caller, TransactionDesc=None) == "Bad Request - Invalid Remarks"


@proves("push_whole_shillings", "push_maximum")
@pytest.mark.parametrize("amount", ["1.5", 1.5, "0", -5, "-5", "1e3", "250001", True, "", "١٢"])
def test_an_amount_is_between_1_and_250000_whole_shillings(caller: Caller, amount: Any) -> None:
    assert complaint(caller, Amount=amount) == "Bad Request - Invalid Amount"


@proves("push_forbidden_words", "push_callback_not_a_url")
@pytest.mark.parametrize(
    "url",
    [
        "https://wagewars.example/hooks/mpesa/1",
        "https://wagewars.example/hooks/MPesa",
        "https://wagewars.example/execute",
        "https://wagewars.example/hooks?sql=1",
        "https://wagewars.example/query",
        "placeholder",
        "ftp://wagewars.example/hooks",
        "https://",
    ],
)
def test_some_callback_addresses_are_refused(caller: Caller, url: str) -> None:
    assert complaint(caller, CallBackURL=url) == "Bad Request - Invalid CallBackURL"


@proves("push_callback_not_a_url")
def test_the_callback_host_need_not_exist(caller: Caller) -> None:
    assert caller.push(CallBackURL="https://example.invalid/hooks/d/1").status_code == 200


@proves("push_unknown_merchant")
def test_an_unknown_shortcode_does_not_exist(caller: Caller) -> None:
    credentials = caller.credentials(shortcode="600999")
    assert complaint(caller, **credentials) == "Merchant does not exist"


@proves("push_wrong_password")
def test_a_password_from_another_passkey_is_wrong(caller: Caller) -> None:
    credentials = caller.credentials(passkey="another")
    assert complaint(caller, **credentials) == "[MerchantValidate] - Wrong credentials"


@proves("push_wrong_password")
def test_a_password_with_another_timestamp_is_wrong(caller: Caller) -> None:
    other = compact(time.time() - 1)
    assert complaint(caller, Timestamp=other) == "[MerchantValidate] - Wrong credentials"


@proves("push_timestamp_zone")
def test_a_timestamp_in_utc_is_as_good(caller: Caller) -> None:
    timestamp = compact(time.time() - 3 * 3600)
    password = base64.b64encode(f"600123{PASSKEY}{timestamp}".encode()).decode()
    answer = caller.push(Timestamp=timestamp, Password=password)
    assert answer.json()["ResponseCode"] == "0"


@proves("push_reference_characters")
@pytest.mark.parametrize("reference", ["D 12", "D#12", "A" * 16, "😀"])
def test_a_reference_is_letters_and_digits(caller: Caller, reference: str) -> None:
    assert complaint(caller, AccountReference=reference) == "Bad Request - Invalid AccountReference"


@proves("push_subscriber_lock")
def test_a_phone_shows_one_prompt_at_a_time(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    caller.push()
    assert complaint(caller).startswith("Unable to lock subscriber")
    assert len(caller.phone()["prompts"]) == 1
    caller.answer_prompt(cancel=True)
    assert caller.push().status_code == 200


@proves("push_response_code")
def test_a_200_may_still_say_no(caller: Caller) -> None:
    caller.fault("stkpush", "response_code", code=1, processed=False)
    answer = caller.push()
    assert (answer.status_code, answer.json()["ResponseCode"]) == (200, "1")
    assert caller.phone()["prompts"] == []


@proves("push_order_of_complaints")
def test_complaints_come_in_order(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    caller.push()
    wrong: dict[str, Any] = {
        "Amount": "1.5",
        "CallBackURL": "placeholder",
        "TransactionDesc": None,
        **caller.credentials(shortcode="600999", passkey="another"),
    }
    mended = [
        ("Amount", "500"),
        ("CallBackURL", "https://wagewars.example/hooks"),
        ("TransactionDesc", "Deposit"),
        ("BusinessShortCode", "600123"),
        ("Password", caller.credentials()["Password"]),
    ]
    complaints = []
    for field, good in mended:
        complaints.append(complaint(caller, **wrong).split()[-1])
        wrong[field] = good
    wrong["Timestamp"] = caller.credentials()["Timestamp"]
    wrong["Password"] = caller.credentials()["Password"]
    complaints.append(complaint(caller, **wrong).split()[-1])
    assert complaints == ["Amount", "CallBackURL", "Remarks", "exist", "credentials", "subscriber"]
