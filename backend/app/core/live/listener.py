"""Listen to Redis channels so that neither a lost nor a silent connection goes unnoticed.

redis-py waits for ever on a server that fell silent without closing (frozen, or its machine gone),
and after a lost connection it subscribes anew without a word. Here both end the subscription.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from redis import ConnectionError as RedisConnectionError
from redis.asyncio import Redis

PING_SECONDS = 2.0  # of silence, until we ask; and as long again for the answer
_CLOSE_SECONDS = 1.0


@contextlib.asynccontextmanager
async def subscribed(
    redis: Redis, *channels: str
) -> AsyncIterator[AsyncGenerator[tuple[str, str], None]]:
    """Subscribe, and yield the messages as (channel, data).

    Raises TimeoutError, OSError or RedisError as soon as one may have been missed.
    """
    pubsub: Any = redis.pubsub()
    try:
        async with asyncio.timeout(2 * PING_SECONDS):
            await pubsub.subscribe(*channels)
            for _ in channels:
                await _confirmation(pubsub)
        async with contextlib.aclosing(_messages(pubsub)) as messages:
            yield messages
    finally:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await pubsub.aclose()


async def _confirmation(pubsub: Any) -> None:
    message = None
    while message is None:
        message = await pubsub.get_message(timeout=PING_SECONDS)
    if message["type"] != "subscribe":
        raise RedisConnectionError("a message before the subscription")


async def _messages(pubsub: Any) -> AsyncGenerator[tuple[str, str], None]:
    is_asked = False
    while True:
        message = await pubsub.get_message(timeout=PING_SECONDS)
        if message is None:
            if is_asked:
                raise TimeoutError("Redis is silent")
            await pubsub.ping()
            is_asked = True
            continue
        is_asked = False
        if message["type"] == "message":
            yield message["channel"], message["data"]
        elif message["type"] == "subscribe":  # redis-py has connected again by itself
            raise RedisConnectionError("the subscription was lost meanwhile")
