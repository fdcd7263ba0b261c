"""The control API: phones, request log, reset, and the app mounted in-process."""

import asyncio
import re

import httpx
import pytest

from simulators.application import create_app
from simulators.settings import SimSettings, read_environment
from tests.simulators.caller import Caller


def test_any_spelling_of_a_number_leads_to_one_phone(caller: Caller) -> None:
    for spelling in ("0711555000", "+254711555000", "254711555000", "711555000"):
        phone = caller.http.get(f"/_sim/phones/{spelling}").json()
        assert phone["msisdn"] == "254711555000"
    assert len(caller.http.get("/_sim/phones").json()) == 1
    assert caller.http.get("/_sim/phones/12345").status_code == 422


def test_phones_are_listed_newest_first(caller: Caller) -> None:
    for number in ("254711000071", "254711000072"):
        caller.http.get(f"/_sim/phones/{number}")
    listed = caller.http.get("/_sim/phones").json()
    assert [phone["msisdn"] for phone in listed] == ["254711000072", "254711000071"]


def test_the_list_is_not_sent_again_when_nothing_has_happened(caller: Caller) -> None:
    caller.phone()
    tag = caller.http.get("/_sim/phones").headers["etag"]
    headers = {"If-None-Match": tag}
    assert caller.http.get("/_sim/phones", headers=headers).status_code == 304
    caller.set_profile(balance=7)
    assert caller.http.get("/_sim/phones", headers=headers).status_code == 200


def test_a_profile_changes_field_by_field(caller: Caller) -> None:
    caller.set_profile(pin=9876, balance=12.5)
    caller.set_profile(unreachable=True)
    phone = caller.phone()
    assert phone["balance"] == 12.5
    assert (phone["profile"]["pin"], phone["profile"]["unreachable"]) == ("9876", True)


@pytest.mark.parametrize("change", [{"unreachabel": True}, {"callbacks": "lost"}, {"balance": "x"}])
def test_a_misspelt_profile_field_is_refused(caller: Caller, change: dict[str, object]) -> None:
    assert caller.http.put(f"/_sim/phones/{caller.msisdn}", json=change).status_code == 422


def test_new_phones_follow_the_switches(caller: Caller) -> None:
    caller.switch(new_phones_auto_approve=False, new_phones_balance=10)
    phone = caller.phone()
    assert (phone["balance"], phone["profile"]["auto_approve"]) == (10, False)
    assert caller.http.put("/_sim/switches", json={"magic": 1}).status_code == 422


def test_the_request_log_keeps_what_we_sent(caller: Caller) -> None:
    caller.push(Amount=77)
    caller.fault("stkpush", "reset_before")
    with pytest.raises(httpx.TransportError):
        caller.push(Amount=78)
    newest, older = caller.http.get("/_sim/requests", params={"path": "stkpush"}).json()
    assert (newest["body"]["Amount"], newest["status"]) == (78, None)
    assert (older["body"]["Amount"], older["status"]) == (77, 200)
    assert older["answer"]["ResponseCode"] == "0"
    assert older["headers"]["authorization"] == f"Bearer {caller.token}"
    everything = caller.http.get("/_sim/requests").json()
    assert everything[-1]["path"] == "/daraja/oauth/v1/generate"


def test_a_reset_deletes_everything(caller: Caller) -> None:
    caller.set_profile(auto_approve=False)
    caller.push()
    caller.fault("sms", "http_500")
    caller.switch(c2b_twin=True)
    caller.http.post("/_sim/reset")
    assert caller.http.get("/_sim/phones").json() == []
    assert caller.http.get("/_sim/faults").json() == []
    assert caller.http.get("/_sim/requests").json() == []
    assert caller.http.get("/_sim/switches").json()["c2b_twin"] is False
    assert caller.org_balance() == 0


def test_the_page_of_phones_is_served_whole(caller: Caller) -> None:
    page = caller.http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "https://" not in page.text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    scripts = re.findall(r"from '\./([a-z]+\.js)'", caller.http.get("/static/phones.js").text)
    assert len(parts) == 7
    for part in (*parts, *(f"/static/{script}" for script in scripts)):
        assert caller.http.get(part).status_code == 200, part


def test_two_simulations_in_one_process_share_nothing() -> None:
    async def scenario() -> None:
        apps = [create_app(SimSettings()) for _ in range(2)]
        clients = [
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sim")
            for app in apps
        ]
        await clients[0].get("/_sim/phones/254711000001")
        counts = [len((await client.get("/_sim/phones")).json()) for client in clients]
        assert counts == [1, 0]
        for client, app in zip(clients, apps, strict=True):
            await client.aclose()
            await app.state.simulation.close()

    asyncio.run(scenario())


def test_in_process_a_closed_connection_is_an_httpx_error_too() -> None:
    async def scenario() -> None:
        app = create_app(SimSettings())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sim") as client:
            await client.post("/_sim/faults", json={"api": "oauth", "kind": "reset_before"})
            with pytest.raises(httpx.ReadError):
                await client.get("/daraja/oauth/v1/generate", auth=("k", "s"))
        await app.state.simulation.close()

    asyncio.run(scenario())


def test_settings_come_from_the_environment() -> None:
    settings = read_environment({"SIM_SPEED": "10", "SIM_DATA": "/tmp/x", "MPESA_SHORTCODE": "1"})
    assert (settings.speed, str(settings.data_folder), settings.shortcode) == (10, "/tmp/x", "1")
    assert read_environment({}) == SimSettings()
    with pytest.raises(ValueError, match="SIM_SPEED"):
        read_environment({"SIM_SPEED": "-1"})


def test_a_simulation_closes_even_when_something_has_just_been_planned() -> None:
    async def scenario() -> None:
        simulation = create_app(SimSettings()).state.simulation
        simulation.scheduler.start()
        await asyncio.sleep(0.05)
        simulation.scheduler.add("deliver", due_at=simulation.clock.now() + 60, delivery_id=0)
        await asyncio.wait_for(simulation.close(), 5)

    asyncio.run(scenario())
