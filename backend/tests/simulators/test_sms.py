"""Africa's Talking: messages into inboxes."""

from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.simulators.caller import Caller, wait_for
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


@proves("sms_unknown_sender")
def test_a_sender_that_is_not_registered_is_refused_as_a_whole(caller: Caller) -> None:
    caller.switch(sms_senders=["WAGEWARS", "22333"])
    data = send(caller, **{"from": "WAGEWAR"}).json()["SMSMessageData"]
    assert data == {"Message": "InvalidSenderId", "Recipients": []}
    assert send(caller, **{"from": "22333"}).json()["SMSMessageData"]["Recipients"]
    assert [sms["from"] for sms in caller.phone()["sms"]] == ["22333"]


@proves("sms_segments")
@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("a" * 160, "0.8000"),
        ("a" * 161, "1.6000"),
        ("a" * 158 + "€", "0.8000"),
        ("a" * 159 + "€", "1.6000"),
        ("’" * 70, "0.8000"),
        ("’" + "a" * 70, "1.6000"),
    ],
)
def test_a_long_text_costs_more(caller: Caller, text: str, cost: str) -> None:
    data = send(caller, message=text).json()["SMSMessageData"]
    assert data["Recipients"][0]["cost"] == f"KES {cost}"


@proves("sms_report")
@pytest.mark.parametrize(
    ("changes", "statuses"),
    [
        ({}, ["Sent", "Success"]),
        ({"sms_reports_disordered": True}, ["Success", "Sent"]),
        ({"sms_report_copies": 2}, ["Sent", "Sent", "Success", "Success"]),
        ({"sms_report_status": "Failed"}, ["Sent", "Failed"]),
        ({"sms_report_copies": 0}, []),
    ],
)
def test_what_became_of_a_message_is_posted(
    caller: Caller, changes: dict[str, Any], statuses: list[str]
) -> None:
    caller.switch(sms_hooks_url=f"{caller.mailbox.url}{caller.hook}", **changes)
    message_id = send(caller).json()["SMSMessageData"]["Recipients"][0]["messageId"]
    at = f"{caller.hook}/report"
    wait_for(lambda: len(caller.mailbox.at(at)) >= len(statuses))
    posted = [dict(parse_qsl(form.raw)) for form in caller.mailbox.at(at)]
    assert [form["status"] for form in posted] == statuses
    assert {form["id"] for form in posted} <= {message_id}
    listed = caller.http.get("/_sim/callbacks", params={"kind": "sms_report"}).json()
    assert sorted(one["body"]["status"] for one in listed) == sorted(statuses)


@proves("sms_written")
def test_what_people_write_is_posted_and_can_be_read_again(caller: Caller) -> None:
    caller.switch(sms_hooks_url=f"{caller.mailbox.url}{caller.hook}")
    written = {"to": "22333", "text": "W 4821", "copies": 1}
    path = f"/_sim/phones/{caller.msisdn}/sms"
    message_id = caller.http.post(path, json=written).json()["id"]
    (form,) = wait_for(lambda: caller.mailbox.at(f"{caller.hook}/inbound"))
    posted = dict(parse_qsl(form.raw))
    assert (posted["id"], posted["text"]) == (str(message_id), "W 4821")
    query = {"username": "wagewars", "lastReceivedId": message_id - 1}
    read = caller.http.get(
        "/sms/version1/messaging", params=query, headers={"apiKey": "key"}
    ).json()["SMSMessageData"]["Messages"]
    assert [(row["id"], row["from"], row["text"]) for row in read] == [
        (message_id, f"+{caller.msisdn}", "W 4821")
    ]
