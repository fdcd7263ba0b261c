"""The callbacks that M-Pesa sends: their shapes, and how they are lost, late or doubled."""

import hashlib
import json
import re
import time
from typing import Any

import pytest

from simulators.core.clock import compact
from simulators.daraja import identifiers
from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


@proves("callback_success", "callback_balance_without_value", "callback_amount_decimals")
def test_a_success_carries_its_metadata(caller: Caller) -> None:
    accepted = caller.push().json()
    message = caller.callback()
    assert message.stk["MerchantRequestID"] == accepted["MerchantRequestID"]
    assert message.stk["CheckoutRequestID"] == accepted["CheckoutRequestID"]
    assert message.stk["ResultCode"] == 0
    names = [item["Name"] for item in message.stk["CallbackMetadata"]["Item"]]
    assert names == [
        "Amount",
        "MpesaReceiptNumber",
        "Balance",
        "TransactionDate",
        "PhoneNumber",
    ]
    assert {"Name": "Balance"} in message.stk["CallbackMetadata"]["Item"]
    assert '"Value": 500.00}' in message.raw
    assert message.items["PhoneNumber"] == int(caller.msisdn)
    assert str(message.items["TransactionDate"]).startswith(compact(time.time())[:8])
    assert "D12" not in message.raw


@proves("callback_failure")
def test_a_failure_carries_no_metadata(caller: Caller) -> None:
    caller.set_profile(cancels=True)
    caller.push()
    assert set(caller.callback().stk) == {
        "MerchantRequestID",
        "CheckoutRequestID",
        "ResultCode",
        "ResultDesc",
    }


@proves("callback_text_code")
def test_a_code_that_is_no_number_stays_text(caller: Caller) -> None:
    caller.set_profile(result_code="SFC_IC0003")
    assert caller.code_after_push() == "SFC_IC0003"


@proves("callback_headers")
def test_callbacks_are_json_and_name_the_paybill(caller: Caller) -> None:
    caller.push()
    headers = caller.callback().headers
    assert headers["content-type"] == "application/json;charset=UTF-8"
    assert headers["businessshortcode"] == "600123"


@proves("receipt_date_coded")
def test_a_receipt_begins_with_its_date(caller: Caller) -> None:
    caller.push()
    assert re.fullmatch(
        r"[A-Z]{2}[1-9A-V][A-Z0-9]{7}", caller.callback().items["MpesaReceiptNumber"]
    )
    christmas_2026 = 1798182000.0
    assert identifiers.receipt(christmas_2026)[:3] == "ULP"


@proves("callback_no_retry")
def test_a_callback_that_fails_is_not_sent_again(caller: Caller) -> None:
    caller.hook = "/broken" + caller.hook
    caller.push()
    caller.callback()
    wait_for(lambda: caller.http.get("/_sim/callbacks?state=sent").json())
    time.sleep(0.2)
    assert len(caller.mailbox.at(caller.hook)) == 1
    assert caller.http.get("/_sim/callbacks").json()[0]["answer_status"] == 500


@proves("callback_no_retry")
def test_a_callback_to_a_closed_port_is_recorded_as_failed(caller: Caller) -> None:
    caller.push(CallBackURL="http://127.0.0.1:9/hooks")
    failed = wait_for(lambda: caller.http.get("/_sim/callbacks?state=failed").json())
    assert failed[0]["answer_status"] is None


@proves("callback_duplicated")
def test_a_callback_can_come_several_times(caller: Caller) -> None:
    caller.set_profile(callbacks="duplicate", callback_copies=10)
    caller.push()
    assert len({message.raw for message in caller.callbacks(10)}) == 1
    assert caller.org_balance() == 500


@proves("callback_lost")
def test_a_callback_can_be_lost_although_money_moved(caller: Caller) -> None:
    caller.set_profile(callbacks="drop")
    checkout = caller.push().json()["CheckoutRequestID"]
    wait_for(lambda: caller.org_balance() == 500)
    assert caller.query(checkout).json()["ResultCode"] == "0"
    assert caller.http.get("/_sim/callbacks").json()[0]["state"] == "dropped"
    assert caller.mailbox.at(caller.hook) == []


@proves("callback_before_response")
def test_a_callback_can_overtake_the_answer(caller: Caller) -> None:
    caller.set_profile(callbacks="before_response")
    accepted = caller.push().json()
    message = caller.mailbox.at(caller.hook)[0]
    assert message.stk["CheckoutRequestID"] == accepted["CheckoutRequestID"]
    assert message.stk["ResultCode"] == 0
    time.sleep(0.2)
    assert len(caller.mailbox.at(caller.hook)) == 1


@proves("callback_delayed")
def test_a_callback_can_take_its_time(caller: Caller) -> None:
    caller.set_profile(callbacks="delay", callback_delay_seconds=10)
    caller.push()
    wait_for(lambda: caller.org_balance() == 500)
    paid_at = time.monotonic()
    assert [message.raw for message in caller.mailbox.at(caller.hook)] == []
    caller.callback()
    assert time.monotonic() - paid_at > 0.3


@proves("callback_wrong_amount")
def test_a_callback_can_claim_another_amount(caller: Caller) -> None:
    caller.set_profile(callback_amount=999_999)
    caller.push()
    assert caller.callback().items["Amount"] == 999_999
    assert caller.org_balance() == 500


@proves("callback_amount_forms")
@pytest.mark.parametrize(
    ("form", "text"),
    [("decimals", "500.00"), ("integer", "500"), ("string", '"500.00"')],
)
def test_an_amount_has_three_forms(caller: Caller, form: str, text: str) -> None:
    caller.set_profile(amount_form=form)
    caller.push()
    assert f'{{"Name": "Amount", "Value": {text}}}' in caller.callback().raw


@proves("callback_payer_forms")
def test_a_payer_can_hide(caller: Caller) -> None:
    number = caller.msisdn
    wanted: dict[str, Any] = {
        "number": int(number),
        "string": number,
        "masked": f"0{number[3:9]}***",
        "hashed": hashlib.sha256(number.encode()).hexdigest(),
        "absent": None,
    }
    caller.switch(same_amount_window_seconds=0)
    seen = {}
    for count, form in enumerate(wanted, start=1):
        caller.set_profile(phone_form=form)
        caller.push()
        seen[form] = caller.callbacks(count)[-1].items.get("PhoneNumber")
    assert seen == wanted


@proves("callback_items_reordered")
def test_items_can_come_in_another_order(caller: Caller) -> None:
    caller.set_profile(reorder_items=True)
    caller.push()
    message = caller.callback()
    assert message.stk["CallbackMetadata"]["Item"][-1]["Name"] == "Amount"
    assert message.items["Amount"] == 500


@proves("callback_without_metadata")
def test_a_success_can_come_without_metadata(caller: Caller) -> None:
    caller.set_profile(omit_metadata=True)
    caller.push()
    stk = caller.callback().stk
    assert stk["ResultCode"] == 0
    assert "CallbackMetadata" not in stk


@pytest.mark.parametrize(("form", "names"), [("absent", 4), ("java", 5)])
def test_a_balance_can_be_absent_or_java(caller: Caller, form: str, names: int) -> None:
    caller.set_profile(balance_form=form)
    caller.push()
    assert len(caller.callback().items) == names


def test_any_callback_can_be_sent_again_many_times_at_once(caller: Caller) -> None:
    caller.push()
    caller.callback()
    sent = caller.http.get("/_sim/callbacks").json()[0]
    answers = caller.http.post(f"/_sim/callbacks/{sent['id']}/send", json={"times": 50}).json()
    assert [answer["status"] for answer in answers] == [200] * 50
    assert len(caller.mailbox.at(caller.hook)) == 51


def test_a_callback_can_be_forged(caller: Caller) -> None:
    url = caller.mailbox.url + caller.hook
    forged = {"Body": {"stkCallback": {"ResultCode": 0}}}
    answers = caller.http.post("/_sim/forge", json={"url": url, "body": forged}).json()
    assert answers == [{"status": 200, "body": "{}"}]
    assert caller.callback().json == forged
    caller.http.post("/_sim/forge", json={"url": url, "body": "{broken", "headers": {"x-a": "b"}})
    message = caller.mailbox.at(caller.hook)[-1]
    assert (message.raw, message.headers["x-a"]) == ("{broken", "b")
    closed = caller.http.post(
        "/_sim/forge", json={"url": "http://127.0.0.1:9/x", "body": json.dumps({})}
    )
    assert closed.json()[0]["status"] is None
