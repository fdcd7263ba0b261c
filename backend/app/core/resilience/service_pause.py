"""Pauses that a service asked for (`Retry-After`): kept in Redis, so that every worker keeps them.

Each process keeps those that it was told itself too: while Redis is away no worker goes on calling
a service that has just told it to wait.
"""

import logging
import time

from redis import RedisError

from app.core.redis import get_redis

logger = logging.getLogger(__name__)


class ServicePauses:
    """The pauses of one kind of service, by origin; all times are in seconds."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._until: dict[str, float] = {}

    def start(self, origin: str, seconds: float) -> None:
        """Call `origin` no more for so long; a longer pause that runs already goes on."""
        until = time.monotonic() + seconds
        self._until[origin] = max(until, self._until.get(origin, 0.0))
        milliseconds = int(seconds * 1000)
        if milliseconds < 1:
            return
        try:
            redis, key = get_redis(), self._key(origin)
            # One that is set now ends by itself; GT replaces only a shorter one.
            if not redis.set(key, "1", px=milliseconds, nx=True):
                redis.pexpire(key, milliseconds, gt=True)
        except RedisError:
            logger.warning("only this process pauses calls of %s: Redis is away", origin)

    def left(self, origin: str) -> float:
        """Return for how long `origin` must not be called."""
        own = self._until.get(origin, 0.0) - time.monotonic()
        if own > 0:
            return own
        try:
            return max(0, int(str(get_redis().pttl(self._key(origin))))) / 1000
        except RedisError:
            return 0.0

    def _key(self, origin: str) -> str:
        return f"pause:{self._kind}:{origin}"
