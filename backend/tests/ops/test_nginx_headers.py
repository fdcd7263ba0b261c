"""The proxy believes no header that a client sends, and sends its own with every answer.

Rows of docs/security.md: S43, S46, S52, S53, S61.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.problems import ProblemCode
from tests.support import proxy as proxies
from tests.support.proxy import CDN, SAFARICOM, Proxy

HOOK = "/hooks/d/" + "s3cret" * 6 + "/stk"
SECURITY = (
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "content-security-policy",
    "cross-origin-resource-policy",
    "referrer-policy",
    "x-request-id",
)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxies.running(tmp_path_factory.mktemp("nginx")) as running:
        yield running


@pytest.mark.parametrize("path", ["/api/v1/users/me", "/api/v1/auth/login", "/livez", "/wallet"])
def test_forged_headers_are_not_believed(proxy: Proxy, path: str) -> None:
    forged = {
        "X-Forwarded-For": "9.9.9.9",
        "X-Real-IP": "9.9.9.9",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Request-Id": "forged-by-the-caller",
        "Forwarded": "for=9.9.9.9;proto=http",
        "CF-Connecting-IP": "9.9.9.9",
        "Proxy": "http://evil.example",
    }

    answer = proxy.ask(path, headers=forged, sent_from="127.0.0.5")

    asked = answer.json()
    assert asked["address"] == "127.0.0.5"
    assert asked["scheme"] == "https"
    assert asked["headers"]["host"] == asked["headers"]["x-forwarded-host"] == "localhost"
    assert asked["headers"]["x-request-id"] == answer.headers["x-request-id"]
    assert proxy.log(answer.headers["x-request-id"])["address"] == "127.0.0.5"
    del asked["headers"]["cf-connecting-ip"]  # passed on, and read by nobody
    assert "9.9.9.9" not in str(asked)
    assert "forged" not in str(asked)
    assert "evil" not in str(asked)


def test_a_name_that_is_not_ours_gets_no_page_and_no_redirect(proxy: Proxy) -> None:
    answer = proxy.ask("/wallet", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.json()["code"]) == (421, "not_found")
    with proxy.client() as client:
        plain = client.get(f"http://localhost:{proxy.http_port}/x?y=1")
        forged = client.get(
            f"http://localhost:{proxy.http_port}/", headers={"Host": "evil.example"}
        )
        alive = client.get(f"http://127.0.0.1:{proxy.http_port}/proxy-livez")
    assert (plain.status_code, plain.headers["location"]) == (308, "https://localhost/x?y=1")
    assert (forged.status_code, "location" in forged.headers) == (421, False)
    assert (alive.status_code, alive.text) == (200, "ok\n")


def test_what_stands_in_front_of_us_may_say_who_calls(proxy: Proxy) -> None:
    answer = proxy.ask("/livez", headers={"CF-Connecting-IP": "41.90.1.2"}, sent_from=CDN)

    assert answer.json()["address"] == "41.90.1.2"


def test_callbacks_pass_from_safaricom_only(proxy: Proxy) -> None:
    """… and no log holds the secret in their path."""
    known = {"CF-Connecting-IP": SAFARICOM}

    refused = proxy.ask(HOOK, method="POST", headers=known)
    passed = proxy.ask(HOOK, method="POST", headers=known, sent_from=CDN)
    tried = {
        path: proxy.ask(path, method="POST").status_code
        for path in (
            HOOK.replace("/d/", "%2fd/"),
            "/" + HOOK,
            "/api/v1/..%2f..%2fhooks/d/" + "s3cret" * 6 + "/stk",
        )
    }

    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (passed.status_code, passed.json()["address"]) == (200, SAFARICOM)
    assert tried == dict.fromkeys(tried, 403)
    webhook = proxy.ask(f"/api/webhook?path={HOOK}", method="POST", sent_from="127.0.0.5")
    assert webhook.status_code == 404
    assert proxy.ask(HOOK.replace("/d/", "/sms/"), method="POST").status_code == 200
    assert proxy.log(passed.headers["x-request-id"])["path"] == "/hooks/..."
    for name in ("access.log", "error.log"):
        assert "s3cret" not in (proxy.folder / name).read_text()


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/api/v1/users/me", {}, 200),
        ("/api/v1/nothing", {}, 404),
        ("/wallet", {}, 200),
        ("/_next/static/chunk.js", {}, 200),
        ("/metrics", {}, 404),
        ("/healthz/deep", {}, 404),
        ("/api/v1/users/me", {"method": "POST", "content": b"x" * 66_000}, 413),
        ("/api/v1/users/me", {"headers": {"X-Long": "x" * 20_000}}, 400),
        (HOOK, {"method": "POST"}, 403),
        ("/api/v1/users/me", {"headers": {"Host": "wagewars.example"}}, 502),
        ("/wallet", {"headers": {"Host": "wagewars.example"}}, 502),
        ("/wallet", {"headers": {"Host": "evil.example"}}, 421),
    ],
)
def test_every_answer_has_each_security_header_once(
    proxy: Proxy, path: str, asked: dict[str, Any], status: int
) -> None:
    answer = proxy.ask(path, **asked)

    assert answer.status_code == status
    names = [name.lower() for name, _ in answer.headers.multi_items()]
    assert {name: names.count(name) for name in SECURITY} == dict.fromkeys(SECURITY, 1)
    assert answer.headers["server"] == "nginx"
    if status >= 400 and path not in {"/wallet", "/api/v1/nothing"}:
        body = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        assert (body["status"], body["code"] in set(ProblemCode)) == (status, True)
        assert body["type"] == f"https://wagewars.example/problems/{body['code']}"
        assert body["request_id"] == answer.headers["x-request-id"]
        assert {"title", "detail"} <= set(body)


def test_a_page_that_is_away_is_a_page(proxy: Proxy) -> None:
    answer = proxy.ask("/wallet", headers={"Host": "wagewars.example"})

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["retry-after"] == "3"
    assert "Your money is safe." in answer.text


def test_the_page_that_others_may_frame_stays_so(proxy: Proxy) -> None:
    answer = proxy.ask("/embed/tournaments/7")

    assert "x-frame-options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_only_ws_becomes_a_socket(proxy: Proxy) -> None:
    assert proxy.shake_hands("/ws").startswith("HTTP/1.1 101 ")
    for path, upgrade in (("/api/v1/users/me", "websocket"), ("/wallet", "websocket")):
        assert proxy.shake_hands(path, upgrade).startswith("HTTP/1.1 200 "), path
    assert proxy.shake_hands("/ws", "h2c").startswith("HTTP/1.1 200 ")


def test_the_log_holds_no_query(proxy: Proxy) -> None:
    answer = proxy.ask("/api/v1/users?phone=254711000001")

    line = proxy.log(answer.headers["x-request-id"])
    assert (line["path"], line["status"], line["level"]) == ("/api/v1/users", 200, "info")


def test_codes_and_names_of_files_are_those_of_the_app() -> None:
    """Without nginx: what its answers say is what the app on the phone has sentences for."""
    from ops.proxy_layout import INCLUDED

    text = (INCLUDED / "problems.conf").read_text()
    codes = {part.partition('"')[0] for part in text.split('"code":"')[1:]}
    assert len(codes) >= 7
    assert codes <= set(ProblemCode)
    assert all(Path(INCLUDED, f"{name}.conf").is_file() for name in ("site", "upstreams"))
