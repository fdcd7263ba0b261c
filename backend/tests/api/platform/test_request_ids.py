"""Request ids: the id in a problem answer is the id of a log line.

Rows of docs/security.md: S62.
"""

import json
import logging
import re
import time
from collections.abc import Iterator

import httpx
import pytest
from redis import Redis
from typing_extensions import override

from app.core.request_id import current_request_id
from tests.support.arena import Arena


class LineCollector(logging.Handler):
    """Keeps the message and the request id of every log line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((current_request_id(), record.getMessage()))


@pytest.fixture
def lines() -> Iterator[list[tuple[str, str]]]:
    """The log lines of app.api during a test, each with its request id."""
    collector = LineCollector()
    logger = logging.getLogger("app.api")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(collector)
    yield collector.lines
    logger.removeHandler(collector)
    logger.setLevel(level)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("PUT", "/leaderboard", 405, "method_not_allowed"),
        ("GET", "/users/me", 401, "not_signed_in"),
        ("POST", "/auth/login", 422, "invalid_request"),
    ],
)
def test_every_refusal_has_a_log_line_with_its_request_id(
    method: str,
    path: str,
    status: int,
    code: str,
    browser: httpx.Client,
    lines: list[tuple[str, str]],
) -> None:
    answer = browser.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (answer.json()["request_id"], f"answered {status} {code}") in lines


def test_the_log_line_of_a_refusal_holds_no_input(
    browser: httpx.Client, lines: list[tuple[str, str]]
) -> None:
    answer = browser.post("/auth/register", json={"username": "!", "phone": "254711000001"})

    assert answer.status_code == 422
    assert (answer.json()["request_id"], "answered 422 invalid_request") in lines
    assert "254711000001" not in str(lines)


def test_only_our_proxy_names_requests(browser: httpx.Client) -> None:
    theirs = "proxy-3f9c2a7be1d04c58"
    forged = browser.get("/leaderboard?limit=3&board=main", headers={"X-Request-Id": theirs})
    assert forged.headers["x-request-id"] != theirs
    from_proxy = {"X-Forwarded-For": "41.90.64.1"}  # believed of 127.0.0.1, as nginx would be
    taken = browser.get("/nothing", headers={"X-Request-Id": theirs, **from_proxy})
    assert taken.headers["x-request-id"] == taken.json()["request_id"] == theirs
    odd = browser.get("/nothing", headers={"X-Request-Id": "a b\t;" * 3, **from_proxy})
    assert re.fullmatch(r"[0-9a-f]{16}", odd.headers["x-request-id"])


def test_a_job_knows_the_request_that_asked_for_it(
    arena: Arena, redis: Redis, celery: None
) -> None:
    answer = arena.player(money=0).post("/payments/deposits", {"amount": 500})
    message = json.loads(str(redis.lindex("mpesa", -1)))
    assert message["headers"]["task"] == "mpesa.send_stk_push"
    assert message["headers"]["request_id"] == answer.headers["x-request-id"]
    assert 0 <= time.time() - message["headers"]["sent_at"] < 60
