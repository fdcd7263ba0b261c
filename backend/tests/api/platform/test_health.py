"""Health checks and metrics."""

from collections.abc import Callable

import httpx
import pytest

from app.models.user import User
from tests.support.databases import Database, forget_settings


def test_all_is_well(browser: httpx.Client, api_url: str) -> None:
    assert browser.get(f"{api_url}/livez").json() == {"status": "ok"}
    answer = browser.get(f"{api_url}/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "postgres": "ok", "redis": "ok"}


def test_without_redis_players_are_served_more_slowly(
    browser: httpx.Client, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    forget_settings()
    answer = browser.get(f"{api_url}/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "postgres": "ok", "redis": "away"}
    monkeypatch.undo()
    forget_settings()


def test_without_postgres_nobody_is_served_but_the_process_lives(
    browser: httpx.Client, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        forget_settings()
        answer = browser.get(f"{api_url}/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "unavailable", "postgres": "away", "redis": "ok"}
        assert browser.get(f"{api_url}/livez").status_code == 200
        refused = browser.post("/auth/login", data={"username": "amina", "password": "whatever"})
        assert (refused.status_code, refused.json()["code"]) == (503, "service_unavailable")
        assert refused.headers["retry-after"]
    forget_settings()
    assert browser.get(f"{api_url}/readyz").status_code == 200


def test_a_connection_that_died_is_not_taken_for_a_dead_database(
    browser: httpx.Client, api_url: str, database: Database
) -> None:
    assert browser.get(f"{api_url}/readyz").status_code == 200
    connection = database.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'wagewars' AND datname = current_database()"
        )
    connection.close()
    assert browser.get(f"{api_url}/readyz").status_code == 200


def test_requests_are_counted_by_route_and_never_by_name(
    browser: httpx.Client, api_url: str, new_player: Callable[..., User]
) -> None:
    browser.get("/users/some-rare-name")
    browser.get("/there/is/no/such/route")
    page = browser.get(f"{api_url}/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=0.0.4")
    counted = 'http_requests_total{method="GET",route="/api/v1/users/{username}",status="401"}'
    assert counted in page.text
    assert "http_request_seconds_bucket" in page.text
    assert "some-rare-name" not in page.text
    assert "such" not in page.text
