"""Connections to Redis, which makes things fast and is never the truth.

With `redis+sentinel://` the sentinels are asked for the primary at each new connection, so that
after a failover the next one leads to the new primary.
"""

from typing import Any

from redis import Redis
from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.asyncio.sentinel import SentinelConnectionPool as AsyncSentinelPool
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from app.core.built_once import BuiltOnce
from app.core.redis_address import SentinelAddress, read_sentinel_address
from app.core.settings import get_settings

_SENTINEL_SECONDS = 0.5  # then the next one is asked
_SENTINEL: Any = Sentinel  # neither is typed
_ASYNC_SENTINEL: Any = AsyncSentinel


@BuiltOnce
def get_redis() -> Redis:
    """Return this process's client; a dead Redis is noticed within two seconds."""
    return new_redis(timeout=2, decode_responses=True, health_check_interval=15)


def new_redis(*, timeout: float, **options: Any) -> Redis:
    """Return a client that waits `timeout` seconds for a connection and for each answer."""
    url = get_settings().redis_url
    options |= {"socket_timeout": timeout, "socket_connect_timeout": timeout}
    address = read_sentinel_address(url)
    if address is None:
        return Redis.from_url(url, **options)
    sentinel: Any = _SENTINEL(address.sentinels, sentinel_kwargs=sentinel_options(address))
    client: Redis = sentinel.master_for(address.name, **_login(address), **options)
    return client


def new_async_redis() -> AsyncRedis:
    """Open a client for the event loop of the live socket; the caller closes it."""
    url = get_settings().redis_url
    options: dict[str, Any] = {
        "max_connections": 16,  # of thousands of sockets that come back at once, the others wait
        "timeout": 5,
        "decode_responses": True,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "retry": AsyncRetry(NoBackoff(), 0),  # a subscription must learn of every break
    }
    address = read_sentinel_address(url)
    if address is None:
        return AsyncRedis.from_pool(BlockingConnectionPool.from_url(url, **options))
    asked = sentinel_options(address) | {"retry": AsyncRetry(NoBackoff(), 0)}
    sentinel: Any = _ASYNC_SENTINEL(address.sentinels, sentinel_kwargs=asked)
    client: AsyncRedis = sentinel.master_for(
        address.name, connection_pool_class=_BlockingSentinelPool, **_login(address), **options
    )
    return client


def sentinel_options(address: SentinelAddress) -> dict[str, Any]:
    """Return how each sentinel is connected to: one that does not answer is soon passed over."""
    return {
        "password": address.sentinel_password,
        "socket_timeout": _SENTINEL_SECONDS,
        "socket_connect_timeout": _SENTINEL_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def _login(address: SentinelAddress) -> dict[str, Any]:
    return {
        "username": address.username,
        "password": address.password,
        "db": address.database,
    }


class _BlockingSentinelPool(AsyncSentinelPool, BlockingConnectionPool):
    """Connections to the primary of which, when all are taken, callers wait for one."""
