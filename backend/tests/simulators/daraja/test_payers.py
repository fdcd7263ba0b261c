"""What the person with the phone does, and what it costs."""

from typing import Any

import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


@proves("payer_approves", "books_balance")
def test_a_new_phone_has_money_and_pays_by_itself(caller: Caller) -> None:
    assert caller.phone()["balance"] == 50_000
    assert caller.code_after_push() == 0
    phone = caller.phone()
    assert phone["balance"] == 49_500
    assert caller.org_balance() == 500
    assert phone["prompts"][0]["status"] == "approved"
    assert "Ksh500.00 sent to WageWars for account D12" in phone["sms"][0]["text"]
    receipt = caller.http.get("/_sim/org").json()["receipts"][0]
    assert receipt["receipt"] == phone["prompts"][0]["receipt"]
    assert (receipt["amount"], receipt["reference"]) == (500, "D12")


@proves("payer_unreachable")
def test_an_unreachable_phone_never_shows_the_prompt(caller: Caller) -> None:
    caller.set_profile(unreachable=True)
    caller.push()
    assert caller.answer_prompt(pin="1234").status_code == 409
    assert caller.callback().stk["ResultCode"] == 1037


@proves("payer_insufficient")
@pytest.mark.parametrize("profile", [{"insufficient": True}, {"balance": 499}])
def test_a_payer_may_be_short_of_money(caller: Caller, profile: dict[str, Any]) -> None:
    caller.set_profile(**profile)
    assert caller.code_after_push() == 1
    assert caller.org_balance() == 0


@proves("payer_cancels", "payer_wrong_pin")
@pytest.mark.parametrize(
    ("profile", "code", "status"),
    [("cancels", 1032, "cancelled"), ("wrong_pin", 2001, "failed")],
)
def test_a_profile_may_refuse_by_itself(
    caller: Caller, profile: str, code: int, status: str
) -> None:
    caller.set_profile(**{profile: True})
    assert caller.code_after_push() == code
    assert caller.phone()["prompts"][0]["status"] == status
    assert caller.phone()["balance"] == 50_000


@proves("payer_times_out", "payer_ignores")
@pytest.mark.parametrize(
    ("profile", "code"), [({"times_out": True}, 1019), ({"auto_approve": False}, 1037)]
)
def test_a_prompt_does_not_stand_for_ever(
    caller: Caller, profile: dict[str, Any], code: int
) -> None:
    caller.switch(prompt_seconds=4)
    caller.set_profile(**profile)
    assert caller.code_after_push() == code
    assert caller.phone()["prompts"][0]["status"] == "expired"


@proves("payer_unknown_code", "payer_bad_debt")
@pytest.mark.parametrize(
    ("given", "seen"), [("7777", 7777), ("E3008", "E3008"), ("SFC_IC0003", "SFC_IC0003"), (3, 3)]
)
def test_any_result_can_be_ordered_for_a_phone(caller: Caller, given: Any, seen: Any) -> None:
    caller.set_profile(result_code=given)
    assert caller.code_after_push() == seen
    assert caller.org_balance() == 0


@proves("payer_other_network")
def test_a_number_of_another_network_cannot_pay(caller: Caller) -> None:
    caller.msisdn = "254733000001"
    assert caller.code_after_push() == 2040


@proves("payer_same_amount")
def test_the_same_amount_again_is_refused_for_two_minutes(caller: Caller) -> None:
    assert caller.code_after_push() == 0
    caller.push()
    second = caller.callbacks(2)[-1]
    assert second.stk["ResultCode"] == 17
    caller.push(Amount=499)
    third = caller.callbacks(3)[-1]
    assert third.stk["ResultCode"] == 0
    caller.http.post("/_sim/clock", json={"advance_seconds": 7})  # 140 s at this speed
    caller.push()
    fourth = caller.callbacks(4)[-1]
    assert fourth.stk["ResultCode"] == 0
    assert caller.org_balance() == 1_499


@proves("payer_daily_limit")
def test_no_payer_pays_more_than_half_a_million_a_day(caller: Caller) -> None:
    caller.set_profile(balance=1_000_000)
    caller.switch(same_amount_window_seconds=0)
    codes = []
    for count in range(1, 4):
        caller.push(Amount=250_000)
        codes.append(caller.callbacks(count)[-1].stk["ResultCode"])
    assert codes == [0, 0, 4]


@proves("payer_pin_locks", "payer_wrong_pin")
def test_three_wrong_pins_lock_the_phone(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    codes = []
    for pin in ("0000", "1111", "2222", "1234"):
        caller.push()
        codes.append(caller.answer_prompt(pin=pin).json()["result_code"])
    assert codes == ["2001", "2001", "2001", "8006"]
    caller.set_profile(locked=False)
    caller.push()
    assert caller.answer_prompt(pin="1234").json()["status"] == "approved"


def test_a_right_pin_pays_and_cannot_pay_twice(caller: Caller) -> None:
    caller.set_profile(auto_approve=False, pin="4321")
    caller.push()
    assert caller.phone()["prompts"][0]["status"] == "pending"
    assert caller.answer_prompt(pin=4321).json()["status"] == "approved"
    assert caller.answer_prompt(pin=4321).status_code == 409
    assert caller.answer_prompt(cancel=True).status_code == 409
    assert caller.org_balance() == 500


def test_a_prompt_belongs_to_its_phone(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    caller.push()
    prompt_id = caller.phone()["prompts"][0]["id"]
    other = caller.http.post(f"/_sim/phones/0799000000/prompts/{prompt_id}", json={"pin": "1234"})
    assert other.status_code == 404
    assert caller.answer_prompt().status_code == 422


def test_turning_on_self_approval_pays_the_prompt_that_is_open(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    caller.push()
    caller.set_profile(auto_approve=True)
    assert caller.callback().stk["ResultCode"] == 0


def test_turning_off_self_approval_keeps_the_prompt_open(caller: Caller) -> None:
    caller.set_profile(approve_after_seconds=4)
    caller.push()
    caller.set_profile(auto_approve=False)
    wait_for(lambda: caller.phone()["prompts"][0]["seconds_left"] < 2.6)
    assert caller.phone()["prompts"][0]["status"] == "pending"


def test_a_profile_that_was_changed_in_time_does_not_act(caller: Caller) -> None:
    caller.set_profile(cancels=True, approve_after_seconds=4)
    caller.push()
    caller.set_profile(cancels=False)
    assert caller.callback().stk["ResultCode"] == 0


@proves("payer_pays_late")
def test_a_failure_may_be_followed_by_a_success(caller: Caller) -> None:
    caller.set_profile(cancels=True, late_success=True)
    assert caller.code_after_push() == 1032
    late = caller.callbacks(2)[-1]
    assert late.stk["ResultCode"] == 0
    assert late.items["MpesaReceiptNumber"]
    assert caller.org_balance() == 500
