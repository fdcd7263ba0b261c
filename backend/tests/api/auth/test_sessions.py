"""Staying signed in and signing out: two tabs get on, a thief does not.

Rows of docs/security.md: S19, S20, S21, S22, S23, S25, S26, S39.
"""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from jose import jwt  # noqa: TID251  # it forges tokens
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core import keys
from app.core.clock import utc_now
from app.core.security import new_access_token
from app.core.settings import get_settings
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.production import as_in_production
from tests.support.web import registration, sign_in

Browsers = Callable[[], httpx.Client]


@pytest.fixture
def amina(new_player: Callable[..., User]) -> User:
    return new_player(username="amina")


@pytest.fixture
def signed_in(browser: httpx.Client, amina: User) -> httpx.Client:
    sign_in(browser, "amina", PASSWORD).raise_for_status()
    return browser


def copy_cookie(of: httpx.Client, to: httpx.Client) -> httpx.Client:
    to.cookies.set("refresh", of.cookies["refresh"])
    return to


def let_time_pass(owner: Connection, **span: float) -> None:
    """Move everything that is written about sessions into the past."""
    with owner, owner.cursor() as cursor:
        ago = timedelta(**span)
        cursor.execute("UPDATE refresh_tokens SET used_at = used_at - %s", (ago,))
        cursor.execute(
            "UPDATE login_sessions SET created_at = created_at - %s,"
            " last_used_at = last_used_at - %s, expires_at = expires_at - %s",
            (ago, ago, ago),
        )


def test_a_refresh_gives_new_keys_and_both_work(signed_in: httpx.Client) -> None:
    old = signed_in.cookies["refresh"]
    answer = signed_in.post("/auth/refresh")
    assert answer.status_code == 200
    assert signed_in.cookies["refresh"] != old
    signed_in.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    assert signed_in.get("/users/me").status_code == 200
    assert signed_in.post("/auth/refresh").status_code == 200


def test_two_tabs_that_refresh_together_both_stay_signed_in(
    signed_in: httpx.Client, new_browser: Browsers
) -> None:
    tabs = [copy_cookie(signed_in, new_browser()) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda tab: tab.post("/auth/refresh"), tabs))
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        token = answer.json()["access_token"]
        me = signed_in.get("/users/me", headers={"Authorization": f"Bearer {token}"})
        assert me.status_code == 200
    # The browser keeps one of the cookies for all tabs, and goes on with it.
    assert tabs[3].post("/auth/refresh").status_code == 200


def test_an_answer_that_was_lost_on_the_way_can_be_asked_for_again(
    signed_in: httpx.Client, new_browser: Browsers, owner: Connection
) -> None:
    phone = copy_cookie(signed_in, new_browser())
    signed_in.post("/auth/refresh").raise_for_status()  # its answer never reached the phone
    assert phone.post("/auth/refresh").status_code == 200
    let_time_pass(owner, minutes=9)
    assert phone.post("/auth/refresh").status_code == 200


def test_a_stolen_old_token_ends_the_whole_session(
    signed_in: httpx.Client, new_browser: Browsers, owner: Connection
) -> None:
    thief = copy_cookie(signed_in, new_browser())
    answer = signed_in.post("/auth/refresh")
    signed_in.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    let_time_pass(owner, seconds=11)

    refused = thief.post("/auth/refresh")

    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    assert "two places" in refused.json()["detail"]
    assert signed_in.get("/users/me").json()["code"] == "session_ended", "access tokens, too"
    assert signed_in.post("/auth/refresh").status_code == 401
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT ended_because FROM login_sessions")
        assert cursor.fetchall() == [("token_reused",)]


def test_a_quick_thief_is_found_when_the_owner_goes_on(
    signed_in: httpx.Client, new_browser: Browsers, owner: Connection
) -> None:
    thief = copy_cookie(signed_in, new_browser())
    signed_in.post("/auth/refresh").raise_for_status()
    thief.post("/auth/refresh").raise_for_status()  # within the grace: a token chain of its own
    let_time_pass(owner, minutes=10)
    assert thief.post("/auth/refresh").status_code == 200  # this voids the owner's token
    let_time_pass(owner, minutes=10)
    assert signed_in.post("/auth/refresh").status_code == 401
    assert thief.post("/auth/refresh").status_code == 401, "and so does the thief's token chain"


def test_only_that_device_is_signed_out(
    signed_in: httpx.Client, new_browser: Browsers, owner: Connection
) -> None:
    other = new_browser()
    sign_in(other, "amina", PASSWORD).raise_for_status()
    answer = signed_in.post("/auth/logout")
    assert (answer.status_code, answer.headers["clear-site-data"]) == (204, '"cache"')
    assert "refresh" not in signed_in.cookies
    assert signed_in.get("/users/me").status_code == 401, "at once, not when the token ends"
    assert signed_in.post("/auth/refresh").json()["code"] == "not_signed_in"
    assert other.get("/users/me").status_code == 200


def test_signing_out_works_with_either_key_and_twice(
    signed_in: httpx.Client, new_browser: Browsers
) -> None:
    without_cookie = new_browser()
    without_cookie.headers["Authorization"] = signed_in.headers["Authorization"]
    assert without_cookie.post("/auth/logout").status_code == 204
    assert signed_in.get("/users/me").status_code == 401
    assert signed_in.post("/auth/logout").status_code == 204
    assert new_browser().post("/auth/logout").status_code == 204


def test_devices_are_listed_and_ended(signed_in: httpx.Client, new_browser: Browsers) -> None:
    phone = new_browser()
    # A header may hold what no page can show: here a soft hyphen.
    phone.headers = httpx.Headers({b"User-Agent": b"A phone\xad" + b"!" * 300})
    sign_in(phone, "amina", PASSWORD).raise_for_status()
    listed = signed_in.get("/auth/sessions").json()
    assert [device["current"] for device in listed] == [False, True]
    assert listed[0]["user_agent"] == "A phone" + "!" * 193
    assert signed_in.delete(f"/auth/sessions/{listed[0]['id']}").status_code == 204
    assert phone.get("/users/me").status_code == 401
    assert phone.post("/auth/refresh").status_code == 401
    assert len(signed_in.get("/auth/sessions").json()) == 1


def test_all_other_devices_are_signed_out_at_once(
    signed_in: httpx.Client, new_browser: Browsers
) -> None:
    others = [new_browser() for _ in range(3)]
    for other in others:
        sign_in(other, "amina", PASSWORD).raise_for_status()
    assert signed_in.delete("/auth/sessions").status_code == 204
    for other in others:
        assert other.get("/users/me").json()["code"] == "session_ended"
        assert other.post("/auth/refresh").status_code == 401
    assert [device["current"] for device in signed_in.get("/auth/sessions").json()] == [True]
    assert new_browser().delete("/auth/sessions").status_code == 401


@pytest.mark.parametrize(
    ("span", "status"), [({"minutes": 13}, 200), ({"minutes": 16}, 401), ({"hours": 13}, 401)]
)
def test_staff_signs_in_anew_after_a_break_and_each_day(
    new_browser: Browsers,
    new_player: Callable[..., User],
    owner: Connection,
    span: dict[str, float],
    status: int,
) -> None:
    new_player(username="desk", role="admin")
    browser = new_browser()
    sign_in(browser, "desk", PASSWORD).raise_for_status()
    let_time_pass(owner, **span)
    assert browser.get("/admin/alarms").status_code == status
    assert browser.get("/users/me").status_code == status


def test_staff_that_goes_on_working_is_signed_out_after_twelve_hours(
    new_browser: Browsers, new_player: Callable[..., User], owner: Connection
) -> None:
    new_player(username="desk", role="admin")
    browser = new_browser()
    sign_in(browser, "desk", PASSWORD).raise_for_status()
    codes = []
    for _ in range(75):
        let_time_pass(owner, minutes=10)
        codes.append(browser.get("/admin/alarms").status_code)
    assert codes == [200] * 71 + [401] * 4


def test_staff_gets_nothing_to_refresh_and_an_old_cookie_is_of_no_use(
    signed_in: httpx.Client,
    amina: User,
    owner: Connection,
    new_browser: Browsers,
    new_player: Callable[..., User],
) -> None:
    new_player(username="desk", role="admin")
    browser = new_browser()
    answer = sign_in(browser, "desk", PASSWORD)
    assert "refresh" not in browser.cookies
    assert answer.json()["expires_in"] == 43_200
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE users SET role = 'admin' WHERE id = %s", (amina.id,))
    refused = signed_in.post("/auth/refresh")
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")


def test_nobody_ends_somebody_elses_session(
    signed_in: httpx.Client, new_browser: Browsers, new_player: Callable[..., User]
) -> None:
    new_player(username="brian")
    brian = new_browser()
    sign_in(brian, "brian", PASSWORD).raise_for_status()
    (device,) = signed_in.get("/auth/sessions").json()
    for number in (device["id"], 999_999, 2**63 - 1):
        assert brian.delete(f"/auth/sessions/{number}").status_code == 404
    assert brian.delete(f"/auth/sessions/{2**63}").status_code == 422
    assert signed_in.get("/users/me").status_code == 200


@pytest.mark.parametrize("span", [{"days": 15}, {"days": 31}])
def test_a_session_ends_by_itself(
    signed_in: httpx.Client, owner: Connection, span: dict[str, float]
) -> None:
    let_time_pass(owner, **span)
    assert signed_in.post("/auth/refresh").json()["code"] == "session_ended"


def test_an_active_session_ends_after_thirty_days(
    signed_in: httpx.Client, owner: Connection
) -> None:
    for _ in range(3):
        let_time_pass(owner, days=9)
        assert signed_in.post("/auth/refresh").status_code == 200
    let_time_pass(owner, days=4)
    assert signed_in.post("/auth/refresh").status_code == 401


PAGES: list[tuple[dict[str, str], int]] = [
    ({}, 200),
    ({"Origin": "http://localhost:3000"}, 200),
    ({"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://192.168.1.7:3000"}, 200),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "http://localhost:3000.evil.example"}, 403),
    ({"Origin": "http://localhost:30001"}, 403),
    ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "none", "Origin": "https://evil.example"}, 403),
    ({"Origin": "http://["}, 403),
    ({"Origin": ""}, 403),
]


def test_another_sites_page_cannot_use_the_cookie(signed_in: httpx.Client) -> None:
    for headers, status in PAGES:
        answer = signed_in.post("/auth/refresh", headers=headers)
        assert answer.status_code == status, headers
        if status == 403:
            assert signed_in.post("/auth/logout", headers=headers).status_code == 403, headers
    assert signed_in.get("/users/me").status_code == 200


ENTRANCES: dict[str, dict[str, Any]] = {
    "/auth/login": {"data": {"username": "amina", "password": PASSWORD}},
    "/auth/register": {"json": registration()},
    "/auth/verify-phone": {"json": {"code": "123456"}},
    "/auth/resend-code": {},
    "/auth/forgot-password": {"json": {"identifier": "amina"}},
    "/auth/reset-password": {
        "json": {"identifier": "amina", "code": "123456", "new_password": PASSWORD}
    },
}


@pytest.mark.parametrize("path", ENTRANCES)
def test_another_sites_page_cannot_sign_anybody_in(
    browser: httpx.Client, amina: User, path: str
) -> None:
    """Or the player would deposit into an account whose password the attacker knows."""
    for headers, status in PAGES:
        answer = browser.post(path, headers=headers, **ENTRANCES[path])
        is_refused = (answer.status_code, answer.json().get("code")) == (403, "not_allowed")
        assert is_refused == (status == 403), (headers, answer.text)
        assert ("set-cookie" in answer.headers) <= (status == 200), headers


def test_in_production_only_named_pages_sign_in(
    browser: httpx.Client, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name of the attacker's that leads to our address is a host, too, but none of ours."""
    elsewhere = {"Origin": "http://rebound.example", "Host": "rebound.example"}
    form = ENTRANCES["/auth/login"]
    assert browser.post("/auth/login", headers=elsewhere, **form).status_code == 200
    with as_in_production(monkeypatch):
        assert browser.post("/auth/login", headers=elsewhere, **form).status_code == 403
        ours = {"Origin": get_settings().public_web_url}
        answer = browser.post("/auth/login", headers=ours, **form)
    assert answer.status_code == 200
    assert answer.headers["set-cookie"].startswith("__Host-refresh=")


def forged(user_id: int, session_id: int) -> list[tuple[str, str]]:
    """Return tokens that somebody might make, each with what is wrong about it."""
    key = keys.current(keys.Purpose.TOKENS)
    now = int(utc_now().timestamp())
    good: dict[str, Any] = {
        "sub": str(user_id),
        "sid": session_id,
        "jti": "x",
        "iat": now,
        "exp": now + 600,
        "iss": "wagewars",
        "aud": "wagewars-api",
        "typ": "access",
    }
    changed: list[tuple[str, dict[str, Any]]] = [
        ("expired", {"exp": now - 60}),
        ("made in the future", {"iat": now + 60}),
        ("made in the far future", {"iat": 10**30}),
        ("other audience", {"aud": "somebody"}),
        ("other issuer", {"iss": "somebody"}),
        ("other type", {"typ": "refresh"}),
        ("no subject", {"sub": ""}),
        ("subject is no number", {"sub": "1 OR 1=1"}),
        ("huge subject", {"sub": str(2**80)}),
        ("huge session", {"sid": 2**80}),
        ("negative session", {"sid": -1}),
        ("session of nobody", {"sid": 10**9}),
        ("session is null", {"sid": None}),
    ]
    tokens = [(wrong, signed(good | change, key)) for wrong, change in changed]
    for name in ("sub", "sid", "jti", "iat", "exp", "iss", "aud", "typ"):
        claims = {claim: value for claim, value in good.items() if claim != name}
        tokens.append((f"without {name}", signed(claims, key)))
    head, body, signature = signed(good, key).split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    old = keys.Key(key.id, get_settings().secret_key.get_secret_value().encode())
    return [
        *tokens,
        ("other key", signed(good, keys.Key(key.id, b"another key, as long as the first"))),
        ("the root of the ring", signed(good, old)),
        ("other algorithm", signed(good, key, algorithm="HS512")),
        ("no key named", signed(good, key, kid=None)),
        ("unknown key", signed(good, key, kid="0" * 8)),
        ("the key is a list", signed(good, key, kid=[key.id])),
        ("the key is a path", signed(good, key, kid="../../dev/null")),
        ("unsigned", f"{none}.{body}."),
        ("algorithm none", f"{none}.{body}.{signature}"),
        ("cut signature", f"{head}.{body}.{signature[:-2]}"),
        ("no parts", "abc"),
        ("empty parts", ".."),
        ("not ascii", "é.é.é"),
        *((name, f"{encoded(odd)}.{body}.{signature}") for name, odd in ODD_HEADERS.items()),
    ]


ODD_HEADERS = {
    "a deep header": '{"alg":"HS256","kid":' + "[" * 700 + "]" * 700 + "}",
    "a very deep header": '{"alg":"HS256","kid":' + "[" * 20_000 + "]" * 20_000 + "}",
    "a list for a header": '["HS256"]',
    "a number for a header": "1e400",
    "a header of surrogates": '{"alg":"HS256","kid":"\\ud800"}',
    "a header with NUL": '{"alg":"HS256","kid":"\\u0000"}',
    "an algorithm that is an object": '{"alg":{"a":1},"kid":"x"}',
}


def encoded(header: str) -> str:
    return base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")


def signed(claims: dict[str, Any], key: keys.Key, algorithm: str = "HS256", **header: Any) -> str:
    headers = {"kid": key.id} | header
    return str(jwt.encode(claims, key.secret, algorithm=algorithm, headers=headers))


def test_no_forged_token_is_believed(signed_in: httpx.Client, amina: User) -> None:
    (device,) = signed_in.get("/auth/sessions").json()
    good = new_access_token(amina.id, session_id=device["id"], now=utc_now())
    assert signed_in.get("/users/me", headers={"Authorization": f"Bearer {good}"}).is_success
    for wrong, token in forged(amina.id, device["id"]):
        header = f"Bearer {token}".encode()
        answer = signed_in.get("/users/me", headers={b"Authorization": header})
        assert answer.status_code == 401, wrong
        assert answer.headers["content-type"] == "application/problem+json"


def test_one_players_token_does_not_open_anothers_session(
    signed_in: httpx.Client, new_player: Callable[..., User]
) -> None:
    brian = new_player(username="brian")
    (device,) = signed_in.get("/auth/sessions").json()
    crossed = new_access_token(brian.id, session_id=device["id"], now=utc_now())
    answer = signed_in.get("/users/me", headers={"Authorization": f"Bearer {crossed}"})
    assert answer.status_code == 401


def test_the_refresh_token_is_no_access_token(signed_in: httpx.Client) -> None:
    token = signed_in.cookies["refresh"]
    answer = signed_in.get("/users/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_no_table_holds_a_token_in_clear(signed_in: httpx.Client, owner: Connection) -> None:
    token = signed_in.cookies["refresh"]
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM refresh_tokens t UNION SELECT s::text FROM login_sessions s"
        )
        assert token not in str(cursor.fetchall())
