"""One's own account, and what others see of it.

Rows of docs/security.md: S32, S45.
"""

from collections.abc import Callable

import httpx
import pytest

from app.core.settings import get_settings
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in


@pytest.fixture
def signed_in(browser: httpx.Client, new_player: Callable[..., User]) -> httpx.Client:
    new_player(username="Amina", phone="254711000001", cod_username="Amina#1", money=150)
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    return browser


def test_the_wallets_balance_stands_in_ones_account(signed_in: httpx.Client) -> None:
    me = signed_in.get("/users/me").json()
    assert me["wallet_balance"] == "150.00"
    assert me["phone"] == "254711000001"


def test_a_stake_in_the_queue_is_not_in_the_balance(
    signed_in: httpx.Client, new_player: Callable[..., User], new_ticket: Callable[..., object]
) -> None:
    brian = new_player(username="brian", money=500)
    new_ticket(brian, wager=100)
    sign_in(signed_in, "brian", PASSWORD)
    assert signed_in.get("/users/me").json()["wallet_balance"] == "400.00"


def test_the_call_of_duty_name_can_be_changed_and_taken_away(signed_in: httpx.Client) -> None:
    change = signed_in.patch("/users/me", json={"cod_username": "Ämina Moto#2"})
    assert change.json()["cod_username"] == "Ämina Moto#2"
    assert signed_in.patch("/users/me", json={}).json()["cod_username"] == "Ämina Moto#2"
    assert signed_in.patch("/users/me", json={"cod_username": None}).json()["cod_username"] is None
    assert signed_in.get("/users/me").json()["cod_username"] is None


IMPOSSIBLE: list[dict[str, object]] = [
    {"role": "admin"},
    {"phone": "254711000002"},
    {"is_verified": True},
    {"wallet_balance": "9999.00"},
    {"username": "other"},
    {"cod_username": "x" * 31},
    {"cod_username": ""},
]


def test_nothing_else_can_be_changed(signed_in: httpx.Client) -> None:
    before = signed_in.get("/users/me").json()
    for change in IMPOSSIBLE:
        assert signed_in.patch("/users/me", json=change).status_code == 422, change
    assert signed_in.get("/users/me").json() == before


def test_others_see_the_record_and_nothing_private(
    signed_in: httpx.Client, new_player: Callable[..., User]
) -> None:
    new_player(username="brian", cod_username="Brian#9")
    profile = signed_in.get("/users/BRIAN").json()
    assert profile.keys() == {
        "username",
        "cod_username",
        "is_simulated",
        "member_since",
        "stats",
        "disputes",
    }
    assert (profile["username"], profile["cod_username"]) == ("brian", "Brian#9")
    mine = signed_in.get("/users/me/stats").json()
    money = {"total_wagered", "total_winnings", "net_winnings"}
    assert profile["stats"] == {name: mine[name] for name in mine.keys() - money}
    assert (profile["stats"]["current_rank"], profile["stats"]["deviation"]) == (1000, 350)
    assert profile["stats"]["provisional"]
    assert profile["disputes"] == {"decided": 0, "won": 0, "lost": 0}


def test_an_unknown_player_is_not_found(signed_in: httpx.Client) -> None:
    answer = signed_in.get("/users/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for strange in ("%00", "a%20b", "x" * 51, "'--"):
        assert signed_in.get(f"/users/{strange}").status_code in (404, 422)


def test_accounts_need_a_sign_in(
    new_browser: Callable[[], httpx.Client], signed_in: httpx.Client
) -> None:
    anonymous = new_browser()
    for path in ("/users/me", "/users/me/stats", "/users/amina", "/auth/sessions"):
        answer = anonymous.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_no_browser_keeps_an_answer_about_a_player(signed_in: httpx.Client) -> None:
    for path in ("/users/me", "/payments/wallet", "/matchmaking/queue", "/matches"):
        assert signed_in.get(path).headers["cache-control"] == "no-store"


def test_profiles_cannot_be_read_off_one_after_another(
    signed_in: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_PROFILES_PER_ACCOUNT", "3 per minute")
    get_settings.cache_clear()
    codes = [signed_in.get(f"/users/player{number}").status_code for number in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    monkeypatch.undo()
    get_settings.cache_clear()
