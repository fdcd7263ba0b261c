"""Asking what the organisation holds."""

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves


@proves("balance_result", "result_text_code")
def test_all_accounts_are_read_out(caller: Caller) -> None:
    caller.http.put("/_sim/org", json={"utility": 228_037, "working": 700_000})
    caller.pay_out(Amount="5001", ResultURL=caller.mailbox.url + "/elsewhere")
    caller.switch(result_seconds=3)
    accepted = caller.query_balance().json()
    message = caller.callback()
    assert message.result["ConversationID"] == accepted["ConversationID"]
    assert (message.result["ResultType"], message.result["ResultCode"]) == ("0", "0")
    assert message.parameters["AccountBalance"] == (
        "Working Account|KES|700000.00|700000.00|0.00|0.00"
        "&Float Account|KES|0.00|0.00|0.00|0.00"
        "&Utility Account|KES|223036.00|223036.00|0.00|0.00"
        "&Charges Paid Account|KES|-11.00|-11.00|0.00|0.00"
        "&Organization Settlement Account|KES|0.00|0.00|0.00|0.00"
    )
    assert isinstance(message.parameters["BOCompletedTime"], int)


@proves("balance_failure", "result_shapes")
def test_a_failure_has_one_item_and_no_list(caller: Caller) -> None:
    caller.query_balance(Initiator="somebody-else")
    result = caller.callback().result
    assert result["ResultCode"] == 2001
    assert result["ResultParameters"]["ResultParameter"]["Key"] == "BOCompletedTime"
    assert result["TransactionID"].endswith("0000000")


@proves("balance_bad_token")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.query_balance()
    assert (answer.status_code, answer.json()["errorCode"]) == (401, "401.002.01")


def test_an_invalid_field_is_refused(caller: Caller) -> None:
    answer = caller.query_balance(CommandID="Balance")
    assert answer.json()["errorMessage"] == "Bad Request - Invalid CommandID"


def test_one_answer_can_go_wrong(caller: Caller) -> None:
    caller.fault("balance", "response_code", processed=False)
    assert caller.query_balance().json()["ResponseCode"] == "1"
    caller.fault("balance", "result_code", code="26")
    caller.query_balance()
    assert caller.callback().result["ResultCode"] == 26
