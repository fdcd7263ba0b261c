"""Connections to Redis, which makes things fast and is never the truth."""

from functools import lru_cache

from redis import Redis
from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from app.core.settings import get_settings


@lru_cache
def get_redis() -> Redis:
    """Return this process's client; a dead Redis is noticed within two seconds."""
    return Redis.from_url(
        get_settings().redis_url,
        decode_responses=True,
        socket_timeout=2,
        socket_connect_timeout=2,
        health_check_interval=15,
    )


def new_async_redis() -> AsyncRedis:
    """Open a client for the event loop of the live socket; the caller closes it."""
    pool = BlockingConnectionPool.from_url(
        get_settings().redis_url,
        max_connections=16,  # of thousands of sockets that come back at once, the others wait
        timeout=5,
        decode_responses=True,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),  # a subscription must learn of every break
    )
    return AsyncRedis.from_pool(pool)
