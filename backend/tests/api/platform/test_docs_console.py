"""The console at /docs: our own assets, no inline script, and a log-in that cannot be borrowed.

Rows of docs/security.md: S33, S39.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from app.api.console.jobs import JOBS
from app.main import create_app
from app.models.user import User
from devstack import staff_codes
from tests.api.platform.test_security_headers import ask
from tests.support.factories.player import PASSWORD
from tests.support.production import as_in_production
from tests.support.web import sign_in

Query = dict[str, str]
VERIFIER = secrets.token_urlsafe(48)
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@pytest.fixture
def asked(api_url: str) -> Query:
    return {
        "response_type": "code",
        "client_id": "docs-console",
        "redirect_uri": f"{api_url}/docs/oauth2-redirect",
        "state": "VHVlIERlYyAwMQ==",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }


@pytest.fixture
def console(browser: httpx.Client, api_url: str) -> httpx.Client:
    browser.base_url = f"{api_url}/docs"
    return browser


def log_in(console: httpx.Client, asked: Query, name: str, factor: str = "") -> httpx.Response:
    form = asked | {"username": name, "password": PASSWORD, "factor": factor}
    return console.post("/authorize", data=form)


def code_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def exchange(console: httpx.Client, asked: Query, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked["redirect_uri"],
        "client_id": "docs-console",
        "code_verifier": VERIFIER,
    }
    return console.post("/token", data=form | changes)


@pytest.mark.parametrize("page", ["/docs", "/docs/enrol", "/docs/oauth2-redirect"])
def test_a_page_and_all_that_it_loads_come_from_us(
    browser: httpx.Client, api_url: str, page: str
) -> None:
    shown = browser.get(f"{api_url}{page}")
    assert shown.status_code == 200
    policy = shown.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert shown.headers["cross-origin-opener-policy"] == "same-origin"
    assert not re.search(r"<script>|<style| style=| on\w+=|javascript:", shown.text)
    loaded = re.findall(r"(?:src|href)=\"([^\"#]+)\"", shown.text)
    assert len(loaded) > 2
    for path in loaded:
        assert path.startswith("/docs"), path
        assert browser.get(urljoin(api_url, path)).status_code == 200, path


def test_its_authorize_button_opens_our_own_page(browser: httpx.Client, api_url: str) -> None:
    schema = browser.get(f"{api_url}/docs/openapi.json").json()
    (flows,) = [
        scheme["flows"]
        for scheme in schema["components"]["securitySchemes"].values()
        if scheme["type"] == "oauth2"
    ]
    assert flows["authorizationCode"]["authorizationUrl"] == "/docs/authorize"
    assert flows["authorizationCode"]["tokenUrl"] == "/docs/token"


def test_the_operations_of_a_job_are_shown_alone(browser: httpx.Client, api_url: str) -> None:
    def tags(job: str) -> set[str]:
        paths = browser.get(f"{api_url}/docs/openapi.json?job={job}").json()["paths"]
        return {tag for path in paths.values() for one in path.values() for tag in one["tags"]}

    jobs = {job: tags(job) for job in JOBS}
    assert jobs["disputes"] == {"admin: disputes", "admin: messages", "admin: names"}
    assert not any(tag.startswith("admin") for tag in jobs["players"])
    assert set().union(*jobs.values()) == tags("") == tags("nothing-such")


def test_staff_signs_in_with_password_and_code(
    console: httpx.Client, new_player: Callable[..., User], asked: Query
) -> None:
    new_player(username="desk", role="admin")
    page = console.get("/authorize", params=asked)
    assert page.status_code == 200
    assert CHALLENGE in page.text
    without = log_in(console, asked, "desk")
    assert (without.status_code, "Type the code" in without.text) == (403, True)
    answer = log_in(console, asked, "desk", staff_codes.new_code("desk"))
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers or "refresh=" not in answer.headers["set-cookie"]
    location = answer.headers["location"]
    assert location.startswith(asked["redirect_uri"] + "?")
    assert parse_qs(urlsplit(location).query)["state"] == [asked["state"]]
    token = exchange(console, asked, code_of(answer)).json()
    assert (token["token_type"], token["expires_in"]) == ("bearer", 43_200)
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    api = str(console.base_url).replace("/docs", "/api/v1")
    assert console.get(f"{api}admin/alarms", headers=headers).status_code == 200


def test_a_code_is_burnt_on_use_and_its_session_ends_with_a_second(
    console: httpx.Client, new_player: Callable[..., User], asked: Query, api_url: str
) -> None:
    new_player(username="amina")
    code = code_of(log_in(console, asked, "amina"))
    token = exchange(console, asked, code).json()["access_token"]
    me, headers = f"{api_url}/api/v1/users/me", {"Authorization": f"Bearer {token}"}
    assert console.get(me, headers=headers).status_code == 200
    again = exchange(console, asked, code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    assert console.get(me, headers=headers).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": secrets.token_urlsafe(48)},
        {"code_verifier": ""},
        {"code_verifier": CHALLENGE},
        {"redirect_uri": "http://127.0.0.1:1/docs/oauth2-redirect"},
        {"client_id": "another"},
        {"grant_type": "password"},
    ],
)
def test_a_stolen_code_gives_no_token_and_is_burnt(
    console: httpx.Client, new_player: Callable[..., User], asked: Query, changes: Query
) -> None:
    new_player(username="amina")
    code = code_of(log_in(console, asked, "amina"))
    assert exchange(console, asked, code, **changes).status_code == 400
    assert exchange(console, asked, code).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"code_challenge": ""},
        {"code_challenge": CHALLENGE + "x"},
        {"redirect_uri": "https://evil.example/docs/oauth2-redirect"},
        {"redirect_uri": ""},
        {"client_id": "another"},
        {"response_type": "token"},
    ],
)
def test_a_wrong_request_leads_nowhere(
    console: httpx.Client, new_player: Callable[..., User], asked: Query, changes: Query
) -> None:
    new_player(username="amina")
    for answer in (
        console.get("/authorize", params=asked | changes),
        log_in(console, asked | changes, "amina"),
    ):
        assert (answer.status_code, "location" in answer.headers) == (400, False)
    more = asked["redirect_uri"]
    for near in (more + "/", more + "?x=1", more.replace("docs", "docs/../docs"), more.upper()):
        assert console.get("/authorize", params=asked | {"redirect_uri": near}).status_code == 400


def test_what_a_stranger_puts_into_the_page_is_text(console: httpx.Client, asked: Query) -> None:
    evil = '"><script>alert(1)</script>'
    shown = console.get("/authorize", params=asked | {"state": evil}).text
    assert "<script>" not in shown
    assert "&quot;&gt;&lt;script&gt;" in shown


def test_another_sites_page_cannot_sign_anybody_in(
    console: httpx.Client, new_player: Callable[..., User], asked: Query
) -> None:
    new_player(username="amina")
    console.headers["Origin"] = "https://evil.example"
    assert log_in(console, asked, "amina").status_code == 403


def test_production_has_a_console_only_where_its_origin_is_named(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch, asked: Query
) -> None:
    named = {"STAFF_CONSOLE_ORIGIN": "https://staff.wagewars.example"}
    with as_in_production(monkeypatch, **named):
        app = create_app()
        assert ask(app, "/docs").status_code == 200
        assert ask(app, "/openapi.json").status_code == 404
        for origin, status in (("http://api", 400), (named["STAFF_CONSOLE_ORIGIN"], 200)):
            query = httpx.QueryParams(asked | {"redirect_uri": f"{origin}/docs/oauth2-redirect"})
            assert ask(app, f"/docs/authorize?{query}").status_code == status


PATHS = ("/api/v1/admin/alarms", "/docs", "/docs/authorize", "/openapi.json")


@pytest.mark.parametrize(
    ("setting", "value", "is_open"),
    [
        ("STAFF_HOSTS", "staff.example, 127.0.0.1", True),
        ("STAFF_HOSTS", "staff.example", False),
        ("STAFF_ADDRESSES", "10.0.0.0/8,127.0.0.1", True),
        ("STAFF_ADDRESSES", "10.0.0.0/8,2001:db8::/32", False),
    ],
)
def test_the_paths_of_staff_are_there_for_named_hosts_and_addresses_only(
    browser: httpx.Client,
    new_player: Callable[..., User],
    api_url: str,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: str,
    is_open: bool,
) -> None:
    from app.core.settings import get_settings

    new_player(username="desk", role="admin")
    sign_in(browser, "desk", PASSWORD).raise_for_status()
    monkeypatch.setenv(setting, value)
    get_settings.cache_clear()
    for path in PATHS:
        is_there = browser.get(f"{api_url}{path}").status_code != 404
        assert is_there is is_open, path
    assert browser.get("/users/me").status_code == 200
    monkeypatch.undo()
    get_settings.cache_clear()
