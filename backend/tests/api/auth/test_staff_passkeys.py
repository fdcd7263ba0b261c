"""Staff's passkeys: they open the console's own log-in page, and nothing of players' does.

Rows of docs/security.md: S13, S39.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.core.settings import get_settings
from tests.api.platform.test_docs_console import CHALLENGE, VERIFIER
from tests.support.arena import Arena, Player, refusal
from tests.support.authenticator import Authenticator
from tests.support.passkeys import PATH, add_passkey, sign_in

CONSOLE = "http://localhost:8000"
Json = dict[str, Any]
WRONG = (422, "passkey_wrong")


@pytest.fixture
def desk(arena: Arena) -> Player:
    return arena.player(username="desk", role="support")


def staff_passkey(person: Player) -> Authenticator:
    """Add a passkey for the console; the client of staff sends a fresh code by itself."""
    device = Authenticator(origin=CONSOLE)
    asked = person.post(f"{PATH}/options", {})
    assert asked.status_code == 200, asked.text
    kept = person.post(PATH, device.make(asked.json()))
    assert kept.status_code == 201, kept.text
    return device


@pytest.fixture
def console(new_browser: Callable[[], httpx.Client], api_url: str) -> httpx.Client:
    browser = new_browser()
    browser.base_url = f"{api_url}/docs"
    return browser


def log_in(console: httpx.Client, device: Authenticator, **changes: Any) -> httpx.Response:
    """Log in to the console as its page does."""
    asked = console.post("/passkey").json()
    form = {
        "response_type": "code",
        "client_id": "docs-console",
        "redirect_uri": f"{CONSOLE}/docs/oauth2-redirect",
        "state": "VHVlIERlYyAwMQ==",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "passkey": json.dumps(device.sign(asked, **changes)),
    }
    return console.post("/authorize", data=form)


def test_a_passkey_logs_staff_in_to_the_console(
    desk: Player, console: httpx.Client, api_url: str, arena: Arena
) -> None:
    answer = log_in(console, staff_passkey(desk))
    assert answer.status_code == 303, answer.text
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{CONSOLE}/docs/oauth2-redirect",
        "client_id": "docs-console",
        "code_verifier": VERIFIER,
    }
    token = console.post("/token", data=form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{api_url}/api/v1/admin/alarms", headers=headers).status_code == 200
    entries = arena.sql("SELECT action FROM audit_entries WHERE action LIKE 'passkey.%'")
    assert entries == [("passkey.add",)]


def test_a_passkey_is_no_fresh_code(desk: Player, arena: Arena) -> None:
    staff_passkey(desk)
    del desk.http.event_hooks["request"][:]
    assert refusal(desk.post(f"{PATH}/options", {})) == (403, "fresh_factor_needed")
    asked = desk.post(f"{PATH}/proof/add").json()
    assert "challenge" in asked
    (line,) = desk.get(PATH)["items"]
    remove = desk.post(f"{PATH}/{line['id']}/remove", {})
    assert refusal(remove) == (403, "fresh_factor_needed")


def test_staffs_passkeys_open_no_log_in_of_players(desk: Player, browser: httpx.Client) -> None:
    device = staff_passkey(desk)
    for origin in (CONSOLE, "http://localhost:3000"):
        device.origin = origin
        assert refusal(sign_in(browser, device)) == WRONG


def test_players_passkeys_open_nothing_of_staffs(
    arena: Arena, console: httpx.Client, browser: httpx.Client
) -> None:
    player = arena.player()
    device = add_passkey(arena, player)
    for origin in ("http://localhost:3000", CONSOLE):
        device.origin = origin
        assert log_in(console, device).status_code == 422
    arena.appoint(player)
    device.origin = "http://localhost:3000"
    assert refusal(sign_in(browser, device)) == WRONG, "now they are staff"
    device.origin = CONSOLE
    assert log_in(console, device).status_code == 422


@pytest.mark.parametrize("typed", ["", "{}", "[]", "not json", '{"id": 7}'])
def test_garbage_on_the_log_in_page_is_refused(console: httpx.Client, typed: str) -> None:
    form = {
        "response_type": "code",
        "client_id": "docs-console",
        "redirect_uri": f"{CONSOLE}/docs/oauth2-redirect",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "passkey": typed,
    }
    answer = console.post("/authorize", data=form)
    assert answer.status_code in {401, 422}
    assert "code=" not in answer.headers.get("location", "")


def test_a_reset_takes_passkeys_with_the_authenticator(
    arena: Arena, desk: Player, console: httpx.Client
) -> None:
    device = staff_passkey(desk)
    one, two = arena.admin(), arena.admin()
    body = {"username": "desk", "reason": "They lost their phone; I met them."}
    made = one.post("/admin/factor-resets", body).json()["id"]
    approved = two.post(f"/admin/factor-resets/{made}/approve", {"reason": body["reason"]})
    assert approved.status_code == 200, approved.text
    assert log_in(console, device).status_code == 422


def test_without_an_address_the_console_has_no_passkeys(
    console: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAFF_CONSOLE_ORIGIN", "")
    get_settings.cache_clear()
    assert console.post("/passkey").status_code == 403
    monkeypatch.undo()
    get_settings.cache_clear()
