"""Registering: one person, one phone, eighteen or older.

Rows of docs/security.md: S02, S08.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import NAIROBI, utc_now
from app.core.settings import get_settings
from app.domain.conduct.confusables import skeleton
from tests.support.arena import refusal
from tests.support.web import PASSWORD, registration, sign_in

TOO_LARGE = (413, "body_too_large")


def test_a_newcomer_gets_an_account_a_wallet_a_record_and_an_sms(
    browser: httpx.Client,
    sms_network: httpx.Client,
    run_jobs: Callable[[str], list[str]],
    check_ledger: Callable[[], None],
) -> None:
    answer = browser.post("/auth/register", json=registration(cod_username="Wanjiku#254"))

    assert answer.status_code == 201
    me = answer.json()
    assert me | {"id": 0, "created_at": "", "shown_as": ""} == {
        "id": 0,
        "username": "wanjiku",
        "email": "wanjiku@players.wagewars.example",
        "phone": "254712345678",
        "is_verified": False,
        "role": "player",
        "cod_username": "Wanjiku#254",
        "wallet_balance": "0.00",
        "current_rank": 1000,
        "language": "en",
        "created_at": "",
        "shown_as": "",
        "terms_due": False,
    }
    assert me["created_at"].endswith("Z")
    assert me["shown_as"].startswith("hidden-"), "a name is shown only with consent"
    assert "access_token" not in answer.text
    assert not answer.cookies, "registering does not sign in"
    assert PASSWORD not in answer.text

    assert run_jobs("sms") == ["sms.send_code"]
    (sms,) = sms_network.get("/phones/254712345678").json()["sms"]
    assert sms["text"].startswith("WageWars: your code is ")
    assert len(sms["text"]) <= 160, "one SMS is paid, not two"

    assert sign_in(browser, "wanjiku").status_code == 200
    assert browser.get("/users/me").json() == me
    assert browser.get("/users/me/stats").json()["total_matches"] == 0
    check_ledger()


def test_every_spelling_of_a_phone_is_one_number(browser: httpx.Client) -> None:
    spellings = ["0712345678", "712345678", "254712345678", "+254 712-345 678", "(0712) 345.678"]
    for n, spelling in enumerate(spellings):
        body = registration(username=f"speller{n}", phone=spelling)
        answer = browser.post("/auth/register", json=body)
        assert (answer.status_code, answer.json()["phone"]) == (201, "254712345678"), spelling


@pytest.mark.parametrize(
    ("username", "code", "status"),
    [
        ("WANJIKU", "username_taken", 409),
        ("wanjlku", "", 201),
        ("wanj1ku", "", 201),
        ("Wage_Wars", "username_reserved", 422),
        ("referee7", "username_reserved", 422),
    ],
)
def test_a_taken_or_reserved_username_is_refused(
    browser: httpx.Client, username: str, code: str, status: int
) -> None:
    browser.post("/auth/register", json=registration()).raise_for_status()
    answer = browser.post("/auth/register", json=registration(username=username))
    assert (answer.status_code, answer.json().get("code", "")) == (status, code)


@pytest.mark.parametrize(
    ("one", "alike"),
    [("killa", "kiIla"), ("simba10", "simbaIO"), ("marnba", "mamba"), ("vvarrior", "warrior")],
)
def test_a_username_that_looks_like_anothers_is_taken(
    browser: httpx.Client, one: str, alike: str
) -> None:
    browser.post("/auth/register", json=registration(username=one)).raise_for_status()
    answer = browser.post("/auth/register", json=registration(username=alike))
    assert (answer.status_code, answer.json()["code"]) == (409, "username_taken")


@given(st.text(st.sampled_from("abilrnmvwoIO01|LMNRVW_.-"), min_size=3, max_size=12))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_folds_usernames_as_the_rule_does(owner: Connection, name: str) -> None:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_replace(regexp_replace(lower(translate(%s, '1I0', 'llo')),"
            " 'rn', 'm', 'g'), 'vv', 'w', 'g')",
            (name.replace("|", ""),),
        )
        assert cursor.fetchall() == [(skeleton(name.replace("|", "")),)]


def test_fifty_simultaneous_registrations_of_one_name_make_one_account(
    new_browser: Callable[[], httpx.Client], owner: Connection, check_ledger: Callable[[], None]
) -> None:
    browser = new_browser()

    def register(n: int) -> int:
        body = registration(email=f"racer{n}@mail.example", phone=f"07220000{n:02d}")
        return browser.post("/auth/register", json=body).status_code

    with ThreadPoolExecutor(50) as pool:
        codes = list(pool.map(register, range(50)))

    assert sorted(codes) == [201] + [409] * 49
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM player_stats),"
            " (SELECT count(*) FROM sms_codes),"
            " (SELECT count(*) FROM accounts WHERE user_id IS NOT NULL)"
        )
        assert cursor.fetchone() == (1, 1, 1, 4)
    check_ledger()


def test_nobody_under_eighteen_by_nairobi_date_gets_in(browser: httpx.Client) -> None:
    today = utc_now().astimezone(NAIROBI).date()
    eighteen = today.replace(year=today.year - 18)
    young = registration(date_of_birth=(eighteen + timedelta(days=1)).isoformat())
    answer = browser.post("/auth/register", json=young)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_young")
    old_enough = registration(date_of_birth=eighteen.isoformat())
    assert browser.post("/auth/register", json=old_enough).status_code == 201


def test_all_that_cannot_be_right_is_named_at_once_each_at_its_field(
    browser: httpx.Client,
) -> None:
    wrong = registration(
        username="safaricom_bonus",
        phone="0812345678",
        date_of_birth="2999-01-01",
        password="1234567890",
    )
    answer = browser.post("/auth/register", json=wrong)
    assert refusal(answer) == (422, "invalid_request")
    named = {line["field"]: line["message"] for line in answer.json()["fields"]}
    assert set(named) == {"username", "phone", "date_of_birth", "password"}
    assert named["phone"] == "Enter a Kenyan mobile number, like 0712 345 678."

    one = browser.post("/auth/register", json=registration(phone="0812345678"))
    assert refusal(one) == (422, "phone_invalid"), "one alone keeps its own code"
    assert [line["field"] for line in one.json()["fields"]] == ["phone"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"phone": "0812345678"}, "phone_invalid"),
    ({"phone": "+1 212 555 0100"}, "phone_invalid"),
    ({"phone": "٠٧١٢٣٤٥٦٧٨"}, "phone_invalid"),
    ({"phone": ""}, "phone_invalid"),
    ({"password": "1234567890"}, "password_weak"),
    ({"password": "Password12!"}, "password_weak"),
    ({"password": "0712345678"}, "password_weak"),
    ({"password": "wanjiku@players.wagewars.example"}, "password_weak"),
    ({"password": "short"}, "invalid_request"),
    ({"password": "x" * 129}, "invalid_request"),
    ({"password": None}, "invalid_request"),
    ({"username": "0712345678"}, "invalid_request"),
    ({"username": "me"}, "invalid_request"),
    ({"username": "w" * 21}, "invalid_request"),
    ({"username": "a b c"}, "invalid_request"),
    ({"username": "nul\x00name"}, "invalid_request"),
    ({"username": "wanjiku@mail.example"}, "invalid_request"),
    ({"email": "nobody"}, "invalid_request"),
    ({"email": "nul\x00@mail.example"}, "invalid_request"),
    ({"email": "a@b@c.example"}, "invalid_request"),
    ({"email": "amina@mail..example"}, "invalid_request"),
    ({"username": "safaricom_bonus"}, "username_reserved"),
    ({"password": "          "}, "password_weak"),
    ({"password": "nine-9999"}, "invalid_request"),
    ({"date_of_birth": "2999-01-01"}, "too_young"),
    ({"date_of_birth": "0001-01-01"}, "invalid_request"),
    ({"date_of_birth": "1999-02-30"}, "invalid_request"),
    ({"cod_username": "nul\x00"}, "invalid_request"),
    ({"cod_username": "w" * 31}, "invalid_request"),
    ({"cod_username": "two  blanks"}, "invalid_request"),
    ({"cod_username": "fire🔥#1"}, "invalid_request"),
    ({"cod_username": "\u202eecA"}, "invalid_request"),
    ({"cod_username": "\u0639\u0645\u0631"}, "invalid_request"),
    ({"cod_username": "z\u0300\u0301\u0302\u0303algo"}, "invalid_request"),
    ({"cod_username": "zero\u200bwidth"}, "invalid_request"),
    ({"role": "admin"}, "invalid_request"),
    ({"is_verified": True}, "invalid_request"),
    ({"wallet_balance": "1000.00"}, "invalid_request"),
]


def test_invalid_registrations_are_refused(browser: httpx.Client, owner: Connection) -> None:
    for fields, code in REFUSED:
        answer = browser.post("/auth/register", json=registration(**fields))
        assert (answer.status_code, answer.json()["code"]) == (422, code), fields
        assert PASSWORD not in answer.text
    with owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM users")
        assert cursor.fetchone() == (0,)


def test_a_password_is_kept_exactly_as_it_was_typed(browser: httpx.Client) -> None:
    exact = [
        "Ng'ombe hazeeki maini " * 4,
        "🔥🎮🏆💰🦁🐘🌍🥁" * 8,  # 64 letters, 256 bytes
        "ab\x00cd-efgh-9",
        "  two blanks  ",
    ]
    for n, password in enumerate(exact):
        name = f"player{n}"
        body = registration(
            username=name, email=f"{name}@mail.example", phone=f"071200000{n}", password=password
        )
        browser.post("/auth/register", json=body).raise_for_status()
        assert sign_in(browser, name, password).status_code == 200, password
        assert sign_in(browser, name, password[:-1]).status_code == 401, password
        assert sign_in(browser, name, password.strip() + "z").status_code == 401, password


def test_one_password_typed_on_a_mac_and_on_a_phone_is_the_same(browser: httpx.Client) -> None:
    body = registration(password="cafe\u0301 na mandazi")
    browser.post("/auth/register", json=body).raise_for_status()
    assert sign_in(browser, "wanjiku", "café na mandazi").status_code == 200


def test_half_a_letter_in_json_is_a_refusal_and_no_crash(browser: httpx.Client) -> None:
    for field in ("username", "email", "phone", "password", "cod_username"):
        body = (
            str(registration(**{field: "HALF"})).replace("'", '"').replace("HALF", r"\ud800abcdefg")
        )
        answer = browser.post(
            "/auth/register", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, field


def test_a_body_longer_than_any_form_is_not_read(browser: httpx.Client) -> None:
    for length in (1_000_000, 9_000):
        body = registration(password="x" * length)
        assert refusal(browser.post("/auth/register", json=body)) == TOO_LARGE
        form = {"username": "amina", "password": "x" * length}
        assert refusal(browser.post("/auth/login", data=form)) == TOO_LARGE
        chunks = iter([json.dumps(body).encode()])  # does not declare its length
        headers = {"Content-Type": "application/json"}
        answer = browser.post("/auth/register", content=chunks, headers=headers)
        assert refusal(answer) == TOO_LARGE


def test_one_address_opens_only_so_many_accounts(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    monkeypatch.setenv("RATE_REGISTER_PER_ADDRESS", "2 per hour")
    get_settings.cache_clear()
    answers = []
    for n in range(3):
        body = registration(username=f"p{n}xx", email=f"p{n}@mail.example", phone=f"071200000{n}")
        answers.append(browser.post("/auth/register", json=body))
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "too_many_requests"
    assert 3500 < int(answers[2].headers["retry-after"]) <= 3600
    assert sign_in(browser, "p0xx").status_code == 200, "signing in still works"
