"""Asking what became of a transaction."""

from typing import Any

import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


def paid_out(caller: Caller, **changes: Any) -> str:
    """Pay out quietly and return the OriginatorConversationID."""
    caller.fund(10_000)
    caller.set_profile(b2c_result="drop")
    originator: str = caller.pay_out(**changes).json()["OriginatorConversationID"]
    wait_for(lambda: caller.http.get("/_sim/payouts").json()[0]["state"] in {"paid", "failed"})
    return originator


def status_of(caller: Caller, originator: str) -> Any:
    before = len(caller.mailbox.at(caller.hook))
    assert caller.query_status(OriginalConversationID=originator).status_code == 200
    return caller.callbacks(before + 1)[-1].parameters["TransactionStatus"]


@proves("status_answer", "status_by_originator", "status_items_without_value")
def test_a_payout_is_found_by_our_own_id(caller: Caller) -> None:
    originator = paid_out(caller)
    accepted = caller.query_status(OriginalConversationID=originator).json()
    message = caller.callback()
    reported = message.parameters
    transaction = caller.org()["transactions"][0]
    assert message.result["ConversationID"] == accepted["ConversationID"]
    assert message.result["OriginatorConversationID"] == accepted["OriginatorConversationID"]
    assert message.result["TransactionID"].endswith("0000000")
    assert reported["ReceiptNo"] == transaction["receipt"]
    assert reported["OriginatorConversationID"] == originator
    assert reported["ConversationID"] == transaction["conversation_id"]
    assert reported["TransactionStatus"] == "Completed"
    assert reported["Amount"] == "300"
    assert reported["DebitPartyName"] == "600123 - WageWars"
    assert reported["CreditPartyName"] == f"{caller.msisdn} - AMINA"
    assert reported["DebitPartyCharges"] == "Fee For B2C Payment|KES|5.00"
    listed = message.result["ResultParameters"]["ResultParameter"]
    assert {"Key": "TransactionReason"} in listed


@proves("status_answer")
def test_a_deposit_is_found_by_its_receipt(caller: Caller) -> None:
    receipt = caller.paid_in(120)
    caller.query_status(TransactionID=receipt)
    reported = caller.callback().parameters
    assert (reported["ReceiptNo"], reported["TransactionStatus"], reported["Amount"]) == (
        receipt,
        "Completed",
        "120",
    )
    assert reported["CreditPartyName"] == "600123 - WageWars"


@proves("status_values")
@pytest.mark.parametrize("status", ["Declined", "Cancelled", "Expired"])
def test_a_failure_has_three_names(caller: Caller, status: str) -> None:
    caller.set_profile(b2c_result_code="17", b2c_failed_status=status)
    assert status_of(caller, paid_out(caller)) == status


@proves("status_values")
@pytest.mark.parametrize("status", ["Initiated", "Authorized", "Pending Authorized"])
def test_an_open_transaction_has_three_names(caller: Caller, status: str) -> None:
    caller.fund(1_000)
    caller.set_profile(b2c_result="stuck", b2c_stuck_status=status)
    originator = caller.pay_out().json()["OriginatorConversationID"]
    wait_for(lambda: caller.http.get("/_sim/payouts?state=stuck").json())
    assert status_of(caller, originator) == status


@proves("status_values")
def test_a_payout_that_is_not_decided_yet_is_initiated(caller: Caller) -> None:
    caller.fund(1_000)
    caller.switch(result_seconds=30)
    originator = caller.pay_out().json()["OriginatorConversationID"]
    caller.switch(result_seconds=0)
    assert status_of(caller, originator) == "Initiated"


@proves("status_not_found")
def test_an_unknown_transaction_is_a_failed_query(caller: Caller) -> None:
    caller.query_status(TransactionID="UKM1234567")
    result = caller.callback().result
    assert result["ResultCode"] == "SFC_IC0003"
    assert "ResultParameters" not in result
    caller.switch(status_not_found_code="2032")
    caller.query_status(OriginalConversationID="wd-unknown")
    assert caller.callbacks(2)[-1].result["ResultCode"] == 2032


@proves("status_not_found_yet")
def test_a_transaction_can_be_unknown_at_first(caller: Caller) -> None:
    caller.fund(1_000)
    caller.switch(status_not_found_seconds=40)
    originator = caller.pay_out(ResultURL=caller.mailbox.url + "/elsewhere").json()[
        "OriginatorConversationID"
    ]
    caller.query_status(OriginalConversationID=originator)
    assert caller.callback().result["ResultCode"] == "SFC_IC0003"
    caller.http.post("/_sim/clock", json={"advance_seconds": 40})
    assert status_of(caller, originator) == "Completed"


@proves("status_not_found_yet", "status_wrong_answers")
def test_one_query_can_go_wrong(caller: Caller) -> None:
    receipt = caller.paid_in(120)
    caller.fault("status", "not_found", msisdn=caller.msisdn)
    caller.fault("status", "status_value", code="Declined")
    caller.fault("status", "wrong_transaction")
    for count in (1, 2, 3, 4):
        caller.query_status(TransactionID=receipt)
        caller.callbacks(count)
    missing, lying, other, right = caller.callbacks(4)
    assert missing.result["ResultCode"] == "SFC_IC0003"
    assert lying.parameters["TransactionStatus"] == "Declined"
    assert other.parameters["ReceiptNo"] != receipt
    assert other.parameters["Amount"] == "121"
    assert right.parameters["TransactionStatus"] == "Completed"


@proves("status_wrong_answers", "status_silence", "status_not_found")
def test_a_subscriber_can_be_answered_wrongly(caller: Caller) -> None:
    receipt = caller.paid_in()
    caller.set_profile(status_claims="Cancelled")
    caller.query_status(TransactionID=receipt)
    assert caller.callback().parameters["TransactionStatus"] == "Cancelled"
    caller.set_profile(status_claims=None, status_not_found=True)
    caller.query_status(TransactionID=receipt)
    assert caller.callbacks(2)[-1].result["ResultCode"] == "SFC_IC0003"
    caller.set_profile(status_not_found=False, status_silent=True)
    caller.query_status(TransactionID=receipt)
    caller.set_profile(status_silent=True)
    wait_for(lambda: not caller.http.get("/_sim/callbacks?state=pending").json())
    assert len(caller.mailbox.at(caller.hook)) == 2


@proves("status_wrong_answers")
def test_one_transaction_can_be_answered_wrongly(caller: Caller) -> None:
    receipt = caller.paid_in()
    claim = caller.http.put(f"/_sim/transactions/{receipt}", json={"status": "Expired"})
    assert claim.json()["status"] == "Completed"
    caller.query_status(TransactionID=receipt)
    assert caller.callback().parameters["TransactionStatus"] == "Expired"
    unknown = caller.http.put("/_sim/transactions/X", json={"status": None})
    assert unknown.status_code == 404


@proves("status_bad_token")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.query_status(TransactionID="UKM1234567")
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "400.003.01")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "TransactionID"),
        ({"TransactionID": "X", "IdentifierType": "9"}, "IdentifierType"),
        ({"TransactionID": "X", "Initiator": None}, "Initiator"),
        ({"TransactionID": "X", "Remarks": ""}, "Remarks"),
    ],
)
def test_an_invalid_field_is_refused(caller: Caller, change: dict[str, Any], field: str) -> None:
    answer = caller.query_status(**change)
    assert answer.json()["errorMessage"] == f"Bad Request - Invalid {field}"


def test_a_wrong_password_is_2001_here_too(caller: Caller) -> None:
    caller.query_status(TransactionID="X", SecurityCredential="no")
    assert caller.callback().result["ResultCode"] == 2001


@proves("status_repeated_key")
def test_both_parties_can_be_called_debit_party(caller: Caller) -> None:
    caller.switch(status_repeats_debit_party=True)
    caller.query_status(TransactionID=caller.paid_in())
    listed = caller.callback().result["ResultParameters"]["ResultParameter"]
    names = [item["Key"] for item in listed]
    assert names.count("DebitPartyName") == 2
    assert "CreditPartyName" not in names
