"""Our client of Africa's Talking, against the simulator and what may go wrong there."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.core.settings.sms import SmsSettings
from app.integrations.sms import (
    SmsClient,
    SmsMisconfigured,
    SmsNotTaken,
    SmsRefused,
    SmsUnclear,
    wire,
)

PHONE = "254712000001"


@pytest.fixture
def settings(simulators_url: str) -> SmsSettings:
    return SmsSettings(
        base_url=f"{simulators_url}/sms",
        username="sandbox",
        api_key=SecretStr("a-key"),
        sender_id="WAGEWARS",
        short_code="22333",
        timeout=0.5,
    )


@pytest.fixture
def client(settings: SmsSettings) -> Iterator[SmsClient]:
    client = SmsClient(settings)
    yield client
    client.close()


@pytest.fixture
def control(simulators_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{simulators_url}/_sim") as control:
        control.post("/reset").raise_for_status()
        yield control


def inbox(control: httpx.Client) -> list[str]:
    return [sms["text"] for sms in control.get(f"/phones/{PHONE}").json()["sms"]]


def test_a_message_arrives(client: SmsClient, control: httpx.Client) -> None:
    message_id, cost = client.send(phone=PHONE, text="WageWars: karibu")
    assert inbox(control) == ["WageWars: karibu"]
    assert message_id is not None
    assert message_id.startswith("ATXid_")
    assert cost == Decimal("0.8")


def test_what_can_be_answered_comes_from_the_short_code(
    client: SmsClient, control: httpx.Client
) -> None:
    client.send(phone=PHONE, text="a code")
    client.send(phone=PHONE, text="a question", can_be_answered=True)
    senders = [sms["from"] for sms in control.get(f"/phones/{PHONE}").json()["sms"]]
    assert senders == ["22333", "WAGEWARS"]


@pytest.mark.parametrize("cost", ["0", "USD 1", "KES", "KES -1", "KES NaN", "KES 1e9", None, 5])
def test_an_unreadable_cost_is_no_cost(cost: Any) -> None:
    body = {"SMSMessageData": {"Recipients": [{"cost": cost}]}}
    assert wire.cost_of(body) is None


@pytest.mark.parametrize(
    "kind", ["invalid_phone", "blacklisted", "unsupported_number", "risk_hold"]
)
def test_a_hopeless_number_is_refused(client: SmsClient, control: httpx.Client, kind: str) -> None:
    control.post("/faults", json={"api": "sms", "kind": kind}).raise_for_status()
    with pytest.raises(SmsRefused):
        client.send(phone=PHONE, text="WageWars: karibu")
    assert inbox(control) == []


@pytest.mark.parametrize(
    "kind",
    [
        "insufficient_balance",
        "could_not_route",
        "gateway_error",
        "http_500",
        "html_503",
        "unauthorized",
        "truncated_json",
        "reset_before",
        "reset_after_processing",
        "hang",
    ],
)
def test_everything_else_is_unclear_and_can_be_tried_again(
    client: SmsClient, control: httpx.Client, kind: str
) -> None:
    fault = {"api": "sms", "kind": kind, "seconds": 50}
    control.post("/faults", json=fault).raise_for_status()
    with pytest.raises(SmsUnclear):
        client.send(phone=PHONE, text="WageWars: karibu")
    client.send(phone=PHONE, text="WageWars: karibu tena")
    assert inbox(control)[0] == "WageWars: karibu tena"


@pytest.mark.parametrize("kind", ["could_not_route", "gateway_error", "internal_error"])
def test_what_the_network_says_it_has_not_taken_was_not_sent(
    client: SmsClient, control: httpx.Client, kind: str
) -> None:
    control.post("/faults", json={"api": "sms", "kind": kind}).raise_for_status()
    with pytest.raises(SmsNotTaken) as raised:
        client.send(phone=PHONE, text="WageWars: karibu")
    assert not isinstance(raised.value, SmsMisconfigured)
    assert inbox(control) == []


@pytest.mark.parametrize(
    "kind", ["unauthorized", "insufficient_balance", "invalid_sender", "unknown_sender"]
)
def test_what_no_message_would_pass_is_ours_to_mend(
    client: SmsClient, control: httpx.Client, kind: str
) -> None:
    control.post("/faults", json={"api": "sms", "kind": kind}).raise_for_status()
    with pytest.raises(SmsMisconfigured):
        client.send(phone=PHONE, text="WageWars: karibu")


@pytest.mark.parametrize("kind", ["http_500", "truncated_json", "reset_after_processing", "hang"])
def test_what_may_have_been_taken_is_not_called_not_taken(
    client: SmsClient, control: httpx.Client, kind: str
) -> None:
    control.post("/faults", json={"api": "sms", "kind": kind, "seconds": 50}).raise_for_status()
    with pytest.raises(SmsUnclear) as raised:
        client.send(phone=PHONE, text="WageWars: karibu")
    assert not isinstance(raised.value, SmsNotTaken)


def test_a_request_that_is_refused_as_a_whole_has_no_recipients() -> None:
    refused = {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}
    assert wire.whole_refusal(refused) == "InvalidSenderId"
    sent = {"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [{"statusCode": 101}]}}
    others: list[object] = [sent, None, {}, {"SMSMessageData": {"Recipients": []}}]
    for other in others:
        assert wire.whole_refusal(other) is None


def test_a_network_that_is_away_has_taken_nothing(settings: SmsSettings) -> None:
    client = SmsClient(settings.model_copy(update={"base_url": "http://127.0.0.1:1/sms"}))
    with pytest.raises(SmsNotTaken):
        client.send(phone=PHONE, text="WageWars: karibu")
    client.close()


def test_the_form_is_africas_talkings() -> None:
    fields = wire.form(username="us", sender_id="", phone=PHONE, text="hi")
    assert fields == {"username": "us", "to": "+254712000001", "message": "hi"}
    assert wire.form(username="us", sender_id="WW", phone=PHONE, text="hi")["from"] == "WW"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "sent",
        {},
        {"SMSMessageData": None},
        {"SMSMessageData": {"Recipients": []}},
        {"SMSMessageData": {"Recipients": [{"statusCode": "soon"}]}},
        {"SMSMessageData": {"Recipients": [{"statusCode": None}]}},
        {"SMSMessageData": {"Recipients": {"0": 1}}},
    ],
)
def test_an_answer_of_another_shape_is_unreadable_and_no_crash(body: Any) -> None:
    with pytest.raises(wire.Unreadable):
        wire.status_of(body)


def test_unknown_fields_in_an_answer_are_ignored() -> None:
    body = {"SMSMessageData": {"Recipients": [{"statusCode": "101", "new": 1}], "new": 2}}
    assert wire.is_taken(wire.status_of(body))
