"""Browsers report what the content policy stopped, and nobody can misuse the place where they do.

Rows of docs/security.md: S42.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.api import policy_reports
from app.core.settings import get_settings
from tests.support.arena import Arena

PATH = "/api/v1/csp-reports"
OF_CSP2 = {
    "csp-report": {
        "document-uri": "https://wagewars.example/matches/4711?code=secret",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/steal.js?phone=254712345678",
    }
}
OF_REPORTING_API = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://wagewars.example/wallet",
            "effectiveDirective": "style-src-attr",
            "blockedURL": "inline",
        },
    }
]


@pytest.fixture
def http(arena: Arena) -> Iterator[httpx.Client]:
    policy_reports.counts.clear()
    with httpx.Client(base_url=arena.url) as http:
        yield http


def send(http: httpx.Client, body: Any, kind: str = "application/csp-report") -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return http.post(PATH, content=content, headers={"Content-Type": kind}).status_code


def test_a_report_of_either_form_is_counted_and_is_a_line_of_the_log(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert send(http, OF_CSP2) == 204
        assert send(http, OF_REPORTING_API, "application/reports+json") == 204
    assert [line for line in caplog.messages if line.startswith("policy stopped")] == [
        "policy stopped script-src-elem from https://evil.example on /matches/N",
        "policy stopped style-src-attr from inline on /wallet",
    ]
    page = http.get("/metrics").text
    assert 'wagewars_policy_reports_total{directive="script-src-elem"} 1.0' in page


def test_a_report_puts_nothing_of_a_players_or_a_forgers_into_the_log(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    forged = {
        "csp-report": {
            "document-uri": "https://x.example/a\r\nERROR forged line/0712345678",
            "effective-directive": "script-src\nERROR another",
            "blocked-uri": "javascript:alert('254712345678')",
        }
    }
    with caplog.at_level(logging.WARNING):
        assert send(http, forged) == 204
    (line,) = [line for line in caplog.messages if line.startswith("policy stopped")]
    assert line == "policy stopped other from other on /aERRORforgedline/N"
    assert set(policy_reports.counts) == {"other"}, "labels are of our own list"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[" * 9000,
        b"null",
        b"[1, null]",
        b'{"csp-report": 7}',
        b'{"body": {}}',
    ],
)
def test_what_is_no_report_is_answered_and_forgotten(http: httpx.Client, body: bytes) -> None:
    assert send(http, body) == 204
    assert sum(policy_reports.counts.values()) <= 1


def test_one_body_holds_ten_reports_and_sixteen_kilobytes_at_most(http: httpx.Client) -> None:
    assert send(http, OF_REPORTING_API * 50, "application/reports+json") == 204
    assert sum(policy_reports.counts.values()) == 10
    assert send(http, b"x" * (policy_reports.MAX_BODY_BYTES + 1)) == 413


def test_an_address_sends_so_many_reports_a_minute(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_POLICY_REPORTS_PER_ADDRESS", "3 per minute")
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    get_settings.cache_clear()
    assert [send(http, OF_CSP2) for _ in range(4)] == [204, 204, 204, 429]
