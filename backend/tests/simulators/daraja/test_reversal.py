"""Taking payments back."""

import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


@proves("reversal_result")
def test_a_payment_goes_back_to_its_payer(caller: Caller) -> None:
    receipt = caller.paid_in(250, first_name="JANE", last_name="DOE")
    accepted = caller.reverse(receipt, 250).json()
    message = caller.callback()
    reported = message.parameters
    assert message.result["OriginatorConversationID"] == accepted["OriginatorConversationID"]
    assert message.result["TransactionID"] != receipt
    assert reported["OriginalTransactionID"] == receipt
    assert reported["DebitAccountBalance"] == "Utility Account|KES|0.00|0.00|0.00|0.00"
    assert reported["CreditPartyPublicName"] == f"{caller.msisdn} - JANE DOE"
    assert '"Value": 250.00}' in message.raw
    newest, original = caller.org()["transactions"]
    assert (newest["type"], newest["original_receipt"]) == ("reversal", receipt)
    assert original["reversed_by"] == newest["receipt"] == message.result["TransactionID"]
    assert (caller.phone()["balance"], caller.org_balance()) == (50_000, 0)
    assert f"Reversal of transaction {receipt}" in caller.phone()["sms"][0]["text"]


@proves("reversal_refusals")
def test_a_payment_goes_back_once(caller: Caller) -> None:
    caller.fund(1_000)
    receipt = caller.paid_in(250)
    for count in (1, 2):
        caller.reverse(receipt, 250)
        caller.callbacks(count)
    first, second = caller.callbacks(2)
    assert (first.result["ResultCode"], second.result["ResultCode"]) == (0, "R000001")
    assert caller.phone()["balance"] == 50_000


@proves("reversal_refusals", "reversal_scope")
def test_only_payments_to_us_go_back(caller: Caller) -> None:
    caller.fund(1_000)
    caller.pay_out()
    payout = caller.callback().result["TransactionID"]
    caller.reverse(payout, 300)
    caller.reverse("SKE0000000", 300)
    codes = [message.result["ResultCode"] for message in caller.callbacks(3)[1:]]
    assert codes == ["R000002", "R000002"]


@proves("reversal_partial", "reversal_needs_money")
def test_the_whole_amount_must_be_there(caller: Caller) -> None:
    receipt = caller.paid_in(250)
    caller.reverse(receipt, 249)
    assert caller.callback().result["ResultCode"] == 25
    caller.fund(249)
    caller.reverse(receipt, 250)
    assert caller.callbacks(2)[-1].result["ResultCode"] == 1


@proves("reversal_without_parameters", "reversal_late")
def test_a_reversal_may_wait_for_approval(caller: Caller) -> None:
    caller.switch(reversal_seconds=200_000, reversal_parameters=False)
    caller.reverse(caller.paid_in(250), 250)
    assert caller.phone()["balance"] == 49_750
    caller.http.post("/_sim/clock", json={"advance_seconds": 10_000})
    result = caller.callback().result
    assert result["ResultCode"] == 0
    assert "ResultParameters" not in result
    assert caller.phone()["balance"] == 50_000


@proves("reversal_by_portal", "reversal_seen")
def test_safaricom_can_take_a_payment_back(caller: Caller) -> None:
    receipt = caller.paid_in(250)
    taken = caller.http.post("/_sim/reversals", json={"receipt": receipt}).json()
    assert caller.mailbox.at(caller.hook) == []
    assert caller.phone()["balance"] == 50_000
    caller.query_status(TransactionID=receipt)
    assert caller.callback().parameters["TransactionStatus"] == "Cancelled"
    caller.query_status(TransactionID=taken["receipt"])
    assert caller.callbacks(2)[-1].parameters["TransactionStatus"] == "Completed"
    statement = caller.http.get("/_sim/org/statement").text.splitlines()
    assert statement[1].endswith("Completed,250.00,,250.00")
    assert f"Pay Bill Reversal to {caller.msisdn} of {receipt},Completed,,250.00" in statement[2]
    again = caller.http.post("/_sim/reversals", json={"receipt": receipt})
    assert (again.status_code, again.json()["detail"]) == (409, "R000001")
    caller.switch(reversed_status="Completed")
    caller.query_status(TransactionID=receipt)
    assert caller.callbacks(3)[-1].parameters["TransactionStatus"] == "Completed"


@proves("reversal_bad_token")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.reverse("UKM1234567", 10)
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "404.001.03")


@pytest.mark.parametrize(
    ("field", "value"), [("RecieverIdentifierType", "7"), ("ReceiverParty", "1"), ("Remarks", "x")]
)
def test_an_invalid_field_is_refused(caller: Caller, field: str, value: str) -> None:
    body = caller.operator(
        CommandID="TransactionReversal",
        TransactionID="UKM1234567",
        Amount="10",
        ReceiverParty="600123",
        RecieverIdentifierType="11",
        Remarks="Refund",
    )
    answer = caller.post("/mpesa/reversal/v1/request", {**body, field: value})
    assert answer.json()["errorMessage"] == f"Bad Request - Invalid {field}"


def test_one_reversal_can_go_wrong(caller: Caller) -> None:
    receipt = caller.paid_in(250)
    caller.fault("reversal", "queue_timeout", then="silence")
    caller.reverse(receipt, 250)
    caller.timeout_notice()
    assert caller.phone()["balance"] == 49_750
    caller.fault("reversal", "result_drop", msisdn=caller.msisdn)
    caller.reverse(receipt, 250)
    wait_for(lambda: caller.phone()["balance"] == 50_000)
    assert caller.mailbox.at(caller.hook) == []


@proves("reversal_late", "status_by_originator")
def test_a_reversal_is_known_before_it_is_decided(caller: Caller) -> None:
    caller.switch(reversal_seconds=200_000)
    originator = caller.reverse(caller.paid_in(250), 250).json()["OriginatorConversationID"]
    caller.query_status(OriginalConversationID=originator)
    assert caller.callback().parameters["TransactionStatus"] == "Initiated"
    assert caller.org()["transactions"][1]["reversed_by"] is None


def test_a_refused_reversal_is_declined(caller: Caller) -> None:
    originator = caller.reverse("UKM1234567", 250).json()["OriginatorConversationID"]
    assert caller.callback().result["ResultCode"] == "R000002"
    caller.query_status(OriginalConversationID=originator)
    assert caller.callbacks(2)[-1].parameters["TransactionStatus"] == "Declined"
