"""Unverified accounts hold nothing: number and address belong to who proves them, and none learns
from us whether somebody plays here.

Rows of docs/security.md: S06, S38.
"""

import re
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.models.user import User
from tests.support.factories.player import PASSWORD as OWNERS_PASSWORD
from tests.support.web import PASSWORD, registration, sign_in

Browsers = Callable[[], httpx.Client]
Jobs = Callable[[str], list[str]]
PHONE = "254712345678"


@pytest.fixture
def owner_of_number(new_player: Callable[..., User]) -> User:
    return new_player(username="amina", phone=PHONE, email="amina@mail.example")


@pytest.fixture
def inbox(run_jobs: Jobs, sms_network: httpx.Client) -> Callable[[], list[str]]:
    """`inbox()` lets the worker send what waits; it returns the texts, newest first."""

    def read() -> list[str]:
        run_jobs("sms")
        return [sms["text"] for sms in sms_network.get(f"/phones/{PHONE}").json()["sms"]]

    return read


def register(browser: httpx.Client, username: str, **fields: Any) -> httpx.Response:
    body = registration(username=username, **{"phone": PHONE} | fields)
    answer = browser.post("/auth/register", json=body)
    if answer.is_success:
        sign_in(browser, username, PASSWORD).raise_for_status()
    return answer


def let_time_pass(owner: Connection, seconds: float) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE sms_codes SET created_at = created_at - %s * interval '1 second',"
            " expires_at = expires_at - %s * interval '1 second'",
            (seconds, seconds),
        )


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found.group()


def test_a_known_number_or_address_is_answered_like_a_new_one(
    new_browser: Browsers, owner_of_number: User, sms_network: httpx.Client, run_jobs: Jobs
) -> None:
    fresh = {"phone": "0722 000 111", "email": "fresh@mail.example"}
    known: list[dict[str, str]] = [
        {},
        {"phone": "0722 000 112", "email": "Amina@Mail.example."},
    ]
    expected = register(new_browser(), "newcomer", **fresh)
    assert expected.status_code == 201
    for n, fields in enumerate(known):
        browser = new_browser()
        answer = register(browser, f"mallory{n}", **fields)
        assert answer.status_code == 201
        assert answer.json().keys() == expected.json().keys()
        assert answer.json()["is_verified"] is False
        assert browser.get("/auth/verify-phone").json()["ends_in"] is not None
        again = browser.post("/auth/resend-code")
        assert (again.status_code, again.json()["code"]) == (429, "too_many_requests")


def test_the_owner_of_a_number_is_told_that_somebody_tried_once_a_day(
    new_browser: Browsers, owner_of_number: User, inbox: Callable[[], list[str]], owner: Connection
) -> None:
    mallory = new_browser()
    register(mallory, "mallory")
    (told,) = inbox()
    assert "somebody tried to use this number" in told
    assert not re.search(r"\d{6}", told)
    for n in range(3):
        let_time_pass(owner, 61)
        answer = mallory.post("/auth/resend-code")
        assert answer.status_code == (202 if n < 2 else 429)
    register(new_browser(), "mallet")
    assert inbox() == [told], "and no more"


def test_no_digits_of_a_known_number_verify_an_account(
    new_browser: Browsers, owner_of_number: User, owner: Connection
) -> None:
    mallory = new_browser()
    register(mallory, "mallory")
    answers = [mallory.post("/auth/verify-phone", json={"code": f"{n:06d}"}) for n in range(6)]
    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["code_wrong"] * 5 + ["code_expired"], "as for a new number"
    with owner.cursor() as cursor:
        cursor.execute("SELECT username FROM users WHERE is_verified")
        assert cursor.fetchall() == [("amina",)]


def test_a_number_belongs_to_who_proves_it_first(
    new_browser: Browsers, inbox: Callable[[], list[str]], owner: Connection
) -> None:
    squatter, amina = new_browser(), new_browser()
    register(squatter, "squatter")
    inbox()
    let_time_pass(owner, 61)
    assert register(amina, "amina", email="amina@mail.example").status_code == 201
    code = code_in(inbox()[0])
    assert squatter.post("/auth/verify-phone", json={"code": code}).json()["code"] == "code_wrong"
    assert amina.post("/auth/verify-phone", json={"code": code}).json()["is_verified"] is True
    assert sign_in(new_browser(), "0712345678", PASSWORD).is_success
    me = squatter.get("/users/me").json()
    assert (me["username"], me["is_verified"]) == ("squatter", False)


def test_of_two_who_hold_the_phone_one_keeps_it(
    new_browser: Browsers, inbox: Callable[[], list[str]], owner: Connection
) -> None:
    first, second = new_browser(), new_browser()
    register(first, "first")
    code_of_first = code_in(inbox()[0])
    let_time_pass(owner, 61)
    register(second, "second", email="second@mail.example")
    code_of_second = code_in(inbox()[0])
    assert first.post("/auth/verify-phone", json={"code": code_of_first}).is_success
    refused = second.post("/auth/verify-phone", json={"code": code_of_second})
    assert (refused.status_code, refused.json()["code"]) == (409, "phone_taken")


def test_an_address_belongs_to_the_first_who_proves_a_phone(
    new_browser: Browsers, owner_of_number: User, run_jobs: Jobs, sms_network: httpx.Client
) -> None:
    late = new_browser()
    register(late, "late", phone="0722000111", email="AMINA@mail.example")
    run_jobs("sms")
    text = sms_network.get("/phones/254722000111").json()["sms"][0]["text"]
    me = late.post("/auth/verify-phone", json={"code": code_in(text)}).json()
    assert (me["is_verified"], me["email"]) == (True, None)
    by_address = new_browser()
    assert sign_in(by_address, "amina@mail.example", OWNERS_PASSWORD).is_success
    assert by_address.get("/users/me").json()["username"] == "amina"


def test_a_number_that_one_account_names_is_a_name_to_sign_in_with(
    new_browser: Browsers, sms_network: httpx.Client
) -> None:
    register(new_browser(), "wanjiku")
    assert sign_in(new_browser(), PHONE, PASSWORD).is_success
    register(new_browser(), "mallory", email="m@mail.example")
    assert sign_in(new_browser(), PHONE, PASSWORD).status_code == 401, "whose is it?"
    assert sign_in(new_browser(), "wanjiku", PASSWORD).is_success


def test_a_reset_of_somebody_elses_number_sends_no_digits_to_it(
    new_browser: Browsers, owner_of_number: User, inbox: Callable[[], list[str]]
) -> None:
    browser = new_browser()
    register(browser, "mallory")
    inbox()
    browser.post("/auth/forgot-password", json={"identifier": "mallory"})
    assert not any(re.search(r"\d{6}", text) for text in inbox())


def test_a_mistyped_number_is_corrected_before_it_is_proved(
    new_browser: Browsers, sms_network: httpx.Client, run_jobs: Jobs, owner: Connection
) -> None:
    browser = new_browser()
    register(browser, "wanjiku", phone="0712345670")
    wrong = browser.post("/users/me/phone", json={"phone": "0712 345 678"})
    assert wrong.status_code == 429, "another SMS of this account waits for a minute, too"
    let_time_pass(owner, 61)
    answer = browser.post("/users/me/phone", json={"phone": "0712 345 678"})
    assert (answer.status_code, answer.json()) == (202, {"resend_after": 60, "ends_in": 300})
    assert browser.get("/users/me").json()["phone"] == PHONE
    run_jobs("sms")
    text = sms_network.get(f"/phones/{PHONE}").json()["sms"][0]["text"]
    verified = browser.post("/auth/verify-phone", json={"code": code_in(text)})
    assert verified.json()["is_verified"] is True


def test_registering_takes_the_same_time_for_a_known_number(
    new_browser: Browsers, owner_of_number: User
) -> None:
    browser = new_browser()

    def seconds(n: int, phone: str) -> float:
        body = registration(username=f"timed{n}x", phone=phone)
        began = perf_counter()
        browser.post("/auth/register", json=body).raise_for_status()
        return perf_counter() - began

    known = [seconds(n, PHONE) for n in range(8)]
    fresh = [seconds(100 + n, f"07330000{n:02d}") for n in range(8)]
    assert abs(median(known) - median(fresh)) < 0.05
