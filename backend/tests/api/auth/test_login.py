"""Signing in: by any of three names, and with the same answer to everything that is wrong.

Rows of docs/security.md: S06, S19, S24, S53.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, thread_time

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core import rate_limit, security
from app.core.settings import get_settings
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import registration, sign_in


@pytest.fixture
def amina(new_player: Callable[..., User]) -> User:
    return new_player(username="Amina", email="Amina@Mail.example", phone="254711000001")


def test_a_player_signs_in_by_any_name(browser: httpx.Client, amina: User) -> None:
    names = [
        "amina",
        "AMINA",
        "amina@mail.example",
        "0711000001",
        "+254 711 000 001",
        " 711000001 ",
    ]
    for name in names:
        answer = sign_in(browser, name, PASSWORD)
        assert answer.status_code == 200, name
        assert answer.json()["token_type"] == "bearer"
        assert answer.json()["expires_in"] == 600
        assert answer.headers["cache-control"] == "no-store"
        assert browser.get("/users/me").json()["username"] == "Amina"


def test_the_refresh_token_is_out_of_reach_for_scripts(browser: httpx.Client, amina: User) -> None:
    answer = sign_in(browser, "amina", PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("refresh=")
    for attribute in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=2592000"):
        assert attribute in cookie
    assert answer.cookies["refresh"] not in answer.text


def test_unknown_wrong_and_suspended_get_the_same_answer(
    browser: httpx.Client, amina: User, new_player: Callable[..., User]
) -> None:
    new_player(username="banned", is_active=False)
    answers = [
        sign_in(browser, "nobody", PASSWORD),
        sign_in(browser, "amina", "wrong " + PASSWORD),
        sign_in(browser, "banned", PASSWORD),
        sign_in(browser, "0799999999", PASSWORD),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.json() | {"request_id": ""} == answers[0].json() | {"request_id": ""}
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "set-cookie" not in answer.headers


def test_ten_wrong_passwords_make_even_the_right_one_wait(
    browser: httpx.Client, amina: User, redis: object
) -> None:
    for spelling in ("amina", "0711000001"):
        for _ in range(5):
            assert sign_in(browser, spelling, "wrong-password").status_code == 401
    answer = sign_in(browser, "amina@mail.example", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert answer.json()["retry_after"] == int(answer.headers["retry-after"])


def test_an_unknown_name_is_made_to_wait_just_the_same(browser: httpx.Client, amina: User) -> None:
    codes = [sign_in(browser, "nobody", "wrong-password").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    assert sign_in(browser, "amina", PASSWORD).status_code == 200, "others are not disturbed"


def test_the_right_password_clears_the_count(browser: httpx.Client, amina: User) -> None:
    for _ in range(3):
        codes = [sign_in(browser, "amina", "wrong-password").status_code for _ in range(9)]
        assert codes == [401] * 9
        assert sign_in(browser, "amina", PASSWORD).status_code == 200


def test_a_hundred_guesses_at_once_are_not_a_hundred_guesses(
    browser: httpx.Client, amina: User
) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(
            pool.map(lambda n: sign_in(browser, "amina", f"guess number {n}"), range(100))
        )
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {401, 429}
    assert codes.count(401) <= 12, "ten, and what the other hashing threads had begun"


def test_many_may_sign_in_to_one_account_at_once(browser: httpx.Client, amina: User) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: sign_in(browser, "amina", PASSWORD), range(64)))
    assert {answer.status_code for answer in answers} == {200}


def test_a_spoofed_address_changes_nothing(
    new_browser: Callable[[], httpx.Client], amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    monkeypatch.setenv("RATE_LOGIN_PER_ADDRESS", "5 per minute")
    get_settings.cache_clear()
    codes = []
    for n in range(6):
        browser = new_browser()
        browser.headers["X-Real-IP"] = f"203.0.113.{n}"
        browser.headers["Forwarded"] = f"for=203.0.113.{n}"
        codes.append(sign_in(browser, f"nobody{n}", "wrong-password").status_code)
    assert codes == [401] * 5 + [429]


def test_limits_are_counted_in_memory_while_redis_is_away(
    browser: httpx.Client, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    get_settings.cache_clear()
    rate_limit.clear()
    codes = [sign_in(browser, "amina", "wrong-password").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    monkeypatch.undo()
    get_settings.cache_clear()
    rate_limit.clear()


IMPOSSIBLE = [
    {"username": "amina"},
    {"username": "", "password": "whatever-it-is"},
    {"username": "nul\x00", "password": "whatever-it-is"},
    {"username": "x" * 101, "password": "whatever-it-is"},
    {"username": "amina", "password": "x" * 129},
    {"username": "amina", "password": "whatever", "grant_type": "client_credentials"},
]


def test_a_form_that_cannot_be_right_is_refused(browser: httpx.Client, amina: User) -> None:
    for form in IMPOSSIBLE:
        answer = browser.post("/auth/login", data=form)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), form


def test_a_strange_password_is_wrong_and_no_crash(browser: httpx.Client, amina: User) -> None:
    for password in ("x" * 73, "🔥" * 64, "nul\x00nul\x00", "'; DROP TABLE users; --"):
        assert sign_in(browser, "amina", password).status_code == 401


def test_a_suspended_player_is_stopped_at_the_next_call(
    browser: httpx.Client, amina: User, owner: Connection
) -> None:
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE users SET is_active = false")
    answer = browser.get("/users/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "account_suspended")
    assert browser.post("/auth/refresh").status_code == 401


def test_a_password_is_compared_for_known_unknown_and_suspended_alike(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch, owner: Connection
) -> None:
    # Slow enough to be seen through a busy machine, as in production.
    monkeypatch.setenv("LOGIN_BCRYPT_ROUNDS", "11")
    get_settings.cache_clear()
    security.dummy_hash.cache_clear()
    for n, name in enumerate(("amina", "banned")):
        body = registration(username=name, email=f"{name}@mail.example", phone=f"071200000{n}")
        browser.post("/auth/register", json=body).raise_for_status()
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE users SET is_active = false WHERE username = 'banned'")
    security.dummy_hash()
    began = thread_time()
    security.password_fits("wrong-password", security.dummy_hash())
    one_comparison = thread_time() - began
    for name in ("nobody", "amina", "banned"):
        for _ in range(3):
            began = perf_counter()
            assert sign_in(browser, name, "wrong-password").status_code == 401
            assert perf_counter() - began > 0.8 * one_comparison, f"{name} was not compared"
    security.dummy_hash.cache_clear()
