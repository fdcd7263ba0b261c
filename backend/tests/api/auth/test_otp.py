"""Codes by SMS: proof of a phone, and the reset of a forgotten password.

Rows of docs/security.md: S06, S07, S11, S12.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.settings import get_settings
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in

Browsers = Callable[[], httpx.Client]
Jobs = Callable[[str], list[str]]
PHONE = "254711000001"
NEW_PASSWORD = "Pole-pole-ndio-mwendo"


@pytest.fixture
def amina(new_player: Callable[..., User]) -> User:
    """A player whose phone is not verified yet."""
    return new_player(username="amina", phone=PHONE, is_verified=False)


@pytest.fixture
def signed_in(browser: httpx.Client, amina: User, sms_network: httpx.Client) -> httpx.Client:
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    return browser


@pytest.fixture
def read_code(run_jobs: Jobs, sms_network: httpx.Client) -> Callable[[], str]:
    """`read_code()` lets the worker send what waits, and reads the newest SMS on Amina's phone."""

    def read() -> str:
        run_jobs("sms")
        newest = sms_network.get(f"/phones/{PHONE}").json()["sms"][0]["text"]
        found = re.search(r"\b\d{6}\b", newest)
        assert found, newest
        return found.group()

    return read


def others(code: str, how_many: int) -> list[str]:
    """Return codes that are wrong."""
    return [f"{(int(code) + n) % 1_000_000:06d}" for n in range(1, how_many + 1)]


def let_time_pass(owner: Connection, seconds: float) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE sms_codes SET created_at = created_at - %s * interval '1 second',"
            " expires_at = expires_at - %s * interval '1 second'",
            (seconds, seconds),
        )


def request_code(browser: httpx.Client) -> httpx.Response:
    return browser.post("/auth/resend-code")


def verify(browser: httpx.Client, code: str) -> httpx.Response:
    return browser.post("/auth/verify-phone", json={"code": code})


def test_the_digits_of_the_sms_prove_the_phone_once(
    signed_in: httpx.Client, read_code: Callable[[], str]
) -> None:
    answer = request_code(signed_in)
    assert (answer.status_code, answer.json()) == (202, {"resend_after": 60, "ends_in": 300})
    code = read_code()
    answer = verify(signed_in, code)
    assert (answer.status_code, answer.json()["is_verified"]) == (200, True)
    assert signed_in.get("/users/me").json()["is_verified"] is True
    assert verify(signed_in, code).json()["code"] == "phone_already_verified"
    assert request_code(signed_in).json()["code"] == "phone_already_verified"


def test_five_wrong_tries_void_the_code(
    signed_in: httpx.Client, read_code: Callable[[], str], owner: Connection
) -> None:
    request_code(signed_in)
    code = read_code()
    for wrong in others(code, 5):
        answer = verify(signed_in, wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "code_wrong")
    assert verify(signed_in, code).json()["code"] == "code_expired"
    let_time_pass(owner, 60)
    request_code(signed_in)
    assert verify(signed_in, read_code()).status_code == 200


def test_simultaneous_guesses_count_one_by_one(
    signed_in: httpx.Client, read_code: Callable[[], str]
) -> None:
    request_code(signed_in)
    code = read_code()
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda wrong: verify(signed_in, wrong), others(code, 60)))
    codes = [answer.json()["code"] for answer in answers]
    assert codes.count("code_wrong") == 5
    assert codes.count("code_expired") == 55


def test_the_right_digits_thirty_times_at_once_work_once(
    signed_in: httpx.Client, read_code: Callable[[], str]
) -> None:
    request_code(signed_in)
    code = read_code()
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: verify(signed_in, code), range(30)))
    assert sorted({answer.status_code for answer in answers}) in ([200, 409], [200, 409, 422])
    assert [answer.status_code for answer in answers].count(200) == 1


def test_a_code_lives_for_five_minutes(
    signed_in: httpx.Client, read_code: Callable[[], str], owner: Connection
) -> None:
    request_code(signed_in)
    code = read_code()
    let_time_pass(owner, 301)
    assert verify(signed_in, code).json()["code"] == "code_expired"


def test_a_new_code_replaces_the_old_one(
    signed_in: httpx.Client, read_code: Callable[[], str], owner: Connection
) -> None:
    request_code(signed_in)
    old = read_code()
    let_time_pass(owner, 60)
    request_code(signed_in)
    new = read_code()
    assert verify(signed_in, old).json()["code"] == "code_wrong" or old == new
    assert verify(signed_in, new).status_code == 200


def test_one_a_minute_three_an_hour_eight_a_day(signed_in: httpx.Client, owner: Connection) -> None:
    day = {0: 202, 1: 202, 2: 202, 3: 429, 59: 429, 60: 202, 61: 202, 62: 202, 63: 429}
    day |= {120: 202, 121: 202, 122: 429, 600: 429, 1439: 429, 1440: 202}
    now = 0
    for minute, status in day.items():
        let_time_pass(owner, 60 * (minute - now))
        now = minute
        answer = request_code(signed_in)
        assert answer.status_code == status, minute
        if status == 429:
            assert int(answer.headers["retry-after"]) > 0
        assert request_code(signed_in).status_code == 429, "twice in a minute"


def test_fifty_requests_for_a_code_at_once_send_one_sms(
    signed_in: httpx.Client, run_jobs: Jobs, sms_network: httpx.Client
) -> None:
    with ThreadPoolExecutor(50) as pool:
        codes = [
            answer.status_code for answer in pool.map(lambda _: request_code(signed_in), range(50))
        ]
    assert sorted(codes) == [202] + [429] * 49
    run_jobs("sms")
    assert len(sms_network.get(f"/phones/{PHONE}").json()["sms"]) == 1


def test_digits_of_other_scripts_are_no_digits(signed_in: httpx.Client) -> None:
    for code in ("١٢٣٤٥٦", "12345", "1234567", "12345a", " 123456\n7", "1 2 3 4 5 6", ""):
        assert verify(signed_in, code).json()["code"] == "invalid_request"


@pytest.mark.parametrize("gap", [" ", "-", "\u00a0"])
def test_a_code_may_be_pasted_in_two_halves(
    signed_in: httpx.Client, read_code: Callable[[], str], gap: str
) -> None:
    request_code(signed_in)
    code = read_code()
    assert verify(signed_in, f" {code[:3]}{gap}{code[3:]} ").status_code == 200


def test_the_page_learns_how_the_code_stands(
    signed_in: httpx.Client, read_code: Callable[[], str], owner: Connection
) -> None:
    def status() -> dict[str, Any]:
        found: dict[str, Any] = signed_in.get("/auth/verify-phone").json()
        return found

    assert status() == {"resend_after": 0, "ends_in": None}
    request_code(signed_in)
    let_time_pass(owner, 40)
    found = status()
    assert 18 <= found["resend_after"] <= 20
    assert 255 <= found["ends_in"] <= 260
    for wrong in others(read_code(), 5):
        verify(signed_in, wrong)
    assert status()["ends_in"] is None, "a code that was tried too often is no code"
    for _ in range(2):
        let_time_pass(owner, 60)
        request_code(signed_in)
    assert 3300 < status()["resend_after"] < 3600, "three an hour"


def test_nobody_verifies_for_somebody_else(
    signed_in: httpx.Client,
    new_browser: Browsers,
    new_player: Callable[..., User],
    read_code: Callable[[], str],
) -> None:
    new_player(username="brian", is_verified=False)
    brian = new_browser()
    sign_in(brian, "brian", PASSWORD).raise_for_status()
    request_code(signed_in)
    assert verify(brian, read_code()).json()["code"] == "code_expired"
    assert new_browser().post("/auth/verify-phone", json={"code": "123456"}).status_code == 401


def reset(browser: httpx.Client, code: str, **fields: str) -> httpx.Response:
    body = {"identifier": "amina", "code": code, "new_password": NEW_PASSWORD, **fields}
    return browser.post("/auth/reset-password", json=body)


def forgot(browser: httpx.Client, identifier: str) -> httpx.Response:
    return browser.post("/auth/forgot-password", json={"identifier": identifier})


@pytest.mark.parametrize("name", ["Amina", "0711 000 001"])
def test_a_password_reset_signs_out_all_other_sessions(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str], name: str
) -> None:
    browser = new_browser()
    assert forgot(browser, name).json() == {"resend_after": 60, "ends_in": 300}
    code = read_code()
    assert reset(browser, code, identifier=name).status_code == 204
    assert signed_in.get("/users/me").status_code == 401
    assert signed_in.post("/auth/refresh").status_code == 401
    assert sign_in(browser, "amina", PASSWORD).status_code == 401
    assert sign_in(browser, "amina", NEW_PASSWORD).status_code == 200
    assert reset(browser, code).status_code == 422, "once"


def test_the_login_limit_does_not_block_a_password_reset(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    browser = new_browser()
    for _ in range(11):
        sign_in(browser, "amina", "wrong-password")
    assert sign_in(browser, "amina", PASSWORD).status_code == 429
    forgot(browser, "amina")
    assert reset(browser, read_code()).status_code == 204
    assert sign_in(browser, "amina", NEW_PASSWORD).status_code == 200


def test_a_reset_does_not_reveal_whether_an_account_exists(
    signed_in: httpx.Client, new_browser: Browsers, new_player: Callable[..., User], run_jobs: Jobs
) -> None:
    new_player(username="banned", is_active=False)
    browser = new_browser()
    answers = [
        forgot(browser, name) for name in ("amina", "amina", "nobody", "banned", "0799999999")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (202, '{"resend_after":60,"ends_in":300}')
    }
    assert run_jobs("sms") == ["sms.send_code"], "one SMS, to the active account"
    refused = [
        reset(browser, "000000", identifier=name)
        for name in ("amina", "nobody", "banned", "0799999999")
    ]
    assert {answer.status_code for answer in refused} == {422}
    assert {answer.json()["code"] for answer in refused} == {"code_wrong"}
    assert {answer.json()["detail"] for answer in refused} == {"This code is wrong or has ended."}


def test_a_reset_takes_the_same_time_for_every_name(
    signed_in: httpx.Client, new_browser: Browsers
) -> None:
    browser = new_browser()

    def seconds(name: str) -> float:
        began = perf_counter()
        forgot(browser, name)
        return perf_counter() - began

    # The quickest of each: a busy machine makes single answers slow, but none too quick.
    known, unknown = zip(*[(seconds("amina"), seconds("nobody")) for _ in range(5)], strict=True)
    assert min(*known, *unknown) >= get_settings().login.forgot_seconds
    assert abs(min(known) - min(unknown)) < 0.1


def test_asking_often_is_refused_for_known_and_unknown_alike(
    amina: User, new_browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGIN_FORGOT_SECONDS", "0")
    get_settings.cache_clear()
    browser = new_browser()
    for name in ("amina", "nobody"):
        assert [forgot(browser, name).status_code for _ in range(6)] == [202] * 5 + [429]


def test_a_code_for_the_phone_does_not_reset_the_password(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    request_code(signed_in)
    assert reset(new_browser(), read_code()).json()["code"] == "code_wrong"


def test_a_bad_new_password_does_not_use_the_code_up(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    browser = new_browser()
    forgot(browser, "amina")
    code = read_code()
    assert reset(browser, code, new_password="password12").json()["code"] == "password_weak"
    assert reset(browser, code, new_password="0711000001").json()["code"] == "password_weak"
    assert reset(browser, code).status_code == 204


def test_five_wrong_tries_void_the_reset_code(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    browser = new_browser()
    forgot(browser, "amina")
    code = read_code()
    assert {reset(browser, wrong).status_code for wrong in others(code, 5)} == {422}
    assert reset(browser, code).status_code == 422
    assert sign_in(browser, "amina", PASSWORD).status_code == 200, "nothing was changed"


def test_without_the_browser_that_asked_the_reset_code_is_worth_nothing(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    owner, stranger = new_browser(), new_browser()
    forgot(owner, "amina")
    code = read_code()
    assert reset(stranger, code).json()["code"] == "code_wrong"
    for wrong in others(code, 10):
        assert reset(stranger, wrong).status_code == 422
    assert reset(owner, code).status_code == 204, "and nobody else can use its tries up"


def test_a_strangers_request_replaces_nobodys_code(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str], owner: Connection
) -> None:
    browser, stranger = new_browser(), new_browser()
    forgot(browser, "amina")
    code = read_code()
    let_time_pass(owner, 60)
    forgot(stranger, "amina")
    assert reset(stranger, code).json()["code"] == "code_wrong"
    assert reset(browser, code).status_code == 204


def test_strangers_cannot_use_up_the_messages_of_a_known_device(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str], owner: Connection
) -> None:
    for _ in range(4):
        forgot(new_browser(), "amina")
        let_time_pass(owner, 60)
    signed_in.cookies.delete("refresh")
    forgot(signed_in, "amina")
    assert reset(signed_in, read_code()).status_code == 204


def test_a_second_request_keeps_the_code_of_the_first(
    signed_in: httpx.Client, new_browser: Browsers, read_code: Callable[[], str]
) -> None:
    browser = new_browser()
    forgot(browser, "amina")
    code = read_code()
    forgot(browser, "amina")  # too soon for another: the first is still the one
    assert reset(browser, code).status_code == 204


def test_no_table_holds_the_digits(
    signed_in: httpx.Client, read_code: Callable[[], str], owner: Connection
) -> None:
    request_code(signed_in)
    code = read_code()
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT purpose, phone, state, sends, tries_left, salt::text FROM sms_codes")
        assert code not in str(cursor.fetchall())
