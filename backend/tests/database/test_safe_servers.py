"""Production does not start on servers that forget commits or keys, or whose clocks are off.

Rows of docs/security.md: S56.
"""

import time
from contextlib import closing

import pytest

from app.core.database import get_engine
from app.core.redis import get_redis
from app.core.safe_servers import require_safe_servers
from app.core.settings import get_settings
from tests.support.databases import Database


@pytest.fixture
def production(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of production; its servers are those of the tests."""
    monkeypatch.setattr(get_settings(), "environment", "production")


def _says() -> str:
    with pytest.raises(SystemExit) as ended:
        require_safe_servers()
    return str(ended.value)


def test_production_does_not_start_where_a_commit_may_be_lost(
    production: None, database: Database
) -> None:
    """The database of the tests gives up durability for speed, which is just what is refused."""
    assert "fsync and full_page_writes of PostgreSQL on" in _says()
    with closing(database.connect()) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {database.name} SET synchronous_commit = off")
    get_engine().dispose()
    assert "synchronous_commit of PostgreSQL on" in _says()


def test_production_does_not_start_where_redis_throws_keys_away(production: None) -> None:
    redis = get_redis()
    before = str(redis.config_get("maxmemory-policy")["maxmemory-policy"])
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "maxmemory-policy noeviction of Redis" in _says()
    finally:
        redis.config_set("maxmemory-policy", before)
    assert "maxmemory-policy" not in _says()


@pytest.mark.parametrize(("seconds", "is_refused"), [(1.5, False), (3, True), (-3, True)])
def test_production_does_not_start_with_a_clock_that_is_two_seconds_off(
    production: None, monkeypatch: pytest.MonkeyPatch, seconds: float, is_refused: bool
) -> None:
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + seconds)
    said = _says()
    assert ("the clock of PostgreSQL is" in said) is is_refused
    assert ("the clock of Redis is" in said) is is_refused


def test_elsewhere_a_process_starts_on_any_server(database: Database) -> None:
    require_safe_servers()
