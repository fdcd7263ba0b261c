"""The page for the person on call: what is wrong stands there in a sentence, with 503."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis

from app.core.telemetry.job_figures import BeatMark
from app.workers.tasks import maintenance
from ops.containers import draw_secrets
from tests.support.databases import Database, forget_settings


@pytest.fixture
def deep_health(
    api_url: str, database: Database, redis: Redis
) -> Callable[[], tuple[int, dict[str, Any]]]:
    """Call it to read the page: the status code, and the checks by name."""

    def read() -> tuple[int, dict[str, Any]]:
        answer = httpx.get(f"{api_url}/healthz/deep")
        return answer.status_code, answer.json()["checks"]

    return read


def test_a_house_that_works_says_so(deep_health: Callable[[], tuple[int, dict[str, Any]]]) -> None:
    BeatMark().sent()
    maintenance.check_ledger()
    status, checks = deep_health()
    assert status == 200, checks
    assert {name for name, check in checks.items() if check["status"] == "failed"} == set()
    assert checks["migration"]["says"].startswith("Database and code are at ")
    assert "lock_timeout 5s" in checks["login"]["says"]
    assert set(checks) >= {"database", "clock", "replication", "redis", "beat", "queues", "ledger"}
    assert set(checks) >= {"alerts", "spool", "last-backup", "last-restore-drill"}


@pytest.mark.parametrize(("days", "status"), [(90, "ok"), (10, "warning"), (0, "failed")])
def test_a_certificate_that_is_about_to_end_is_named(
    deep_health: Callable[[], tuple[int, dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    status: str,
) -> None:
    served = tmp_path / "fullchain.pem"
    draw_secrets.make_certificate(served, tmp_path / "privkey.pem", days=days)
    with monkeypatch.context() as patch:
        patch.setenv("PROXY_CERTIFICATE", str(served))
        forget_settings()
        code, checks = deep_health()
    forget_settings()
    assert checks["certificate"]["status"] == status
    assert (code == 503) == any(check["status"] == "failed" for check in checks.values())


def test_each_trouble_is_named(
    deep_health: Callable[[], tuple[int, dict[str, Any]]], owner: Connection, redis: Redis
) -> None:
    redis.set("figures:beat_at", time.time() - 90)
    redis.hset("figures:ledger", mapping={"checked_at": time.time(), "sum": -5, "drifted": 1})
    redis.lpush("mpesa", f'{{"headers": {{"sent_at": {time.time() - 300}}}}}')
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
    status, checks = deep_health()
    assert status == 503
    says = {name: check["says"] for name, check in checks.items() if check["status"] == "failed"}
    assert set(says) == {"beat", "ledger", "queues", "migration"}
    assert re.search(r" 9\d s", says["beat"])
    assert "call the owner" in says["ledger"]
    assert re.search(r"mpesa by 3[0-5]\d s \(1\)", says["queues"])
    assert "of_tomorrow" in says["migration"]


def test_without_the_database_the_rest_is_still_told(
    api_url: str, database: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        forget_settings()
        answer = httpx.get(f"{api_url}/healthz/deep")
    forget_settings()
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["status"] == "failed"
    assert answer.json()["checks"]["redis"]["status"] == "ok"
