"""Check that PostgreSQL and Redis answer."""

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.database import get_engine
from app.core.redis import get_redis


def postgres_answers() -> bool:
    """Query PostgreSQL, twice at most: a pooled connection may have died unnoticed."""
    return _postgres_answers() or _postgres_answers()


def _postgres_answers() -> bool:
    try:
        with get_engine().connect() as connection:
            return bool(connection.execute(text("SELECT true")).scalar_one())
    except (DBAPIError, PoolTimeout):
        return False


def redis_answers() -> bool:
    """Ping Redis."""
    try:
        return bool(get_redis().ping())
    except RedisError:
        return False
