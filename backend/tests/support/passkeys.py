"""Players with passkeys: what their browsers do, through the API."""

from typing import Any

import httpx

from app.core.security import sms_digits
from tests.support.arena import Arena, Player
from tests.support.authenticator import Authenticator
from tests.support.factories.player import PASSWORD

Json = dict[str, Any]
PATH = "/auth/passkeys"


def code_for_passkeys(arena: Arena, player: Player) -> str:
    """Ask for a code by the password, and return its digits."""
    asked = player.post(f"{PATH}/code", {"password": PASSWORD})
    assert asked.status_code == 202, asked.text
    ((code_id, salt),) = arena.sql(
        f"SELECT id, salt FROM sms_codes WHERE user_id = {player.id} AND purpose = 'passkeys'"
        " ORDER BY id DESC LIMIT 1"
    )
    return sms_digits(code_id, bytes(salt))


def to_make(player: Player, proof: Json) -> Json:
    """Return what the browser is asked for a passkey with."""
    answer = player.post(f"{PATH}/options", proof)
    assert answer.status_code == 200, answer.text
    asked: Json = answer.json()
    return asked


def add_passkey(arena: Arena, player: Player, **attributes: Any) -> Authenticator:
    """Add a passkey by password and SMS; return the device that has it."""
    device = Authenticator(**attributes)
    made = device.make(to_make(player, {"code": code_for_passkeys(arena, player)}))
    kept = player.post(PATH, made)
    assert kept.status_code == 201, kept.text
    # The next code may be asked for a minute later.
    arena.sql(
        "UPDATE sms_codes SET created_at = created_at - interval '2 hours'"
        " WHERE purpose = 'passkeys'"
    )
    return device


def add_another(player: Player, present: Authenticator, **attributes: Any) -> Authenticator:
    """Add a passkey, allowed by one that is there."""
    asked = player.post(f"{PATH}/proof/add").json()
    device = Authenticator(**attributes)
    made = device.make(to_make(player, {"passkey": present.sign(asked)}))
    assert player.post(PATH, made).status_code == 201
    return device


def asked_to_sign_in(browser: httpx.Client) -> Json:
    """Return what the log-in page asks a device for a signature with."""
    answer = browser.post(f"{PATH}/sign-in/options")
    assert answer.status_code == 200, answer.text
    asked: Json = answer.json()
    return asked


def sign_in(browser: httpx.Client, device: Authenticator, **changes: Any) -> httpx.Response:
    """Sign in by a passkey, without a name."""
    signed = device.sign(asked_to_sign_in(browser), **changes)
    return browser.post(f"{PATH}/sign-in", json=signed)
