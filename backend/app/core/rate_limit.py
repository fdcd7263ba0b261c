"""Rate limits: counted in Redis for all processes, in this one's memory while Redis is away."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from math import ceil
from typing import TypeVar

import limits
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from app.core.built_once import BuiltOnce
from app.core.redis import new_redis
from app.core.settings import get_settings
from app.domain.errors import TooSoon

logger = logging.getLogger(__name__)

T = TypeVar("T")
_FACTOR_OUTSIDE_PRODUCTION = 1_000
_RETRY_SECONDS = 5.0
_SENTENCE = "That was too often. Please wait a little and try again."


class _Counters:
    """The counters in Redis, and those of this process for while Redis is away."""

    def __init__(self) -> None:
        pool = new_redis(timeout=1).connection_pool
        storage = RedisStorage("redis://", connection_pool=pool, key_prefix="limits")
        self._shared = FixedWindowRateLimiter(storage)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._away_until = 0.0

    def call(self, operation: Callable[[FixedWindowRateLimiter], T]) -> T:
        """Do `operation` on the shared counters; for some seconds after a failure on our own."""
        if time.monotonic() >= self._away_until:
            try:
                return operation(self._shared)
            except RedisError as error:
                self._away_until = time.monotonic() + _RETRY_SECONDS
                logger.warning("limits are counted in memory: %s", type(error).__name__)
        return operation(self._own)


@BuiltOnce
def _counters() -> _Counters:
    return _Counters()


@lru_cache
def _parse(rule: str, factor: int) -> limits.RateLimitItem:
    item = limits.parse(rule)
    return type(item)(item.amount * factor, item.multiples)


def clear() -> None:
    """Drop this process's own counters, and connect to Redis anew."""
    _counters.cache_clear()


def address_factor() -> int:
    """Return the factor by which limits per address are wider here than in production."""
    settings = get_settings()
    default = 1 if settings.is_production else _FACTOR_OUTSIDE_PRODUCTION
    return settings.rate.address_factor or default


def count(rule: str, *who: str, factor: int = 1) -> None:
    """Count one request of `who` (the action, then the caller) by `rule`, such as "5/minute".

    Raises TooSoon past the limit.
    """
    item = _parse(rule, factor)
    if not _counters().call(lambda limiter: limiter.hit(item, *who)):
        raise _too_soon(item, who)


def check(rule: str, *who: str) -> None:
    """Raise TooSoon if `who` has used the limit up, without counting."""
    item = _parse(rule, 1)
    if not _counters().call(lambda limiter: limiter.test(item, *who)):
        raise _too_soon(item, who)


def is_used_up(rule: str, *who: str) -> bool:
    """Return whether the next request of `who` would be refused, without counting."""
    item = _parse(rule, 1)
    return not _counters().call(lambda limiter: limiter.test(item, *who))


def reset(rule: str, *who: str) -> None:
    """Set the count of `who` to zero."""
    item = _parse(rule, 1)
    _counters().call(lambda limiter: limiter.clear(item, *who))


def _too_soon(item: limits.RateLimitItem, who: tuple[str, ...]) -> TooSoon:
    stats = _counters().call(lambda limiter: limiter.get_window_stats(item, *who))
    wait = max(1, ceil(stats.reset_time - time.time()))
    return TooSoon(_SENTENCE, retry_after=wait, quota=(item.amount, item.get_expiry()))
