"""Africa's Talking: messages into inboxes."""

from typing import Any

import httpx
import pytest

from tests.simulators.caller import Caller
from tests.simulators.evidence import proves


def send(caller: Caller, **changes: Any) -> httpx.Response:
    form = {
        "username": "wagewars",
        "to": f"+{caller.msisdn}",
        "message": "Your WageWars code is 482913",
        "from": "WAGEWARS",
        **changes,
    }
    headers = {"apiKey": "key", "Accept": "application/json"}
    return caller.http.post("/sms/version1/messaging", data=form, headers=headers)


@proves("sms_accepted")
def test_a_message_reaches_its_inbox(caller: Caller) -> None:
    answer = send(caller)
    assert answer.status_code == 201
    data = answer.json()["SMSMessageData"]
    assert data["Message"] == "Sent to 1/1 Total Cost: KES 0.8000"
    recipient = data["Recipients"][0]
    assert recipient["statusCode"] == 101
    assert recipient["number"] == f"+{caller.msisdn}"
    assert recipient["messageId"].startswith("ATXid_")
    sms = caller.phone()["sms"][0]
    assert (sms["text"], sms["from"]) == ("Your WageWars code is 482913", "WAGEWARS")


@proves("sms_accepted")
def test_the_inbox_shows_the_newest_message_first(caller: Caller) -> None:
    for text in ("one", "two"):
        send(caller, message=text)
    assert [sms["text"] for sms in caller.phone()["sms"]] == ["two", "one"]


@proves("sms_recipient_failure")
def test_a_recipient_can_fail_alone(caller: Caller) -> None:
    data = send(caller, to=f"+{caller.msisdn},12345").json()["SMSMessageData"]
    assert [row["statusCode"] for row in data["Recipients"]] == [101, 403]
    assert data["Message"].startswith("Sent to 1/2")


@proves("sms_recipient_failure")
@pytest.mark.parametrize(("kind", "code"), [("blacklisted", 406), ("insufficient_balance", 405)])
def test_a_recipient_can_be_refused_on_purpose(caller: Caller, kind: str, code: int) -> None:
    caller.fault("sms", kind, msisdn=caller.msisdn)
    answer = send(caller)
    assert answer.status_code == 201
    assert answer.json()["SMSMessageData"]["Recipients"][0]["statusCode"] == code
    assert caller.phone()["sms"] == []


@proves("sms_unauthorized")
def test_without_an_api_key_nothing_is_sent(caller: Caller) -> None:
    form = {"username": "u", "to": caller.msisdn, "message": "hi"}
    answer = caller.http.post("/sms/version1/messaging", data=form)
    assert (answer.status_code, answer.text) == (401, "The supplied authentication is invalid")


@pytest.mark.parametrize("missing", ["to", "message"])
def test_a_message_needs_a_recipient_and_a_text(caller: Caller, missing: str) -> None:
    assert send(caller, **{missing: ""}).status_code == 400


@pytest.mark.parametrize(("kind", "status"), [("http_500", 500), ("html_503", 503)])
def test_the_service_can_be_down(caller: Caller, kind: str, status: int) -> None:
    caller.fault("sms", kind)
    assert send(caller).status_code == status
    assert caller.phone()["sms"] == []
    assert send(caller).status_code == 201


@pytest.mark.parametrize(("kind", "arrives"), [("reset_before", 0), ("reset_after_processing", 1)])
def test_the_connection_can_be_closed(caller: Caller, kind: str, arrives: int) -> None:
    caller.fault("sms", kind)
    with pytest.raises(httpx.TransportError):
        send(caller)
    assert len(caller.phone()["sms"]) == arrives


def test_a_message_can_be_lost_on_the_way(caller: Caller) -> None:
    caller.fault("sms", "lost")
    assert send(caller).json()["SMSMessageData"]["Recipients"][0]["statusCode"] == 101
    assert caller.phone()["sms"] == []
