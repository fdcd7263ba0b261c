"""Paying into the paybill, with and without a prompt."""

import hashlib

import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


@proves("c2b_register")
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_urls_can_be_registered(caller: Caller, version: str) -> None:
    answer = caller.register(version=version)
    assert answer.status_code == 200
    assert answer.json()["ResponseCode"] == "0"
    assert answer.json()["OriginatorCoversationID"]


@proves("c2b_register_once")
def test_production_takes_one_registration(caller: Caller) -> None:
    assert [caller.register(version="v2").status_code for _ in range(2)] == [200, 200]
    caller.switch(c2b_register_once=True)
    again = caller.register(version="v2")
    assert (again.status_code, again.json()["errorMessage"]) == (
        500,
        "Urls are already registered.",
    )


@proves("c2b_register")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.register(version="v2")
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "400.003.01")


@proves("c2b_twin")
def test_an_stk_payment_may_raise_a_twin(caller: Caller) -> None:
    caller.register(version="v2")
    caller.switch(c2b_twin=True)
    caller.push()
    receipt = caller.callback().items["MpesaReceiptNumber"]
    twin = caller.confirmation().json
    assert (twin["TransID"], twin["BillRefNumber"], twin["TransAmount"]) == (
        receipt,
        "D12",
        "500.00",
    )
    assert caller.org_balance() == 500


@proves("c2b_till")
def test_a_payment_to_the_till_names_nobody(caller: Caller) -> None:
    caller.register(version="v2")
    caller.switch(c2b_twin=True)
    caller.push(TransactionType="CustomerBuyGoodsOnline", PartyB="600456")
    caller.callback()
    prompted = caller.confirmation().json
    form = {"msisdn": caller.msisdn, "amount": 20, "shortcode": "600456", "bill_ref": "x"}
    by_hand = caller.http.post("/_sim/c2b", json=form).json()["receipt"]
    path = f"{caller.hook}/confirm"
    wait_for(lambda: len(caller.mailbox.at(path)) == 2)
    for message in (prompted, caller.mailbox.at(path)[-1].json):
        assert message["TransactionType"] == "Buy Goods"
        assert (message["BusinessShortCode"], message["BillRefNumber"]) == ("600456", "")
    assert message["TransID"] == by_hand
    assert caller.org_balance() == 520


@proves("c2b_twin")
def test_twins_are_off_unless_asked_for(caller: Caller) -> None:
    caller.register(version="v2")
    caller.push()
    caller.callback()
    assert [row["kind"] for row in caller.http.get("/_sim/callbacks").json()] == ["stk"]


@proves("c2b_by_hand", "c2b_confirmation", "c2b_masked_payer")
def test_a_payment_from_the_menu(caller: Caller) -> None:
    caller.register(version="v2")
    paid = caller.http.post(
        "/_sim/c2b", json={"msisdn": caller.msisdn, "amount": 120, "bill_ref": " u7k2-q9 "}
    )
    message = caller.confirmation().json
    assert message["TransID"] == paid.json()["receipt"]
    assert message["BillRefNumber"] == " u7k2-q9 "
    assert (message["TransAmount"], message["OrgAccountBalance"]) == ("120.00", "120.00")
    assert message["MSISDN"] == f"2547 ***** {caller.msisdn[-3:]}"
    assert caller.phone()["balance"] == 49_880


@proves("c2b_hashed_payer")
def test_version_1_hides_the_payer_behind_a_hash(caller: Caller) -> None:
    caller.register(version="v1")
    caller.http.post("/_sim/c2b", json={"msisdn": caller.msisdn, "amount": 10})
    hashed = hashlib.sha256(caller.msisdn.encode()).hexdigest()
    assert caller.confirmation().json["MSISDN"] == hashed


@proves("books_balance")
def test_no_shilling_is_made_or_lost(caller: Caller) -> None:
    caller.switch(same_amount_window_seconds=0)
    for amount in (1, 250, 999):
        caller.push(Amount=amount)
        wait_for(lambda: caller.phone()["prompts"][0]["status"] == "approved")
    caller.http.post("/_sim/c2b", json={"msisdn": caller.msisdn, "amount": 50})
    org = caller.http.get("/_sim/org").json()
    assert org["balance"] == sum(row["amount"] for row in org["receipts"]) == 1_300
    assert caller.phone()["balance"] + org["balance"] == 50_000


def test_a_phone_without_money_cannot_pay_from_the_menu(caller: Caller) -> None:
    payment = {"msisdn": caller.msisdn, "amount": 50_001}
    assert caller.http.post("/_sim/c2b", json=payment).status_code == 409
