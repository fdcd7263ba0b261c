"""The payments of the last two days, for missed confirmations."""

import time
from typing import Any

import httpx
import pytest

from simulators.core.clock import in_nairobi
from tests.simulators.caller import Caller
from tests.simulators.evidence import proves


@pytest.fixture(autouse=True)
def registered(caller: Caller) -> None:
    """A shortcode that may pull."""
    assert register(caller).json()["ResponseStatus"] == "1000"


def register(caller: Caller, **changes: Any) -> httpx.Response:
    return caller.post(
        "/pulltransactions/v1/register",
        {
            "ShortCode": "600123",
            "RequestType": "Pull",
            "NominatedNumber": "254722000000",
            "CallBackURL": caller.mailbox.url + caller.hook,
            **changes,
        },
    )


def window(*, hours: float = 24, offset: str = "0") -> dict[str, str]:
    now = in_nairobi(time.time() + 60)
    start = in_nairobi(time.time() - hours * 3600)
    return {
        "ShortCode": "600123",
        "StartDate": f"{start:%Y-%m-%d %H:%M:%S}",
        "EndDate": f"{now:%Y-%m-%d %H:%M:%S}",
        "OffSetValue": offset,
    }


def pulled(caller: Caller, **options: Any) -> list[dict[str, Any]]:
    answer = caller.post("/pulltransactions/v1/query", window(**options)).json()
    (rows,) = answer["Response"]
    return list(rows)


@proves("pull_register")
def test_a_shortcode_is_registered_once(caller: Caller) -> None:
    assert register(caller).json()["ResponseStatus"] == "1001"
    refused = register(caller, RequestType="Push").json()
    assert refused["errorMessage"] == "Bad Request - Invalid RequestType"


@proves("pull_rows")
def test_every_payment_is_listed(caller: Caller) -> None:
    by_menu = caller.paid_in(120, bill_ref=" u7k2-q9 ", confirmation="drop")
    caller.push()
    by_prompt = caller.callback().items["MpesaReceiptNumber"]
    rows = pulled(caller)
    assert [row["transactionId"] for row in rows] == [by_menu, by_prompt]
    assert rows[0] == {
        "transactionId": by_menu,
        "trxDate": rows[0]["trxDate"],
        "msisdn": int(caller.msisdn),
        "sender": "AMINA",
        "transactiontype": "c2b-pay-bill-debit",
        "billreference": " u7k2-q9 ",
        "amount": "120.00",
        "organizationname": "WageWars",
    }
    assert rows[1]["billreference"] == "D12"


@proves("pull_nothing")
def test_nothing_is_1001(caller: Caller) -> None:
    answer = caller.post("/pulltransactions/v1/query", window()).json()
    assert (answer["ResponseCode"], answer["Response"]) == ("1001", [[]])


@proves("pull_flat", "pull_two_verbs")
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_both_verbs_work_and_rows_may_be_flat(caller: Caller, verb: str) -> None:
    caller.switch(pull_nested=False)
    receipt = caller.paid_in()
    answer = caller.http.request(
        verb,
        "/daraja/pulltransactions/v1/query",
        json=window(),
        headers={"Authorization": f"Bearer {caller.token}"},
    ).json()
    assert [row["transactionId"] for row in answer["Response"]] == [receipt]


@proves("pull_window")
def test_only_two_days_can_be_seen(caller: Caller) -> None:
    caller.paid_in()
    caller.http.post("/_sim/clock", json={"advance_seconds": 48 * 3600 + 1})
    caller.new_token()
    assert pulled(caller, hours=100) == []


@proves("pull_pages", "pull_stuck_offset")
def test_rows_come_in_pages(caller: Caller) -> None:
    caller.switch(pull_page_size=2)
    receipts = [caller.paid_in() for _ in range(3)]
    first, second = pulled(caller), pulled(caller, offset="2")
    assert [row["transactionId"] for row in (*first, *second)] == receipts
    caller.switch(pull_stuck_offset=True)
    assert pulled(caller, offset="2") == first


@proves("reversal_seen")
def test_a_reversed_payment_has_two_rows(caller: Caller) -> None:
    receipt = caller.paid_in(250)
    taken = caller.http.post("/_sim/reversals", json={"receipt": receipt}).json()["receipt"]
    payment, reversal = pulled(caller)
    assert payment["transactionId"] == receipt
    assert reversal["transactionId"] == taken
    assert reversal["transactiontype"] == "c2b-reversal"
    assert (reversal["billreference"], reversal["amount"]) == (receipt, "250.00")


@proves("pull_unregistered")
def test_registration_comes_first(caller: Caller) -> None:
    caller.http.post("/_sim/reset")
    caller.new_token()
    answer = caller.post("/pulltransactions/v1/query", window())
    assert answer.json()["errorMessage"] == "ShortCode is not registered for Pull"


@proves("pull_bad_token")
def test_a_bad_token_has_its_own_code_here(caller: Caller) -> None:
    caller.token = "nonsense"
    answer = caller.post("/pulltransactions/v1/query", window())
    assert (answer.status_code, answer.json()["errorCode"]) == (401, "401.001")


def test_rows_can_be_withheld(caller: Caller) -> None:
    caller.paid_in()
    caller.fault("pull", "pull_empty")
    assert pulled(caller) == []
    caller.fault("pull", "spike_arrest")
    refused = caller.post("/pulltransactions/v1/query", window())
    assert refused.json()["errorCode"] == "500.003.02"
    assert len(pulled(caller)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("ShortCode", "1"), ("StartDate", "yesterday"), ("EndDate", ""), ("OffSetValue", "-1")],
)
def test_an_invalid_field_is_refused(caller: Caller, field: str, value: str) -> None:
    answer = caller.post("/pulltransactions/v1/query", {**window(), field: value})
    assert answer.json()["errorMessage"] == f"Bad Request - Invalid {field}"


@proves("pull_bad_row", "pull_found_as_nothing", "pull_other_key")
def test_an_answer_can_be_odd(caller: Caller) -> None:
    receipt = caller.paid_in(120)

    def answer(kind: str) -> dict[str, Any]:
        caller.fault("pull", kind, code="1,500.00")
        found: dict[str, Any] = caller.post("/pulltransactions/v1/query", window()).json()
        return found

    ((good, bad),) = answer("pull_bad_row")["Response"]
    assert (good["transactionId"], bad["amount"]) == (receipt, "1,500.00")
    nothing = answer("pull_found_as_nothing")
    assert (nothing["ResponseCode"], len(nothing["Response"][0])) == ("1001", 1)
    assert len(answer("pull_other_key")["Transaction"][0]) == 1
