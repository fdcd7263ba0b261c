"""A circuit breaker: stop calling a provider that fails. Its state is in Redis, for all workers.

While a provider is down a thousand payments wait, and each call may hang for half a minute. After
some failures in a row the circuit opens and calls are held back. Without Redis nothing is counted
and every call goes through. Pattern: M. Nygard, "Release It!", 2nd ed., §5.2.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from redis import RedisError

from app.core.redis import get_redis
from app.core.resilience.once_every import once_every

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Policy:
    """When a circuit opens, and for how long (all times in seconds).

    It opens at `threshold` failures in a row, each within `window_seconds` of the one before, for
    the first of `pauses`; each time that it opens again, for the next of them. For `clean_seconds`
    after a pause a single failure opens it again. While it is open, one call in `probe_seconds`
    goes through, and the first that succeeds closes it; without `probe_seconds` no call goes
    through, and a pause lasts to its end.
    """

    threshold: int
    window_seconds: int
    pauses: tuple[int, ...]
    clean_seconds: int = 0
    probe_seconds: int | None = None


class CircuitBreaker:
    """The circuit called `name`."""

    def __init__(self, name: str, policy: Policy) -> None:
        self.name = name
        self.policy = policy
        self.open_key = f"{name}:open"
        self._failures_key = f"{name}:failures"
        self._level_key = f"{name}:level"

    def is_open(self) -> bool:
        """Return whether calls are held back."""
        try:
            return bool(get_redis().exists(self.open_key))
        except RedisError:
            return False

    def may_call(self) -> bool:
        """Return whether to make a call now: the circuit is closed, or this call is the probe."""
        if not self.is_open():
            return True
        probe = self.policy.probe_seconds
        return probe is not None and once_every(f"{self.name}:probe", seconds=probe)

    def failed(self, *, threshold: int | None = None, at_least: float = 0) -> int:
        """Count a call that failed; return for how many seconds it opens the circuit, 0 if not.

        `threshold` replaces the policy's; `at_least` is what the provider asks for.
        """
        needed = self.policy.threshold if threshold is None else threshold
        try:
            redis = get_redis()
            was_open = redis.exists(self._level_key)
            failures = int(str(redis.incr(self._failures_key)))
            redis.expire(self._failures_key, self.policy.window_seconds)
            if failures < needed and not was_open:
                return 0
            level = int(str(redis.incr(self._level_key)))
            pauses = self.policy.pauses
            seconds = max(pauses[min(level, len(pauses)) - 1], int(at_least))
            redis.set(self.open_key, level, ex=seconds)
            redis.expire(self._level_key, seconds + self.policy.clean_seconds)
            redis.delete(self._failures_key)
        except RedisError:
            logger.warning("a failure of %s was not counted: Redis is away", self.name)
            return 0
        return seconds

    def answered(self) -> None:
        """Forget the failures; close the circuit, unless its pauses last to their end."""
        close_all([self])


def close_all(breakers: Iterable[CircuitBreaker]) -> None:
    """Do `answered` for several circuits in one round trip."""
    keys = []
    for breaker in breakers:
        keys += [breaker._failures_key, breaker._level_key]  # noqa: SLF001
        if breaker.policy.probe_seconds is not None:
            keys.append(breaker.open_key)
    try:
        get_redis().delete(*keys)
    except RedisError:
        logger.warning("an answer was not counted: Redis is away")


def seconds_open(breakers: Iterable[CircuitBreaker]) -> list[int]:
    """Return for how many seconds each circuit stays open, in one round trip; raises RedisError."""
    with get_redis().pipeline(transaction=False) as pipe:
        for breaker in breakers:
            pipe.ttl(breaker.open_key)
        return [max(0, int(left)) for left in pipe.execute()]
