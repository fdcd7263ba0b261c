"""Our own calls reach the hosts of their client, follow nobody elsewhere, and end.

Rows of docs/security.md: S55.
"""

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.integrations import outbound
from tests.support.web import serve

APP = Path(outbound.__file__).parents[1]


async def _provider(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"] == "/away":
        headers = [(b"location", b"http://169.254.169.254/latest/meta-data")]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 3000})


@pytest.fixture
def provider() -> Iterator[str]:
    with serve(_provider) as url:
        yield url


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://localhost.example/",
        "https://127.0.0.1/",  # another scheme is another origin
        "http://127.0.0.1:1/",
        "http://user@evil.example/",
    ],
)
def test_no_other_host_is_called(provider: str, address: str) -> None:
    with outbound.client(base_url=provider) as http, pytest.raises(outbound.OtherHost):
        http.get(address)


def test_a_redirect_is_an_answer_and_no_order(provider: str) -> None:
    with outbound.client(base_url=provider) as http:
        assert http.get("/away").status_code == 302


def test_an_answer_beyond_its_size_is_not_read_to_its_end(provider: str) -> None:
    with outbound.client(base_url=provider) as http:
        with http.stream("GET", "/") as answer:
            assert len(outbound.read(answer, most=3000)) == 3000
        with http.stream("GET", "/") as answer, pytest.raises(outbound.TooLong):
            outbound.read(answer, most=2999)


def test_a_host_that_says_nothing_is_left_after_five_seconds() -> None:
    with outbound.client(base_url="http://127.0.0.1") as http:
        assert http.timeout == httpx.Timeout(outbound.DEFAULT_SECONDS)
    assert outbound.DEFAULT_SECONDS == 5


def test_proxies_of_the_environment_are_not_obeyed(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    began = time.monotonic()
    with outbound.client(base_url=provider) as http:
        assert http.get("/").status_code == 200
    assert time.monotonic() - began < outbound.DEFAULT_SECONDS


def test_every_client_is_made_here() -> None:
    """Whoever adds a provider gets these rules, or this test fails."""
    makers = {
        str(file.relative_to(APP))
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"Client", "AsyncClient", "urlopen"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"httpx", "requests", "request"}
    }
    assert makers == {"integrations/outbound.py"}
