"""Passkeys: what a signature allows, once, and each way to cheat with one is refused.

Rows of docs/security.md: S01, S13, S16.
"""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.authenticator import Authenticator, decoded, encoded
from tests.support.passkeys import (
    PATH,
    add_another,
    add_passkey,
    asked_to_sign_in,
    code_for_passkeys,
    sign_in,
    to_make,
)

Browsers = Callable[[], httpx.Client]
WRONG = (422, "passkey_wrong")


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


@pytest.fixture
def device(arena: Arena, amina: Player) -> Authenticator:
    """A device with a passkey of amina's."""
    return add_passkey(arena, amina)


def told(player: Player) -> list[str]:
    return [item["type"] for item in player.get("/notifications")["items"]]


def test_a_player_adds_a_passkey_and_signs_in_by_it_without_a_name(
    arena: Arena, amina: Player, device: Authenticator, browser: httpx.Client
) -> None:
    (line,) = amina.get(PATH)["items"]
    assert (line["name"], line["may_be_copied"], line["last_used_at"]) == ("My phone", True, None)
    assert "passkey_changed" in told(amina)
    assert arena.sql("SELECT count(*) FROM sms_codes WHERE purpose = 'told_passkey'") == [(1,)]
    answer = sign_in(browser, device)
    assert answer.status_code == 200
    assert "refresh" in browser.cookies
    browser.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    assert browser.get("/users/me").json()["username"] == "amina"
    assert amina.get(PATH)["items"][0]["last_used_at"] is not None


def test_a_new_browser_that_signs_in_by_a_passkey_is_told_of(
    amina: Player, device: Authenticator, browser: httpx.Client
) -> None:
    assert sign_in(browser, device).status_code == 200
    assert "new_device" in told(amina)
    before = told(amina).count("new_device")
    assert sign_in(browser, device).status_code == 200
    assert told(amina).count("new_device") == before, "it is known now"


def test_the_device_must_verify_its_owner(
    device: Authenticator, browser: httpx.Client, amina: Player, arena: Arena
) -> None:
    device.verifies = False
    assert refusal(sign_in(browser, device)) == WRONG
    made = Authenticator(verifies=False).make(
        to_make(amina, {"code": code_for_passkeys(arena, amina)})
    )
    assert refusal(amina.post(PATH, made)) == WRONG


def test_a_signature_counts_once_and_a_refused_one_uses_its_challenge_up(
    device: Authenticator, browser: httpx.Client, new_browser: Browsers
) -> None:
    signed = device.sign(asked_to_sign_in(browser))
    answers = at_once(
        *[lambda: new_browser().post(f"{PATH}/sign-in", json=signed).status_code for _ in range(12)]
    )
    assert sorted(answers) == [200] + [422] * 11
    asked = asked_to_sign_in(browser)
    wrong = device.sign(asked, signature=encoded(b"nothing"))
    assert refusal(browser.post(f"{PATH}/sign-in", json=wrong)) == WRONG
    assert refusal(browser.post(f"{PATH}/sign-in", json=device.sign(asked))) == WRONG


def test_a_challenge_ends_after_five_minutes(
    arena: Arena, device: Authenticator, browser: httpx.Client
) -> None:
    signed = device.sign(asked_to_sign_in(browser))
    arena.sql(
        "ALTER TABLE passkey_challenges DISABLE TRIGGER terms;"
        "UPDATE passkey_challenges SET expires_at = expires_at - interval '6 minutes';"
        "ALTER TABLE passkey_challenges ENABLE TRIGGER terms"
    )
    assert refusal(browser.post(f"{PATH}/sign-in", json=signed)) == WRONG


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://wagewars-login.example"},
        {"origin": "http://127.0.0.1:3000"},
        {"site": "wagewars-login.example"},
    ],
)
def test_another_sites_page_gets_nothing(
    device: Authenticator, browser: httpx.Client, change: dict[str, str]
) -> None:
    for name, value in change.items():
        setattr(device, name, value)
    assert refusal(sign_in(browser, device)) == WRONG


def test_the_host_that_was_asked_is_no_origin(device: Authenticator, browser: httpx.Client) -> None:
    device.origin = "http://evil.example"
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    signed = device.sign(asked_to_sign_in(browser))
    answer = browser.post(f"{PATH}/sign-in", json=signed, headers=headers)
    assert refusal(answer) == WRONG


def test_a_page_that_holds_ours_in_a_frame_gets_nothing(
    device: Authenticator, browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = device._client_data

    def framed(kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps(json.loads(whole(kind, options)) | {"crossOrigin": True}).encode()

    monkeypatch.setattr(device, "_client_data", framed)
    assert refusal(sign_in(browser, device)) == WRONG


def test_a_counter_that_goes_back_is_refused_and_told_and_the_higher_stays(
    arena: Arena, amina: Player, device: Authenticator, browser: httpx.Client
) -> None:
    for count, is_taken in ((4, True), (2, False), (4, False), (0, False), (5, True)):
        device.count = count
        answer = sign_in(browser, device)
        assert (answer.status_code == 200) is is_taken, f"counter {count}"
        stored = arena.sql("SELECT sign_count FROM passkeys")[0][0]
        assert stored == max(4, count)
    assert told(amina).count("passkey_copied") == 3


def test_a_provider_that_always_counts_zero_is_fine(
    device: Authenticator, browser: httpx.Client
) -> None:
    for _ in range(2):
        assert sign_in(browser, device).status_code == 200


@pytest.mark.parametrize("at_first", [True, False])
def test_a_key_that_changes_what_it_says_about_backups_is_refused(
    arena: Arena, amina: Player, browser: httpx.Client, at_first: bool
) -> None:
    device = add_passkey(arena, amina, may_be_copied=at_first)
    device.may_be_copied = not at_first
    assert refusal(sign_in(browser, device)) == WRONG
    assert "passkey_copied" in told(amina)
    device.may_be_copied = at_first
    assert sign_in(browser, device).status_code == 200


def test_the_handle_must_be_of_the_keys_owner(
    arena: Arena, device: Authenticator, browser: httpx.Client
) -> None:
    other = add_passkey(arena, arena.player())
    assert len(device.handle) == 32
    assert device.handle != other.handle
    for handle in (encoded(other.handle), encoded(b"nobody"), None):
        assert refusal(sign_in(browser, device, user_handle=handle)) == WRONG
    # One device keeps both: the handle of one with the key of the other.
    stolen = other.sign(asked_to_sign_in(browser), id=encoded(device.id))
    assert refusal(browser.post(f"{PATH}/sign-in", json=stolen)) == WRONG


@pytest.mark.parametrize(
    "garbage",
    [
        {"signature": "AAAA"},
        {"authenticator_data": encoded(b"short")},
        {"client_data": encoded(b"{}")},
        {"client_data": encoded(b"[1, 2")},
        {"id": encoded(b"nobody knows it")},
        {"client_data": "A"},
        {"authenticator_data": encoded(bytes(37) + b"more than there may be")},
    ],
)
def test_garbage_is_refused_in_the_same_words(
    device: Authenticator, browser: httpx.Client, garbage: dict[str, str]
) -> None:
    answer = sign_in(browser, device, **garbage)
    assert refusal(answer) == WRONG
    assert sign_in(browser, device).status_code == 200, "and does no harm"


@pytest.mark.parametrize(
    "garbage",
    [
        {"attestation": "AAAA"},
        {"attestation": encoded(b"\xa3cfmtdnonegattStmt\xa0hauthDataD1234")},
        {"attestation": encoded(b"\xff" * 200)},
        {"attestation": encoded(b"\x9f" * 4000)},
        {"client_data": encoded(b"{}")},
        {"id": encoded(b"another id")},
    ],
)
def test_garbage_makes_no_passkey(arena: Arena, amina: Player, garbage: dict[str, str]) -> None:
    asked = to_make(amina, {"code": code_for_passkeys(arena, amina)})
    assert refusal(amina.post(PATH, Authenticator().make(asked) | garbage)) == WRONG
    assert amina.get(PATH)["items"] == []


def test_a_key_of_one_player_is_not_kept_for_another(
    arena: Arena, device: Authenticator, browser: httpx.Client
) -> None:
    thief = arena.player()
    asked = to_make(thief, {"code": code_for_passkeys(arena, thief)})
    handle = device.handle
    assert refusal(thief.post(PATH, device.make(asked))) == WRONG
    device.handle = handle
    assert sign_in(browser, device).status_code == 200


def test_what_one_session_began_no_other_ends(arena: Arena, amina: Player) -> None:
    asked = to_make(amina, {"code": code_for_passkeys(arena, amina)})
    other = arena.signed_in_again(amina)
    assert refusal(other.post(PATH, Authenticator().make(asked))) == WRONG
    assert refusal(amina.post(PATH, Authenticator().make(asked))) == WRONG, "it is used up"


def test_the_password_alone_and_a_session_alone_change_no_passkey(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    (line,) = amina.get(PATH)["items"]
    remove = f"{PATH}/{line['id']}/remove"
    for path in (f"{PATH}/options", remove):
        assert refusal(amina.post(path, {})) == (403, "fresh_factor_needed")
        assert refusal(amina.post(path, {"code": "000000"})) == (422, "code_expired")
    wrong = amina.post(f"{PATH}/code", {"password": "not-the-password"})
    assert refusal(wrong) == (422, "password_wrong")
    code = code_for_passkeys(arena, amina)
    assert amina.post(remove, {"code": code}).status_code == 204
    assert refusal(amina.post(f"{PATH}/options", {"code": code})) == (422, "code_expired")
    assert amina.get(PATH)["items"] == []
    assert told(amina).count("passkey_changed") == 2


def test_a_passkey_allows_another_one_and_one_removal(
    amina: Player, device: Authenticator, browser: httpx.Client
) -> None:
    other = add_another(amina, device)
    first, second = (line["id"] for line in amina.get(PATH)["items"])
    asked = amina.post(f"{PATH}/{second}/proof").json()
    proof = {"passkey": other.sign(asked)}
    assert refusal(amina.post(f"{PATH}/{first}/remove", proof)) == WRONG, "for the other one"
    for_adding = amina.post(f"{PATH}/proof/add").json()
    wrong = {"passkey": device.sign(for_adding)}
    assert refusal(amina.post(f"{PATH}/{second}/remove", wrong)) == WRONG
    asked = amina.post(f"{PATH}/{second}/proof").json()
    assert amina.post(f"{PATH}/{second}/remove", {"passkey": device.sign(asked)}).is_success
    assert refusal(sign_in(browser, other)) == WRONG
    assert sign_in(browser, device).status_code == 200


def test_ten_passkeys_are_enough(amina: Player, device: Authenticator) -> None:
    for _ in range(9):
        add_another(amina, device)
    asked = amina.post(f"{PATH}/proof/add").json()
    answer = amina.post(f"{PATH}/options", {"passkey": device.sign(asked)})
    assert refusal(answer) == (409, "too_many_passkeys")


def test_a_passkey_has_a_name_and_is_nobody_elses(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    (line,) = amina.get(PATH)["items"]
    path = f"{PATH}/{line['id']}"
    assert amina.http.patch(path, json={"name": "The blue one"}).json()["name"] == "The blue one"
    stranger = arena.player()
    assert refusal(stranger.http.patch(path, json={"name": "Mine"})) == (404, "not_found")
    assert refusal(stranger.post(f"{path}/proof")) == (404, "not_found")
    code = code_for_passkeys(arena, stranger)
    assert refusal(stranger.post(f"{path}/remove", {"code": code})) == (404, "not_found")
    assert refusal(stranger.post(f"{PATH}/proof/add")) == (403, "no_passkey")


def test_who_is_suspended_does_not_sign_in_by_a_passkey(
    arena: Arena, amina: Player, device: Authenticator, browser: httpx.Client
) -> None:
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {amina.id}")
    assert refusal(sign_in(browser, device)) == WRONG


def test_nothing_tells_a_stranger_who_has_a_passkey(
    device: Authenticator, browser: httpx.Client
) -> None:
    asked = asked_to_sign_in(browser)
    assert asked["allowed"] == []
    assert len(decoded(asked["challenge"])) == 32
    assert asked["site"] == "localhost"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE passkeys SET sign_count = 0", "counter"),
        ("UPDATE passkeys SET user_id = user_id", "made as"),
        ("UPDATE passkeys SET public_key = '\\x00'", "made as"),
        ("DELETE FROM passkeys", "DELETE"),
        ("UPDATE passkey_challenges SET subject = 'all of it'", "drawn for"),
        ("UPDATE passkey_challenges SET used_at = NULL", "once"),
    ],
)
def test_the_database_keeps_what_was_made_and_what_was_used(
    arena: Arena, device: Authenticator, browser: httpx.Client, statement: str, says: str
) -> None:
    device.count = 7
    assert sign_in(browser, device).status_code == 200
    with pytest.raises(Exception, match=says):
        arena.sql(statement)
