"""Request ids: the id in a problem answer is the id of a log line."""

import logging
from collections.abc import Iterator

import httpx
import pytest
from typing_extensions import override

from app.core.request_id import current_request_id


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
