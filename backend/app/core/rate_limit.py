"""How often somebody may knock: counted in Redis for all processes, in memory while it is away."""

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

from app.core.settings import get_settings
from app.domain.errors import TooSoon

logger = logging.getLogger(__name__)

T = TypeVar("T")
_GENEROUS = 1_000
_LOOK_AGAIN_SECONDS = 5.0
_SENTENCE = "That was too often. Please wait a little and try again."


class _Counters:
    """The counts of this process: the shared ones if they can be reached, else our own."""

    def __init__(self) -> None:
        storage = RedisStorage(
            get_settings().redis_url,
            key_prefix="limits",
            socket_timeout=1,
            socket_connect_timeout=1,
        )
        self._shared = FixedWindowRateLimiter(storage)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._away_until = 0.0

    def ask(self, question: Callable[[FixedWindowRateLimiter], T]) -> T:
        """Put `question` to the shared counts, or for a few seconds after a failure to our own."""
        if time.monotonic() >= self._away_until:
            try:
                return question(self._shared)
            except RedisError as error:
                self._away_until = time.monotonic() + _LOOK_AGAIN_SECONDS
                logger.warning("limits are counted in memory: %s", type(error).__name__)
        return question(self._own)


@lru_cache
def _counters() -> _Counters:
    return _Counters()


@lru_cache
def _parse(rule: str, factor: int) -> limits.RateLimitItem:
    item = limits.parse(rule)
    return type(item)(item.amount * factor, item.multiples)


def look_again() -> None:
    """Forget what this process counted by itself, and look for Redis anew."""
    _counters.cache_clear()


def address_factor() -> int:
    """Return how much wider limits per address are here than in production."""
    settings = get_settings()
    return settings.rate.address_factor or (1 if settings.is_production else _GENEROUS)


def count(rule: str, *who: str, factor: int = 1) -> None:
    """Count one knock of `who` (what is limited, then whom); raises TooSoon past the limit."""
    item = _parse(rule, factor)
    if not _counters().ask(lambda limiter: limiter.hit(item, *who)):
        raise _too_soon(item, who)


def check(rule: str, *who: str) -> None:
    """Raise TooSoon if `who` has used the limit up; counts nothing."""
    item = _parse(rule, 1)
    if not _counters().ask(lambda limiter: limiter.test(item, *who)):
        raise _too_soon(item, who)


def forget(rule: str, *who: str) -> None:
    """Let `who` begin anew."""
    item = _parse(rule, 1)
    _counters().ask(lambda limiter: limiter.clear(item, *who))


def _too_soon(item: limits.RateLimitItem, who: tuple[str, ...]) -> TooSoon:
    stats = _counters().ask(lambda limiter: limiter.get_window_stats(item, *who))
    return TooSoon(_SENTENCE, retry_after=max(1, ceil(stats.reset_time - time.time())))
