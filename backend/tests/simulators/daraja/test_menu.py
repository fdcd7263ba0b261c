"""Paying from the M-Pesa menu: validation, hostile text, and what goes astray."""

from typing import Any

import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves


def pay(caller: Caller, **payment: Any) -> dict[str, Any]:
    body = {"msisdn": caller.msisdn, "amount": 100, "bill_ref": "U7K2Q9", **payment}
    answer: dict[str, Any] = caller.http.post("/_sim/c2b", json=body).json()
    return answer


def validated(caller: Caller, answer: str | None, **registration: Any) -> dict[str, Any]:
    """Register, let our validation URL answer so (None: not at all), and pay."""
    caller.mailbox.answers[f"{caller.hook}/validate"] = answer
    caller.register(version="v2", **registration)
    caller.switch(c2b_validation=True)
    return pay(caller)


@proves("c2b_validation", "c2b_third_party_id")
def test_an_accepted_payment_is_made(caller: Caller) -> None:
    outcome = validated(
        caller, '{"ResultCode": "0", "ResultDesc": "Accepted", "ThirdPartyTransID": "T-9"}'
    )
    assert outcome["accepted"]
    asked = caller.mailbox.at(f"{caller.hook}/validate")[0].json
    reported = caller.confirmation().json
    assert asked["TransID"] == reported["TransID"] == outcome["receipt"]
    assert (asked["OrgAccountBalance"], reported["OrgAccountBalance"]) == ("", "100.00")
    assert (asked["ThirdPartyTransID"], reported["ThirdPartyTransID"]) == ("", "T-9")


@proves("c2b_validation")
def test_a_refused_payment_moves_nothing(caller: Caller) -> None:
    outcome = validated(caller, '{"ResultCode": "C2B00012", "ResultDesc": "Rejected"}')
    assert (outcome["accepted"], outcome["receipt"]) == (False, None)
    assert (caller.phone()["balance"], caller.org_balance()) == (50_000, 0)
    assert "the account number is wrong" in caller.phone()["sms"][0]["text"]
    kinds = [row["kind"] for row in caller.http.get("/_sim/callbacks").json()]
    assert kinds == ["validation"]


@proves("c2b_validation_timeout")
@pytest.mark.parametrize(("response_type", "accepted"), [("Completed", True), ("Cancelled", False)])
def test_silence_means_the_registered_default(
    caller: Caller, response_type: str, *, accepted: bool
) -> None:
    outcome = validated(caller, None, ResponseType=response_type)
    assert outcome["accepted"] is accepted
    assert outcome["validation"]["status"] is None
    assert caller.org_balance() == (100 if accepted else 0)


@proves("c2b_validation_timeout")
@pytest.mark.parametrize("nonsense", ["<html>", "{}", "[]"])
def test_nonsense_is_as_good_as_silence(caller: Caller, nonsense: str) -> None:
    assert validated(caller, nonsense, ResponseType="Cancelled")["accepted"] is False


@proves("c2b_validation")
def test_validation_is_off_unless_asked_for(caller: Caller) -> None:
    caller.register(version="v2")
    assert pay(caller)["validation"] is None
    assert pay(caller, validate=True)["validation"]["status"] == 200


@proves("c2b_full_payer", "c2b_masked_payer", "c2b_hashed_payer")
@pytest.mark.parametrize(("privacy", "length"), [("full", 12), ("hash", 64), ("mask", 14)])
def test_privacy_can_be_chosen(caller: Caller, privacy: str, length: int) -> None:
    caller.register(version="v2")
    caller.switch(c2b_privacy=privacy)
    pay(caller)
    assert len(caller.confirmation().json["MSISDN"]) == length


@proves("c2b_unreliable")
@pytest.mark.parametrize(
    ("confirmation", "count"), [("drop", 0), ("duplicate", 3), ("delay", 0), ("deliver", 1)]
)
def test_a_confirmation_can_go_astray(caller: Caller, confirmation: str, count: int) -> None:
    caller.register(version="v2")
    caller.hook = f"{caller.hook}/confirm"
    pay(caller, confirmation=confirmation, copies=3)
    if count:
        caller.callbacks(count)
    else:
        state = "dropped" if confirmation == "drop" else "pending"
        assert caller.http.get("/_sim/callbacks").json()[0]["state"] == state
    assert len(caller.mailbox.at(caller.hook)) == count
    assert caller.org_balance() == 100


@proves("c2b_hostile_text")
def test_names_and_references_are_kept_as_typed(caller: Caller) -> None:
    caller.register(version="v2")
    evil = "\u202e<img src=x>" + "A" * 10_000
    pay(caller, first_name=evil, bill_ref=evil, transaction_type="")
    reported = caller.confirmation().json
    assert (reported["FirstName"], reported["BillRefNumber"], reported["TransactionType"]) == (
        evil,
        evil,
        "",
    )


def test_a_subscriber_can_have_a_name(caller: Caller) -> None:
    caller.register(version="v2")
    caller.set_profile(first_name="NICHOLAS", middle_name="J", last_name="DOE")
    pay(caller)
    reported = caller.confirmation().json
    assert (reported["FirstName"], reported["MiddleName"], reported["LastName"]) == (
        "NICHOLAS",
        "J",
        "DOE",
    )


@proves("c2b_simulate")
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_sandbox_pays_itself(caller: Caller, version: str) -> None:
    caller.register(version="v2")
    body = {
        "ShortCode": 600123,
        "CommandID": "CustomerBuyGoodsOnline",
        "Amount": 10,
        "Msisdn": int(caller.msisdn),
        "BillRefNumber": None,
    }
    answer = caller.post(f"/mpesa/c2b/{version}/simulate", body).json()
    assert answer["ResponseCode"] == "0"
    assert "OriginatorCoversationID" in answer
    reported = caller.confirmation().json
    assert (reported["TransactionType"], reported["BillRefNumber"]) == ("Buy Goods", "")
    assert caller.org_balance() == 10


@proves("c2b_simulate")
@pytest.mark.parametrize(
    ("field", "value"),
    [("ShortCode", "1"), ("CommandID", "Pay"), ("Amount", "0"), ("Msisdn", "12345")],
)
def test_a_wrong_simulation_is_refused(caller: Caller, field: str, value: str) -> None:
    body = {
        "ShortCode": "600123",
        "CommandID": "CustomerPayBillOnline",
        "Amount": "10",
        "Msisdn": caller.msisdn,
        "BillRefNumber": "U7K2Q9",
        field: value,
    }
    answer = caller.post("/mpesa/c2b/v1/simulate", body)
    assert answer.json()["errorMessage"] == f"Bad Request - Invalid {field}"


@proves("paybill_tariff")
@pytest.mark.parametrize(
    ("tariff", "phone", "charges"), [("customer", 49_495, 0), ("business", 49_500, -5)]
)
def test_the_tariff_names_the_payer_of_the_charge(
    caller: Caller, tariff: str, phone: int, charges: int
) -> None:
    caller.switch(paybill_tariff=tariff)
    pay(caller, amount=500)
    org = caller.org()
    assert caller.phone()["balance"] == phone
    assert (org["balance"], org["accounts"]["charges_paid"]) == (500, charges)
