"""Sending money to phones."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


@pytest.fixture(autouse=True)
def rich(caller: Caller) -> None:
    """Money to pay with; a test that needs less says so."""
    caller.fund(1_000_000)


@proves("b2c_accepted")
def test_a_payout_is_queued(caller: Caller) -> None:
    answer = caller.pay_out(OriginatorConversationID="wd-01JD5")
    assert answer.status_code == 200
    assert re.fullmatch(r"AG_\d{8}_[0-9a-f]{20}", answer.json().pop("ConversationID"))
    assert answer.json()["OriginatorConversationID"] == "wd-01JD5"
    assert answer.json()["ResponseCode"] == "0"


@proves("b2c_result", "b2c_charges", "org_accounts")
def test_a_payout_moves_money_and_is_reported_to_payer_and_payee(caller: Caller) -> None:
    accepted = caller.pay_out().json()
    result = caller.callback()
    reported = result.parameters
    assert result.result["ResultCode"] == 0
    assert result.result["ConversationID"] == accepted["ConversationID"]
    assert result.result["OriginatorConversationID"] == accepted["OriginatorConversationID"]
    assert result.result["TransactionID"] == reported["TransactionReceipt"]
    assert reported["TransactionAmount"] == 300
    assert reported["ReceiverPartyPublicName"] == f"{caller.msisdn} - AMINA"
    assert re.fullmatch(
        r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d", reported["TransactionCompletedDateTime"]
    )
    assert '"Value": 999700.00}' in result.raw
    assert reported["B2CChargesPaidAccountAvailableFunds"] == -5
    phone, org = caller.phone(), caller.org()
    assert phone["balance"] == 50_300
    assert "You have received Ksh300.00 from WageWars 600123" in phone["sms"][0]["text"]
    assert (org["balance"], org["accounts"]["charges_paid"]) == (999_700, -5)
    newest = org["transactions"][0]
    assert (newest["type"], newest["status"], newest["charge"]) == ("b2c", "Completed", 5)
    assert newest["receipt"] == reported["TransactionReceipt"]
    assert newest["originator_conversation_id"] == accepted["OriginatorConversationID"]


@proves("b2c_invalid_field")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("OriginatorConversationID", None),
        ("InitiatorName", None),
        ("SecurityCredential", ""),
        ("CommandID", "Payment"),
        ("Amount", "10.5"),
        ("Amount", "0"),
        ("Amount", "-10"),
        ("PartyA", "999999"),
        ("PartyB", "0711000000"),
        ("Remarks", ""),
        ("Remarks", "x" * 101),
        ("QueueTimeOutURL", "later"),
        ("ResultURL", "https://example.com/mpesa/result"),
    ],
)
def test_an_invalid_field_is_refused(caller: Caller, field: str, value: Any) -> None:
    answer = caller.pay_out(**{field: value})
    assert answer.status_code == 400
    assert answer.json()["errorCode"] == "400.002.02"
    assert answer.json()["errorMessage"] == f"Bad Request - Invalid {field}"
    assert caller.http.get("/_sim/payouts").json() == []


@proves("b2c_bad_token")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.pay_out()
    assert (answer.status_code, answer.json()["errorCode"]) == (401, "401.002.01")


@proves("b2c_repetition", "b2c_repetition_in_200")
def test_an_id_pays_once(caller: Caller) -> None:
    assert caller.pay_out(OriginatorConversationID="wd-1").status_code == 200
    again = caller.pay_out(OriginatorConversationID="wd-1", Amount="900")
    assert (again.status_code, again.json()["errorCode"]) == (500, "500.002.1001")
    assert again.json()["errorMessage"] == "Duplicate OriginatorConversationID."
    caller.switch(duplicate_in_200=True)
    again = caller.pay_out(OriginatorConversationID="wd-1")
    assert (again.status_code, again.json()["ResponseCode"]) == (200, "1")
    caller.callback()
    assert caller.phone()["balance"] == 50_300


@proves("b2c_repetition")
def test_a_lost_answer_can_be_asked_again_without_paying_twice(caller: Caller) -> None:
    caller.fault("b2c", "http_500", processed=True)
    assert caller.pay_out(OriginatorConversationID="wd-2").status_code == 500
    assert caller.pay_out(OriginatorConversationID="wd-2").json()["errorCode"] == "500.002.1001"
    assert caller.callback().result["OriginatorConversationID"] == "wd-2"
    assert caller.phone()["balance"] == 50_300


def test_a_first_request_can_be_called_a_repetition(caller: Caller) -> None:
    caller.fault("b2c", "duplicate_originator")
    assert caller.pay_out().json()["errorCode"] == "500.002.1001"
    assert caller.http.get("/_sim/payouts").json() == []


@proves("b2c_version_1")
def test_version_1_has_no_protection(caller: Caller) -> None:
    bodies = caller.payout_body(OriginatorConversationID=None)
    ids = {
        caller.post("/mpesa/b2c/v1/paymentrequest", bodies).json()["OriginatorConversationID"]
        for _ in range(2)
    }
    assert len(ids) == 2
    wait_for(lambda: caller.phone()["balance"] == 50_600)
    caller.switch(b2c_v1=False)
    assert caller.pay_out(version="v1").json()["errorCode"] == "401.003.01"


@proves("b2c_credential", "b2c_operator_locked")
def test_a_wrong_password_locks_the_operator(caller: Caller) -> None:
    codes = []
    for count, password in enumerate(("wrong",) * 3 + ("Simulator#2026",), start=1):
        caller.pay_out(SecurityCredential=caller.credential(password))
        codes.append(caller.callbacks(count)[-1].result["ResultCode"])
    assert codes == [2001, 2001, 2001, 8006]
    assert caller.org()["initiator"] == {"name": "wagewars-api", "locked": True, "wrong_tries": 3}
    caller.http.put("/_sim/org", json={"initiator_locked": False})
    caller.pay_out()
    assert caller.callbacks(5)[-1].result["ResultCode"] == 0


@proves("b2c_credential")
@pytest.mark.parametrize(
    "change",
    [{"SecurityCredential": "bm90IGVuY3J5cHRlZA=="}, {"InitiatorName": "somebody-else"}],
)
def test_another_name_or_key_is_a_wrong_credential(caller: Caller, change: dict[str, str]) -> None:
    caller.pay_out(**change)
    assert caller.callback().result["ResultCode"] == 2001


def test_a_reset_keeps_the_certificate(caller: Caller) -> None:
    before = caller.http.get("/_sim/certificate").text
    assert before.startswith("-----BEGIN CERTIFICATE-----")
    caller.http.post("/_sim/reset")
    assert caller.http.get("/_sim/certificate").text == before


@proves("b2c_float", "result_failure_generic_id")
def test_money_in_working_does_not_help(caller: Caller) -> None:
    caller.http.put("/_sim/org", json={"utility": 299, "working": 1_000_000})
    caller.pay_out()
    result = caller.callback().result
    assert result["ResultCode"] == 1
    assert re.fullmatch(r"[A-Z]{2}[1-9A-V]0000000", result["TransactionID"])
    assert "ResultParameters" not in result
    assert caller.phone()["balance"] == 50_000
    assert caller.org()["transactions"][0]["status"] == "Declined"


@proves("b2c_limits")
@pytest.mark.parametrize(("amount", "code"), [("9", 2), ("250001", 3), ("10", 0)])
def test_an_amount_has_limits(caller: Caller, amount: str, code: int) -> None:
    caller.pay_out(Amount=amount)
    assert caller.callback().result["ResultCode"] == code


@proves("b2c_limits")
def test_a_phone_has_a_daily_limit(caller: Caller) -> None:
    caller.set_profile(balance=0)
    for count in (1, 2):
        caller.pay_out(Amount="250000")
        caller.callbacks(count)
    caller.set_profile(balance=0)
    caller.pay_out(Amount="10")
    assert caller.callbacks(3)[-1].result["ResultCode"] == 4


@proves("b2c_balance_cap")
def test_a_phone_can_be_full(caller: Caller) -> None:
    caller.set_profile(balance=499_991)
    caller.pay_out(Amount="10")
    assert caller.callback().result["ResultCode"] == 8


@proves("b2c_not_registered")
@pytest.mark.parametrize(
    ("number", "code"), [("254733000001", 2040), ("254200000001", "SFC_IC0003")]
)
def test_not_every_number_is_an_account(caller: Caller, number: str, code: Any) -> None:
    caller.pay_out(PartyB=number)
    assert caller.callback().result["ResultCode"] == code


@proves("b2c_other_codes")
@pytest.mark.parametrize("code", ["11", "15", "17", "18", "21", "26", "2006", "2028", "7777"])
def test_any_code_can_be_had(caller: Caller, code: str) -> None:
    caller.set_profile(b2c_result_code=code)
    caller.pay_out()
    assert caller.callback().result["ResultCode"] == int(code)
    assert caller.phone()["balance"] == 50_000


@proves("b2c_other_codes")
def test_a_code_does_not_always_say_where_the_money_is(caller: Caller) -> None:
    caller.set_profile(b2c_result_code="15", b2c_moves_money=True)
    caller.pay_out()
    assert caller.callback().result["ResultCode"] == 15
    assert caller.phone()["balance"] == 50_300


def test_the_organisation_can_be_in_trouble(caller: Caller) -> None:
    caller.http.put("/_sim/org", json={"payouts_fail_with": 11})
    caller.pay_out()
    assert caller.callback().result["ResultCode"] == 11
    caller.http.put("/_sim/org", json={"payouts_fail_with": None})
    caller.pay_out()
    assert caller.callbacks(2)[-1].result["ResultCode"] == 0


@proves("b2c_wrong_claims")
def test_a_result_can_claim_another_amount_and_receiver(caller: Caller) -> None:
    caller.set_profile(b2c_amount=3, b2c_receiver="254700000009 - SOMEBODY ELSE")
    caller.pay_out()
    reported = caller.callback().parameters
    assert reported["TransactionAmount"] == 3
    assert reported["ReceiverPartyPublicName"] == "254700000009 - SOMEBODY ELSE"
    assert caller.phone()["balance"] == 50_300


@proves("result_shapes", "result_text_code")
def test_a_result_has_many_shapes(caller: Caller) -> None:
    caller.set_profile(result_shape="object", result_code_form="string", reference_shape="array")
    caller.pay_out()
    result = caller.callback().result
    assert result["ResultCode"] == "0"
    assert result["ResultParameters"] == {
        "ResultParameter": {"Key": "TransactionAmount", "Value": 300}
    }
    assert result["ReferenceData"]["ReferenceItem"][0]["Key"] == "QueueTimeoutURL"
    caller.set_profile(result_shape="missing", reference_shape="empty")
    caller.pay_out()
    bare = caller.callbacks(2)[-1].result
    assert "ResultParameters" not in bare
    assert bare["ReferenceData"] == {}


@proves("result_failure_generic_id")
def test_a_failure_can_carry_the_real_id(caller: Caller) -> None:
    caller.set_profile(b2c_result_code="17", failure_id="real")
    caller.pay_out()
    assert caller.callback().result["TransactionID"] == caller.org()["transactions"][0]["receipt"]


@proves("result_lost")
def test_a_result_can_be_lost(caller: Caller) -> None:
    caller.set_profile(b2c_result="drop")
    caller.pay_out()
    wait_for(lambda: caller.phone()["balance"] == 50_300)
    assert caller.http.get("/_sim/callbacks").json()[0]["state"] == "dropped"


@proves("result_repeated")
def test_a_result_can_come_several_times(caller: Caller) -> None:
    caller.set_profile(b2c_result="duplicate", b2c_copies=3)
    caller.pay_out()
    assert len({message.raw for message in caller.callbacks(3)}) == 1
    assert caller.phone()["balance"] == 50_300


@proves("result_late")
def test_a_result_can_come_late(caller: Caller) -> None:
    caller.set_profile(b2c_result="delay", b2c_delay_seconds=10)
    caller.pay_out()
    wait_for(lambda: caller.phone()["balance"] == 50_300)
    assert caller.mailbox.at(caller.hook) == []
    assert caller.callback().result["ResultCode"] == 0


@proves("result_before_response")
def test_a_result_can_overtake_the_answer(caller: Caller) -> None:
    caller.set_profile(b2c_result="before_response")
    accepted = caller.pay_out().json()
    message = caller.mailbox.at(caller.hook)[0]
    assert message.result["ConversationID"] == accepted["ConversationID"]


@proves("b2c_queue_timeout", "b2c_timeout_body")
@pytest.mark.parametrize(
    ("result", "code", "balance"),
    [("timeout_then_success", 0, 50_300), ("timeout_then_failure", 17, 50_000)],
)
def test_a_timeout_decides_nothing(caller: Caller, result: str, code: int, balance: int) -> None:
    caller.set_profile(b2c_result=result, b2c_delay_seconds=6)
    request = caller.payout_body()
    caller.post("/mpesa/b2c/v3/paymentrequest", request)
    assert caller.timeout_notice().json == request, "our own request, sent back"
    assert caller.mailbox.at(caller.hook) == []
    assert caller.http.get("/_sim/payouts").json()[0]["state"] == "waiting"
    assert caller.callback().result["ResultCode"] == code
    assert caller.phone()["balance"] == balance


@proves("b2c_timeout_envelope")
def test_a_timeout_may_be_told_in_an_envelope(caller: Caller) -> None:
    caller.switch(timeout_body="envelope")
    caller.set_profile(b2c_result="timeout_only")
    accepted = caller.pay_out().json()
    notice = caller.timeout_notice().result
    assert notice["OriginatorConversationID"] == accepted["OriginatorConversationID"]
    assert (notice["ResultType"], notice["ResultCode"]) == (1, 1)


@proves("b2c_queue_timeout")
@pytest.mark.parametrize(
    ("result", "state", "status", "balance"),
    [
        ("timeout_only", "expired", "Expired", 50_000),
        ("timeout_only_paid", "paid", "Completed", 50_300),
    ],
)
def test_a_timeout_can_be_all_there_is(
    caller: Caller, result: str, state: str, status: str, balance: int
) -> None:
    caller.set_profile(b2c_result=result)
    caller.pay_out()
    caller.timeout_notice()
    assert caller.http.get("/_sim/payouts").json()[0]["state"] == state
    assert caller.org()["transactions"][0]["status"] == status
    assert caller.phone()["balance"] == balance
    assert caller.mailbox.at(caller.hook) == []


@proves("b2c_queue_timeout")
def test_one_request_can_time_out(caller: Caller) -> None:
    caller.fault("b2c", "queue_timeout", then="failure", code="26", seconds=2)
    caller.pay_out()
    caller.timeout_notice()
    assert caller.callback().result["ResultCode"] == 26


@proves("b2c_two_stories")
@pytest.mark.parametrize(
    ("result", "codes"), [("failure_then_success", [17, 0]), ("success_then_failure", [0, 17])]
)
def test_two_results_can_contradict(caller: Caller, result: str, codes: list[int]) -> None:
    caller.set_profile(b2c_result=result, b2c_delay_seconds=4)
    caller.pay_out()
    assert [message.result["ResultCode"] for message in caller.callbacks(2)] == codes
    assert caller.phone()["balance"] == 50_300


@proves("b2c_stuck")
def test_a_payout_can_be_stuck_until_it_is_settled_by_hand(caller: Caller) -> None:
    caller.set_profile(b2c_result="stuck")
    caller.pay_out()
    stuck = wait_for(lambda: caller.http.get("/_sim/payouts?state=stuck").json())[0]
    assert caller.org()["transactions"][0]["status"] == "Pending Authorized"
    settle = f"/_sim/payouts/{stuck['id']}/settle"
    assert caller.http.post(settle, json={"code": "0"}).json()["state"] == "paid"
    assert caller.callback().result["ResultCode"] == 0
    assert caller.http.post(settle, json={"code": "1"}).status_code == 409
    assert caller.http.post("/_sim/payouts/0/settle", json={}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "spec", "count", "code"),
    [
        ("result_code", {"code": "26"}, 1, 26),
        ("result_duplicate", {"code": "4"}, 4, 0),
        ("result_delay", {"seconds": 4}, 1, 0),
        ("result_before_response", {}, 1, 0),
    ],
)
def test_one_result_can_go_wrong(
    caller: Caller, kind: str, spec: dict[str, Any], count: int, code: int
) -> None:
    caller.fault("b2c", kind, msisdn=caller.msisdn, **spec)
    assert caller.pay_out().status_code == 200
    assert caller.callbacks(count)[-1].result["ResultCode"] == code


@proves("org_statement")
def test_the_statement_adds_up(caller: Caller) -> None:
    caller.paid_in(200, bill_ref="U7K2Q9")
    caller.pay_out()
    caller.callback()
    today = caller.http.get("/_sim/org/statement?format=json").text.splitlines()
    assert len(today) == 3
    sheet = caller.http.get("/_sim/org/statement").text.splitlines()
    assert sheet[0] == "receipt,completed,details,status,paid_in,withdrawn,balance"
    assert sheet[1].endswith("Deposit of Funds,Completed,1000000.00,,1000000.00")
    assert f"Pay Bill from {caller.msisdn} Acc. U7K2Q9,Completed,200.00,,1000200.00" in sheet[2]
    assert sheet[3].endswith("Completed,,300.00,999900.00")
    day = sheet[1].split(",")[1][:10]
    assert caller.http.get(f"/_sim/org/statement?day={day}").text.splitlines() == sheet
    assert len(caller.http.get("/_sim/org/statement?day=2020-01-01").text.splitlines()) == 1
    charges = caller.http.get("/_sim/org/statement?account=charges_paid").text
    assert "Business Payment Charge,Completed,,5.00,-5.00" in charges


@proves("b2c_limits", "b2c_balance_cap")
def test_limits_can_be_lifted(caller: Caller) -> None:
    caller.switch(daily_limit=10_000_000, balance_cap=10_000_000)
    for count in (1, 2, 3):
        caller.pay_out(Amount="250000")
        assert caller.callbacks(count)[-1].result["ResultCode"] == 0


@proves("gateway_spike_arrest")
@pytest.mark.parametrize("api", ["b2c", "status", "balance", "reversal", "pull", "c2b"])
def test_every_api_can_be_called_too_fast(caller: Caller, api: str) -> None:
    caller.fault(api, "spike_arrest")
    calls: dict[str, Callable[[], httpx.Response]] = {
        "b2c": caller.pay_out,
        "status": lambda: caller.query_status(TransactionID="UKM1234567"),
        "balance": caller.query_balance,
        "reversal": lambda: caller.reverse("UKM1234567", 10),
        "pull": lambda: caller.post("/pulltransactions/v1/query", {"ShortCode": "600123"}),
        "c2b": lambda: caller.register(version="v2"),
    }
    answer = calls[api]()
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "500.003.02")
    assert caller.http.get("/_sim/callbacks").json() == []
