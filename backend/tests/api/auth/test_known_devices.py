"""An attacker can neither lock an owner out nor stop everybody else's logins.

Rows of docs/security.md: S07, S08.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from app.core import password_pool
from app.core.fair_queue import Sender
from app.core.password_pool import in_hashing_thread
from app.core.settings import get_settings
from app.domain.errors import Unavailable
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in

Browsers = Callable[[], httpx.Client]
BrowserAt = Callable[[str], httpx.Client]


@pytest.fixture
def amina(new_player: Callable[..., User]) -> User:
    return new_player(username="amina")


def guess(browser: httpx.Client, times: int) -> list[int]:
    return [sign_in(browser, "amina", "wrong-password").status_code for _ in range(times)]


def test_a_login_marks_the_browser_out_of_reach_for_scripts(
    browser: httpx.Client, amina: User
) -> None:
    answer = sign_in(browser, "amina", PASSWORD)
    (mark,) = [
        cookie for cookie in answer.headers.get_list("set-cookie") if cookie.startswith("device=")
    ]
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=31536000"):
        assert attribute in mark
    assert "device" not in dict(sign_in(browser, "amina", "wrong-password").cookies)


def test_a_strangers_guesses_do_not_keep_the_owners_device_out(
    new_browser: Browsers, amina: User
) -> None:
    owner, attacker = new_browser(), new_browser()
    sign_in(owner, "amina", PASSWORD).raise_for_status()
    owner.post("/auth/logout").raise_for_status()
    assert guess(attacker, 11) == [401] * 10 + [429]
    assert sign_in(owner, "amina", PASSWORD).status_code == 200


def test_a_known_device_may_not_guess_for_ever_either(new_browser: Browsers, amina: User) -> None:
    thief = new_browser()
    sign_in(thief, "amina", PASSWORD).raise_for_status()
    assert guess(thief, 11) == [401] * 10 + [429]
    assert sign_in(new_browser(), "amina", PASSWORD).status_code == 200


def test_a_new_device_gets_in_while_another_address_guesses(
    browser_at: BrowserAt, amina: User
) -> None:
    assert guess(browser_at("127.0.0.2"), 11) == [401] * 10 + [429]
    assert sign_in(browser_at("127.0.0.3"), "amina", PASSWORD).status_code == 200


def test_a_thousand_addresses_have_a_hundred_guesses_a_day(
    browser_at: BrowserAt, amina: User
) -> None:
    codes = [code for n in range(2, 14) for code in guess(browser_at(f"127.0.1.{n}"), 9)]
    assert codes.count(401) == 100
    assert codes[-8:] == [429] * 8


def test_a_forged_or_foreign_mark_is_no_mark(
    new_browser: Browsers, amina: User, new_player: Callable[..., User]
) -> None:
    brian = new_player(username="brian")
    browser = new_browser()
    sign_in(browser, "brian", PASSWORD).raise_for_status()
    mark = browser.cookies["device"]
    guess(new_browser(), 10)
    for forged in (
        mark.replace(f"{brian.id}.", f"{amina.id}.", 1),
        mark[:-1] + ("0" if mark[-1] != "0" else "1"),
        f"{amina.id}..",
        "~" * 2_000,
        "é",
    ):
        attacker = new_browser()
        attacker.headers["Cookie"] = f"device={forged}".encode().decode("latin-1")
        assert sign_in(attacker, "amina", PASSWORD).status_code == 429, forged[:60]


def test_a_household_shares_a_browser(
    browser: httpx.Client, new_browser: Browsers, new_player: Callable[..., User]
) -> None:
    names = [new_player(username=f"family{n}").username for n in range(3)]
    for name in names:
        sign_in(browser, name, PASSWORD).raise_for_status()
    for name in names:
        for _ in range(10):
            sign_in(new_browser(), name, "wrong-password")
        assert sign_in(browser, name, PASSWORD).status_code == 200, name


def test_after_a_reset_the_browser_is_known(
    new_browser: Browsers, new_player: Callable[..., User], sms_network: httpx.Client,
    run_jobs: Callable[[str], list[str]],
) -> None:  # fmt: skip
    new_player(username="amina", phone="254711000001")
    owner, attacker = new_browser(), new_browser()
    owner.post("/auth/forgot-password", json={"identifier": "amina"})
    run_jobs("sms")
    text = sms_network.get("/phones/254711000001").json()["sms"][0]["text"]
    body = {"identifier": "amina", "code": text.split()[2], "new_password": "Mpya-kabisa-2026"}
    assert owner.post("/auth/reset-password", json=body).status_code == 204
    guess(attacker, 11)
    assert sign_in(owner, "amina", "Mpya-kabisa-2026").status_code == 200


@pytest.fixture
def small_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOGIN_HASHING_QUEUE", "40")
    monkeypatch.setenv("LOGIN_HASHING_SHARE", "20")
    get_settings.cache_clear()
    password_pool._pool.cache_clear()
    yield
    password_pool._pool.cache_clear()


def test_four_addresses_without_end_delay_others_by_four_hashes(small_pool: None) -> None:
    done: list[str] = []
    gate = threading.Event()

    async def hash_for(name: str, sender: Sender) -> str:
        try:
            await in_hashing_thread(gate.wait, sender=sender)
        except Unavailable:
            return "busy"
        done.append(name)
        return "done"

    async def attack() -> tuple[list[str], list[str]]:
        floods = [
            asyncio.create_task(hash_for("flood", Sender(f"attacker{n % 4}"))) for n in range(400)
        ]
        await asyncio.sleep(0)
        honest = [
            asyncio.create_task(hash_for(f"honest{n}", Sender(f"honest{n}"))) for n in range(10)
        ]
        owner = asyncio.create_task(hash_for("owner", Sender("user:7", is_known=True)))
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*honest, owner), await asyncio.gather(*floods)

    answers, floods = asyncio.run(attack())
    assert answers == ["done"] * 11, "nobody is sent away but those who flood"
    assert floods.count("busy") > 300
    began = sum(1 for name in done[:8] if name == "flood")  # in the threads already, at the start
    assert done.index("owner") <= began
    assert done.index("honest9") <= began + 4 + 11
