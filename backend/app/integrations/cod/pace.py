"""Rate limit: one bucket of calls for all processes that share a token and an address."""

import hashlib
import logging
import time

from redis import RedisError

from app.core.redis import get_redis
from app.core.settings.cod import CodSettings
from app.integrations.cod.errors import CodRateLimited

logger = logging.getLogger(__name__)

BURST = 5
LONGEST_WAIT_SECONDS = 10.0
_FORGOTTEN_SECONDS = 7_200

# A bucket of BURST calls that refills evenly, and a pause between two calls. Times in seconds by
# Redis' time, so that the workers' own times do not matter. Returns the wait as text.
_SCRIPT = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local left = tonumber(redis.call('HGET', KEYS[1], 'left') or ARGV[1])
local at = tonumber(redis.call('HGET', KEYS[1], 'at') or now)
local last = tonumber(redis.call('HGET', KEYS[1], 'last') or 0)
left = math.min(tonumber(ARGV[1]), left + (now - at) * tonumber(ARGV[2]))
local wait = math.max(last + tonumber(ARGV[3]) - now, 0)
if left < 1 then wait = math.max(wait, (1 - left) / tonumber(ARGV[2])) end
if wait == 0 then
  now = tostring(now)
  redis.call('HSET', KEYS[1], 'left', tostring(left - 1), 'at', now, 'last', now)
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
return tostring(wait)
"""


def take_turn(settings: CodSettings) -> None:
    """Wait for our turn to call. Raises CodRateLimited when it is far off, or cannot be known.

    Without Redis nobody calls: a budget that is not counted is soon overdrawn, and the players'
    reports do not need us.
    """
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while (wait := _wait(settings)) > 0:
        if time.monotonic() + wait > deadline:
            raise CodRateLimited("our own budget", retry_after=wait)
        time.sleep(wait)


def left(settings: CodSettings) -> float:
    """Return how many calls the bucket would let go at once now; -1 when nobody can know."""
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            pipe.time()
            pipe.hmget(_bucket(settings), "left", "at")
            (seconds, micros), (kept, at) = pipe.execute()
    except RedisError:
        return -1.0
    if kept is None or at is None:
        return float(BURST)
    since = int(seconds) + int(micros) / 1_000_000 - float(at)
    return min(float(BURST), float(kept) + since * settings.calls_per_hour / 3600)


def _bucket(settings: CodSettings) -> str:
    token = hashlib.sha256(settings.key.get_secret_value().encode()).hexdigest()[:16]
    return f"cod:bucket:{token}"


def _wait(settings: CodSettings) -> float:
    try:
        wait = get_redis().eval(
            _SCRIPT,
            1,
            _bucket(settings),
            str(BURST),
            str(settings.calls_per_hour / 3600),
            str(settings.min_spacing),
            str(_FORGOTTEN_SECONDS),
        )
    except RedisError as error:
        logger.warning("Activision is not asked: its calls cannot be counted")
        raise CodRateLimited("Redis is away", retry_after=30.0) from error
    return float(str(wait))
