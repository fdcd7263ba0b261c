"""A payout is not asked for from a device that is new to its player, whoever holds the password.

Rows of docs/security.md: S15.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.models.user import User
from tests.api.auth.conftest import Browsers
from tests.support.factories.player import PASSWORD


def sign_in(browser: httpx.Client, name: str) -> None:
    answer = browser.post("/auth/login", data={"username": name, "password": PASSWORD})
    answer.raise_for_status()
    browser.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


@pytest.fixture
def amina(new_player: Callable[..., User]) -> User:
    return new_player(username="amina", money=500)


@pytest.fixture
def old(amina: User, browser: httpx.Client) -> httpx.Client:
    """The device on which Amina has always played."""
    sign_in(browser, "amina")
    return browser


@pytest.fixture
def new(old: httpx.Client, new_browser: Browsers) -> httpx.Client:
    """A device on which they sign in for the first time."""
    device = new_browser()
    sign_in(device, "amina")
    return device


def withdraw(browser: httpx.Client) -> httpx.Response:
    key = {"Idempotency-Key": f"withdraw-{utc_now().timestamp()}"}
    return browser.post("/payments/withdrawals", json={"amount": 100}, headers=key)


def test_a_new_device_waits_a_day_and_the_old_one_does_not(
    old: httpx.Client, new: httpx.Client
) -> None:
    refused = withdraw(new)
    assert (refused.status_code, refused.json()["code"]) == (403, "withdrawal_new_device")
    until = datetime.fromisoformat(refused.json()["until"])
    assert timedelta(hours=23.9) < until - utc_now() <= timedelta(hours=24)
    assert withdraw(old).status_code == 202


def test_the_wallet_the_quote_and_the_list_of_devices_say_so(
    old: httpx.Client, new: httpx.Client
) -> None:
    def reasons(browser: httpx.Client) -> list[str]:
        return [hold["reason"] for hold in browser.get("/payments/wallet").json()["holds"]]

    def quoted(browser: httpx.Client) -> Any:
        body = {"kind": "withdrawal", "amount": 100}
        return browser.post("/payments/quote", json=body).json()["refusal"]

    assert (reasons(old), reasons(new)) == ([], ["new_device"])
    assert quoted(old) is None
    assert quoted(new)["code"] == "withdrawal_new_device"
    devices = {device["current"]: device for device in new.get("/auth/sessions").json()}
    assert devices[True]["payouts_after"] is not None
    assert devices[False]["payouts_after"] is None


def test_signing_in_again_on_a_known_device_is_no_new_one(old: httpx.Client) -> None:
    sign_in(old, "amina")
    assert withdraw(old).status_code == 202


def test_signing_out_and_in_makes_a_new_device_no_older(new: httpx.Client) -> None:
    """A thief would try that: now the browser has the mark of a device that signed in."""
    new.post("/auth/logout").raise_for_status()
    sign_in(new, "amina")
    assert withdraw(new).json()["code"] == "withdrawal_new_device"


def test_the_database_takes_no_withdrawal_from_a_new_or_a_strangers_sign_in(
    new: httpx.Client, amina: User, new_player: Callable[..., User], app_role: Connection
) -> None:
    brian = new_player(username="brian")
    columns = (
        "user_id, session_id, phone, amount, fee, tax, net, change, tax_profile, due_at,"
        " originator_conversation_id, token_sha256"
    )
    newest = "(SELECT max(id) FROM login_sessions)"
    for user in (amina, brian):
        with app_role.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
            cursor.execute(
                f"INSERT INTO withdrawals ({columns}) VALUES (%s, {newest}, %s, 100, 0, 0, 100, 0,"
                " 'none', now(), 'x', 'x')",
                (user.id, user.phone),
            )
        assert "no withdrawal from this sign-in" in str(refused.value)
        app_role.rollback()
    with app_role.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute("UPDATE login_sessions SET payouts_after = NULL")
    assert "does not become known earlier" in str(refused.value)
    app_role.rollback()


def test_after_the_day_the_new_device_is_one_as_any_other(
    new: httpx.Client, owner: Connection
) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE login_sessions DISABLE TRIGGER new_device_stays_new")
        cursor.execute("UPDATE login_sessions SET payouts_after = now() - interval '1 second'")
        cursor.execute("ALTER TABLE login_sessions ENABLE TRIGGER new_device_stays_new")
    assert withdraw(new).status_code == 202
