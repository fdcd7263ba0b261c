"""Every answer tells browsers what they must not do with it, whoever gives it.

Rows of docs/security.md: S43, S44, S56, S62.
"""

import asyncio
import base64
import os
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from pydantic import ValidationError

from app.core.clock import utc_now
from app.main import create_app
from tests.support.production import as_in_production, start

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
}
HSTS = "max-age=63072000; includeSubDomains"
HOOK = "/hooks/d/0123456789abcdef0123456789abcdef/stk"
# Each way on which an answer leaves: routes, refusals, fast paths, files, and what no route serves.
REQUESTS: list[tuple[str, str, int]] = [
    ("GET", "/api/v1/users/me", 401),
    ("GET", "/api/v1/leaderboard", 200),
    ("GET", "/api/v1/leaderboard?limit=x", 422),
    ("POST", "/api/v1/auth/login", 422),
    ("POST", "/api/v1/auth/logout", 204),
    ("GET", "/api/v1/there/is/nothing", 404),
    ("GET", "/nothing", 404),
    ("DELETE", "/api/v1/users/me", 405),
    ("OPTIONS", "/api/v1/users/me", 405),
    ("POST", HOOK, 404),
    ("GET", HOOK, 405),
    ("GET", "/livez", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/openapi.json", 200),
    ("GET", "/docs", 200),
    ("GET", "/docs/assets/swagger-ui.css", 200),
    ("GET", "/docs/assets/nothing", 404),
]


def lacking(answer: httpx.Response) -> list[str]:
    headers = answer.headers
    missing = [name for name, value in EVERYWHERE.items() if headers.get(name) != value]
    if "frame-ancestors 'none'" not in headers.get("content-security-policy", ""):
        missing.append("content-security-policy")
    return missing


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_an_answer_cannot_be_sniffed_framed_or_loaded_elsewhere(
    browser: httpx.Client, api_url: str, method: str, path: str, status: int
) -> None:
    answer = browser.request(
        method, f"{api_url}{path}", content=b"{}" if method == "POST" else None
    )
    assert answer.status_code == status
    assert lacking(answer) == []
    assert "strict-transport-security" not in answer.headers


def test_a_body_that_is_too_large_is_refused_with_them(browser: httpx.Client) -> None:
    answer = browser.post("/auth/forgot-password", content=b"x" * 70_000)
    assert (answer.status_code, lacking(answer)) == (413, [])


def test_in_production_browsers_keep_to_https(
    browser: httpx.Client, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_in_production(monkeypatch):
        for method, path, status in REQUESTS[:13]:
            answer = browser.request(method, f"{api_url}{path}")
            assert answer.headers["strict-transport-security"] == HSTS, (path, status)


def test_no_redirect_is_built_from_the_host(browser: httpx.Client, api_url: str) -> None:
    for path in ("/api/v1/users/me/", "/docs/", "/docs/assets", "/livez/", "//evil.example/"):
        answer = browser.get(f"{api_url}{path}", headers={"Host": "evil.example"})
        assert answer.status_code == 404, path
        assert "location" not in answer.headers


STRANGERS = [
    *("https://evil.example", "https://wagewars.example.evil.example", "null", "", "*"),
    *("https://evilwagewars.example", "https://wagewars.example.", "https://wagewars.example:444"),
    *("http://wagewars.example", "https://WAGEWARS.example@evil.example", "file://", "data:,x"),
    *(
        "https://a.wagewars.example",
        "https://xn--wagewars-xample.example",
        "https://wagewars.example/",
    ),
    *("https://wagewars.example%60.evil.example", "chrome-extension://abcdefgh", "http://["),
    *("https://wagewars.example https://evil.example", "https://127.0.0.1", "http://localhost"),
]


def test_no_other_site_may_read_an_answer(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = "https://www.wagewars.example"  # of CORS_ORIGINS
    with as_in_production(monkeypatch):
        app = create_app()
        for method in ("GET", "OPTIONS"):
            asked = {"Access-Control-Request-Method": "POST"} if method == "OPTIONS" else {}
            for origin in STRANGERS:
                answer = ask(app, "/api/v1/users/me", method=method, Origin=origin, **asked)
                assert "access-control-allow-origin" not in answer.headers, origin
            answer = ask(app, "/api/v1/users/me", method=method, Origin=ours, **asked)
            assert answer.headers["access-control-allow-origin"] == ours
            assert answer.headers["access-control-allow-credentials"] == "true"


def test_a_crash_says_nothing_of_its_cause(browser: httpx.Client) -> None:
    def crash() -> None:
        raise RuntimeError("phone 254712345678 of /srv/wagewars")

    app = create_app()
    app.add_api_route("/crash", crash)
    answer = ask(app, "/crash")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert answer.json()["request_id"]
    assert lacking(answer) == []
    assert "RuntimeError" not in answer.text
    assert "254712345678" not in answer.text


def handshake(api_url: str, path: str, origin: str) -> httpx.Response:
    """Ask for a socket as a browser would; return the answer to the handshake."""
    key = base64.b64encode(os.urandom(16)).decode()
    return httpx.get(
        f"{api_url}{path}",
        headers={
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
            "Origin": origin,
        },
    )


@pytest.mark.parametrize(
    ("path", "origin"),
    [("/ws", "https://evil.example"), ("/ws", "http://["), ("/nothing", "http://localhost:3000")],
)
def test_a_refused_handshake_has_them_too(api_url: str, path: str, origin: str) -> None:
    answer = handshake(api_url, path, origin)
    assert (answer.status_code, lacking(answer)) == (403, [])


def ask(app: FastAPI, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Ask a second application, whose lifespan is not run: it would end that of the first."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(get())


@pytest.mark.parametrize(
    "path",
    [
        *("/docs", "/docs/assets/swagger-ui.css", "/openapi.json", "/redoc", "/metrics"),
        "/healthz/deep",
    ],
)
def test_production_shows_strangers_no(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with as_in_production(monkeypatch):
        app = create_app()
        assert ask(app, path).status_code == 404
        assert ask(app, "/livez").status_code == 200


def test_whoever_found_a_weakness_is_told_where_to_report_it(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/.well-known/security.txt"
    with as_in_production(monkeypatch):
        assert ask(create_app(), path).status_code == 404
    contact = "https://wagewars.example/report"
    with as_in_production(monkeypatch, SECURITY_CONTACT=contact):
        answer = ask(create_app(), path)
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == contact
    assert fields["Canonical"].endswith(path)
    left = datetime.fromisoformat(fields["Expires"]) - utc_now()
    assert timedelta(days=100) < left < timedelta(days=365)


@pytest.mark.parametrize("contact", ["me", "http://wagewars.example", "https://x\nExpires: never"])
def test_a_contact_is_an_address_on_one_line(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    start(monkeypatch)
    with pytest.raises(ValidationError):
        start(monkeypatch, SECURITY_CONTACT=contact)


def test_production_shows_metrics_with_the_token(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "Zk3Vw8Rt5Ym2Qx7Bn4Hd9Jc6Lf1Gp0Sa"
    with as_in_production(monkeypatch, METRICS_TOKEN=token):
        app = create_app()
        for wrong in ("", token, f"Basic {token}", f"Bearer {token[:-1]}", "Bearer"):
            assert ask(app, "/metrics", Authorization=wrong).status_code == 404, wrong
        assert ask(app, "/metrics", Authorization=f"Bearer {token}").status_code == 200
