"""Callbacks held back, outages, and random faults by seed."""

from typing import Any

import httpx
import pytest

from tests.simulators.caller import Caller, wait_for
from tests.simulators.evidence import proves


def held(caller: Caller) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caller.http.get("/_sim/callbacks?state=held").json()
    return rows


def order_of_arrival(caller: Caller) -> list[str]:
    return [message.json["TransID"] for message in caller.mailbox.at(f"{caller.hook}/confirm")]


@proves("callbacks_held")
@pytest.mark.parametrize("order", ["fifo", "lifo", "seeded"])
def test_held_callbacks_can_be_released_in_any_order(caller: Caller, order: str) -> None:
    caller.register(version="v2")
    caller.switch(hold_callbacks=True)
    receipts = [caller.paid_in(bill_ref=str(count)) for count in range(6)]
    assert len(held(caller)) == 6
    assert order_of_arrival(caller) == []
    wanted = {"order": order, "seed": 7, "kind": "c2b"}
    answers = caller.http.post("/_sim/callbacks/release", json=wanted).json()
    assert [answer["status"] for answer in answers] == [200] * 6
    arrived = order_of_arrival(caller)
    if order == "seeded":
        assert sorted(arrived) == sorted(receipts)
        assert arrived not in (receipts, receipts[::-1])
    else:
        assert arrived == (receipts if order == "fifo" else receipts[::-1])
    assert held(caller) == []


@proves("callbacks_held")
def test_held_callbacks_can_be_released_twice_or_by_name(caller: Caller) -> None:
    caller.register(version="v2")
    caller.switch(hold_callbacks=True)
    first, second = caller.paid_in(), caller.paid_in()
    by_name = held(caller)[0]["id"]
    caller.http.post(f"/_sim/callbacks/{by_name}/send")
    assert order_of_arrival(caller) == [second]
    caller.http.post("/_sim/callbacks/release", json={"copies": 3})
    assert order_of_arrival(caller) == [second, first, first, first]


@proves("callbacks_dropped")
def test_a_planned_callback_can_be_dropped(caller: Caller) -> None:
    caller.register(version="v2")
    caller.paid_in(confirmation="delay", delay_seconds=4)
    owed = caller.http.get("/_sim/callbacks?state=pending").json()[0]["id"]
    assert caller.http.post(f"/_sim/callbacks/{owed}/drop").json()["state"] == "dropped"
    caller.paid_in(confirmation="delay", delay_seconds=6)
    caller.confirmation()
    assert len(order_of_arrival(caller)) == 1
    assert caller.http.post("/_sim/callbacks/0/drop").status_code == 404


@proves("outage")
@pytest.mark.parametrize("kind", ["http_500", "html_503", "reset", "hang"])
def test_mpesa_can_be_down(caller: Caller, kind: str) -> None:
    caller.new_token()
    down = caller.http.post("/_sim/outage", json={"kind": kind}).json()
    assert (down["on"], down["kind"], down["until"]) == (True, kind, None)
    for path in ("/mpesa/stkpush/v1/processrequest", "/mpesa/b2c/v3/paymentrequest"):
        if kind in {"reset", "hang"}:
            with pytest.raises(httpx.TransportError):
                caller.post(path, {}, timeout=0.3)
        else:
            assert caller.post(path, {}).status_code == (500 if kind == "http_500" else 503)
    assert caller.http.get("/_sim/phones").status_code == 200
    caller.http.post("/_sim/outage", json={"on": False})
    assert caller.push().status_code == 200


@proves("outage")
@pytest.mark.parametrize("seconds", [None, 20])
def test_planned_callbacks_come_after_the_outage(caller: Caller, seconds: float | None) -> None:
    caller.fund(1_000)
    caller.switch(result_seconds=4)
    caller.pay_out()
    caller.http.post("/_sim/outage", json={"seconds": seconds})
    wait_for(lambda: caller.phone()["balance"] == 50_300)
    assert caller.mailbox.at(caller.hook) == []
    if seconds is None:
        caller.http.post("/_sim/outage", json={"on": False})
    assert caller.callback().result["ResultCode"] == 0
    assert caller.http.get("/_sim/outage").json()["on"] is False
    assert len(caller.mailbox.at(caller.hook)) == 1


@proves("outage")
def test_callbacks_may_be_let_through(caller: Caller) -> None:
    caller.fund(1_000)
    caller.pay_out()
    caller.http.post("/_sim/outage", json={"callbacks": "deliver"})
    assert caller.callback().result["ResultCode"] == 0


@proves("outage_lost_answers")
def test_an_outage_can_lose_answers_only(caller: Caller) -> None:
    caller.fund(1_000)
    caller.new_token()
    caller.http.post("/_sim/outage", json={"kind": "reset_after_processing"})
    with pytest.raises(httpx.TransportError):
        caller.pay_out(OriginatorConversationID="wd-7")
    caller.http.post("/_sim/outage", json={"on": False})
    assert caller.pay_out(OriginatorConversationID="wd-7").json()["errorCode"] == "500.002.1001"
    assert caller.callback().result["ResultCode"] == 0


def scenario(caller: Caller, seed: str) -> list[Any]:
    """Do the same things under a seed and return all that can be noticed."""
    caller.http.post("/_sim/reset")
    caller.switch(query_noise=0, hold_callbacks=True, result_seconds=0)
    caller.fund(100_000)
    caller.register(version="v2")
    caller.new_token()
    caller.http.put("/_sim/chaos", json={"seed": seed})
    seen: list[Any] = []
    for _ in range(40):
        try:
            answer = caller.pay_out(Amount="10")
            seen.append((answer.status_code, answer.json().get("errorCode")))
        except (httpx.TransportError, ValueError) as error:
            seen.append(type(error).__name__)
    caller.http.delete("/_sim/chaos")
    wait_for(lambda: not caller.http.get("/_sim/payouts?state=waiting").json())
    return seen


@proves("chaos_seeded")
def test_the_same_seed_brings_the_same_faults(caller: Caller) -> None:
    first, again, other = (scenario(caller, seed) for seed in ("7", "7", "8"))
    assert first == again
    assert first != other
    assert len({str(sight) for sight in first}) > 2


@proves("chaos_kinds")
@pytest.mark.parametrize(
    ("rate", "error"),
    [
        ("http_500", "500.001.1001"),
        ("spike_arrest", "500.003.02"),
        ("bad_token", "401.002.01"),
    ],
)
def test_random_faults_refuse_before_anything_happens(
    caller: Caller, rate: str, error: str
) -> None:
    caller.new_token()
    caller.http.put("/_sim/chaos", json={"seed": "1", "rates": {rate: 1}})
    assert caller.pay_out().json()["errorCode"] == error
    assert caller.http.get("/_sim/payouts").json() == []


@proves("chaos_kinds")
def test_random_faults_lose_responses(caller: Caller) -> None:
    caller.new_token()
    caller.http.put("/_sim/chaos", json={"seed": "1", "rates": {"lost_answer": 1}})
    with pytest.raises(httpx.TransportError):
        caller.pay_out()
    assert len(caller.http.get("/_sim/payouts").json()) == 1


@proves("chaos_kinds")
def test_random_faults_lose_repeat_and_delay_callbacks(caller: Caller) -> None:
    caller.register(version="v2")
    states = []
    for rate in ("callback_drop", "callback_duplicate", "callback_delay", "callback_reorder"):
        caller.http.put("/_sim/chaos", json={"seed": "1", "rates": {rate: 1}})
        caller.paid_in()
        rows = caller.http.get("/_sim/callbacks").json()
        states.append((rows[0]["state"] == "dropped", len(rows)))
    assert states == [(True, 1), (False, 3), (False, 4), (False, 5)]
    wait_for(lambda: len(order_of_arrival(caller)) == 4)


@proves("chaos_kinds")
def test_random_faults_make_noise(caller: Caller) -> None:
    checkout = caller.push().json()["CheckoutRequestID"]
    caller.callback()
    receipt = caller.paid_in()
    rates = {"pending_noise": 1, "status_not_found": 1, "queue_timeout": 1}
    caller.http.put("/_sim/chaos", json={"seed": "1", "rates": rates})
    assert caller.query(checkout).json()["ResultCode"] == "4999"
    caller.query_status(TransactionID=receipt)
    caller.timeout_notice()
    assert caller.callbacks(2)[-1].result["ResultCode"] == "SFC_IC0003"
    caller.http.delete("/_sim/chaos")
    assert caller.http.get("/_sim/chaos").json() is None
    assert caller.query(checkout).json()["ResultCode"] == "0"


def test_an_unknown_kind_of_random_fault_is_refused(caller: Caller) -> None:
    wrong = {"seed": "1", "rates": {"snow": 1}}
    assert caller.http.put("/_sim/chaos", json=wrong).status_code == 422
