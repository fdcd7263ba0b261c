"""How much the proxy lets through, and what it compresses and keeps.

Rows of docs/security.md: S54, S63.
"""

import re
from collections.abc import Iterator

import httpx
import pytest

from app.api.callbacks import sms
from app.api.callbacks.request import MAX_BODY_BYTES as CALLBACK_BYTES
from app.api.routes.admin.reconciliation import LARGEST_STATEMENT
from app.api.routes.evidence import LARGEST_UPLOAD
from app.core.settings import get_settings
from app.main import MAX_BODY_BYTES
from ops.proxy_layout import INCLUDED
from tests.support import proxy as proxies
from tests.support.proxy import CDN, SAFARICOM, Proxy


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxies.running(tmp_path_factory.mktemp("nginx")) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/api/v1/auth/login", MAX_BODY_BYTES, 200),
        ("/api/v1/auth/login", MAX_BODY_BYTES + 1, 413),
        ("/wallet", MAX_BODY_BYTES + 1, 413),
        ("/hooks/d/x/stk", CALLBACK_BYTES + 1, 413),
        ("/hooks/sms/x/inbound", sms.MAX_BODY_BYTES, 200),
        ("/hooks/sms/x/inbound", sms.MAX_BODY_BYTES + 1, 413),
        ("/api/v1/matches/7/evidence", MAX_BODY_BYTES * 4, 200),
        ("/api/v1/matches/7/evidence/8", MAX_BODY_BYTES * 4, 413),
        ("/api/v1/admin/payments/reconciliation/statement", MAX_BODY_BYTES * 4, 200),
    ],
)
def test_a_body_may_be_as_long_as_the_app_reads(
    proxy: Proxy, path: str, size: int, status: int
) -> None:
    headers = {"CF-Connecting-IP": SAFARICOM}

    answer = proxy.ask(path, method="POST", content=b"x" * size, headers=headers, sent_from=CDN)

    assert answer.status_code == status
    assert answer.json().get("code", "passed") == ("body_too_large" if status == 413 else "passed")


def test_limits_leave_room_for_what_the_app_allows() -> None:
    text = (INCLUDED / "routes.conf").read_text()
    sizes = {int(size) * 1024 * 1024 for size in re.findall(r"max_body_size (\d+)m", text)}
    assert min(sizes) > LARGEST_STATEMENT
    assert max(sizes) > LARGEST_UPLOAD
    assert f"limit_conn sockets {get_settings().rate.sockets_per_address};" in text


def test_an_address_that_asks_too_often_is_told_so(proxy: Proxy) -> None:
    answers: list[httpx.Response] = []
    with proxy.client("127.0.0.6") as client:
        while len(answers) < 1000 and (not answers or answers[-1].status_code == 200):
            answers.append(client.post("/api/v1/auth/login"))

    assert len(answers) > 60  # a burst, and what a slow machine has time for besides
    assert answers[-1].status_code == 429
    body = answers[-1].json()
    assert (body["code"], body["retry_after"]) == ("too_many_requests", 5)
    assert answers[-1].headers["retry-after"] == "5"
    assert answers[-1].headers["strict-transport-security"]
    assert proxy.ask("/api/v1/auth/login", method="POST", sent_from="127.0.0.7").status_code == 200


def test_callbacks_have_a_limit_of_their_own() -> None:
    routes = (INCLUDED / "routes.conf").read_text()
    hooks = re.findall(r"location \^~ /hooks/(\w+)/ \{(.*?)\n\}", routes, re.DOTALL)
    assert [name for name, _ in hooks] == ["d", "sms"]
    assert [name for name, rules in hooks if "limit_req zone=hooks" not in rules] == []


def test_files_with_a_hash_are_kept_and_compressed(proxy: Proxy) -> None:
    first = proxy.ask("/_next/static/a.js")
    again = proxy.ask("/_next/static/a.js")

    assert first.json()["times"] == again.json()["times"]
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert again.headers["content-encoding"] == "gzip"
    assert again.headers["x-request-id"] != first.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "encoding"),
    [("/api/v1/users/me", "gzip"), ("/wallet", "gzip"), ("/api/v1/auth/login", None)],
)
def test_what_tells_of_tokens_is_not_compressed(
    proxy: Proxy, path: str, encoding: str | None
) -> None:
    assert proxy.ask(path).headers.get("content-encoding") == encoding


def test_pages_are_asked_for_each_time(proxy: Proxy) -> None:
    for path in ("/wallet", "/sw.js"):
        first, again = proxy.ask(path), proxy.ask(path)
        assert again.headers["cache-control"] == "no-cache"
        assert again.json()["times"] > first.json()["times"]


def test_http_2_is_spoken(proxy: Proxy) -> None:
    with proxy.connect("h2", "http/1.1") as connection:
        assert connection.selected_alpn_protocol() == "h2"
        assert connection.version() == "TLSv1.3"
