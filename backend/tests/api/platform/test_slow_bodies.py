"""A sender that dawdles holds no connection for long; a slow phone is waited for."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from app.core.settings import get_settings

HOOK = "/hooks/d/0123456789abcdef0123456789abcdef/stk"


@pytest.fixture(autouse=True)
def one_second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BODY_SECONDS", "1")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def begin(url: str, path: str, *, length: int) -> socket.socket:
    """Send the head of a POST, and nothing of its body."""
    parts = urlsplit(url)
    connection = socket.create_connection((str(parts.hostname), parts.port or 0), timeout=10)
    connection.sendall(
        f"POST {path} HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n"
        f"Content-Length: {length}\r\n\r\n".encode()
    )
    return connection


def answer(connection: socket.socket) -> str:
    """Read until the server closes the connection."""
    received = b""
    while part := connection.recv(65_536):
        received += part
    return received.decode()


@pytest.mark.parametrize("path", ["/api/v1/auth/register", HOOK, HOOK.replace("stk", "b2c/result")])
def test_a_body_that_does_not_come_is_given_up(api_url: str, database: object, path: str) -> None:
    with begin(api_url, path, length=2_000) as connection:
        began = time.monotonic()
        for _ in range(3):  # a byte now and then gains nothing
            connection.sendall(b" ")
            time.sleep(0.1)
        text = answer(connection)
    assert text.startswith("HTTP/1.1 408 ")
    assert "application/problem+json" in text
    assert 0.5 < time.monotonic() - began < 5


def test_a_steady_sender_is_waited_for(api_url: str, database: object) -> None:
    with begin(api_url, "/api/v1/auth/register", length=7_500) as connection:
        for _ in range(5):
            connection.sendall(b" " * 1_500)
            time.sleep(0.4)
        assert connection.recv(64).startswith(b"HTTP/1.1 422 ")
