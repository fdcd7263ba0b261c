"""Refuse to start in production on servers that would lose what they were told, or mistime it.

Settings are checked before (core/settings/production), the login of PostgreSQL on its first
connection (core/database_login). Here the servers are asked how they run: a commit that is not on a
disk when it returns, keys that Redis throws away, a clock that is two seconds or more from ours.
Source: docs/reference/trust.md S56.
"""

import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

from redis import RedisError
from sqlalchemy import text

from app.core.database import DATABASE_AWAY, get_engine
from app.core.redis import get_redis
from app.core.settings import get_settings

logger = logging.getLogger(__name__)

MOST_CLOCK_SECONDS = 2.0
_POSTGRESQL = text("""
SELECT current_setting('synchronous_commit'), current_setting('fsync'),
       current_setting('full_page_writes'), extract(epoch FROM clock_timestamp())
""")


def require_safe_servers() -> None:
    """End the process with one sentence if production's servers are unfit; elsewhere do nothing.

    A server that is away is not checked: `make doctor` and the alerts are.
    """
    if not get_settings().is_production:
        return
    flaws = [*_of_postgresql(), *_of_redis()]
    if flaws:
        sys.exit(f"Not started: production needs {'; '.join(flaws)}")


def _of_postgresql() -> Iterator[str]:
    try:
        with get_engine().connect() as connection:
            commit, sync, pages, theirs = connection.execute(_POSTGRESQL).one()
    except DATABASE_AWAY:
        logger.warning("PostgreSQL is away; how it stores commits was not checked")
        return
    if commit == "off":
        yield "synchronous_commit of PostgreSQL on: a commit must be on a disk when it returns"
    if (sync, pages) != ("on", "on"):
        yield "fsync and full_page_writes of PostgreSQL on: a crash loses no money"
    yield from _of_clock("PostgreSQL", float(theirs))


def _of_redis() -> Iterator[str]:
    try:
        redis = get_redis()
        info: Any = redis.info("memory")
        seconds, micros = redis.time()
    except RedisError as error:
        logger.warning("Redis is away (%s); what it throws away was not checked", error)
        return
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        yield "maxmemory-policy noeviction of Redis: it must not throw away waiting jobs"
    yield from _of_clock("Redis", seconds + micros / 1_000_000)


def _of_clock(whose: str, theirs: float) -> Iterator[str]:
    apart = abs(theirs - time.time())
    if apart > MOST_CLOCK_SECONDS:
        yield f"one time: the clock of {whose} is {apart:.1f} s from this machine's"
