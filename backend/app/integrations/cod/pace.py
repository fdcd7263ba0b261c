"""Rate limit: one budget of calls for all processes that share a token and an address.

Lookups of matches come first. A check of a name (`Purpose.PROBE`), of which a stranger can ask for
many, has a small budget of its own inside the whole one and leaves `PROBE_RESERVE` calls in it.
A refusal here is ours, not Activision's: it opens no circuit.
"""

import hashlib
import logging
import time
from enum import StrEnum

from redis import RedisError

from app.core.redis import get_redis
from app.core.settings.cod import CodSettings
from app.integrations.cod.errors import CodOwnBudget

logger = logging.getLogger(__name__)

BURST = 5
PROBE_BURST = 2
PROBE_SHARE = 0.25  # of the calls an hour
PROBE_RESERVE = 2  # of the burst
LONGEST_WAIT_SECONDS = 10.0
_FORGOTTEN_SECONDS = 7_200


class Purpose(StrEnum):
    """What a call is for."""

    LOOKUP = "lookup"
    PROBE = "probe"


# Buckets of calls (size, calls a second, calls to be left in it) that refill evenly, and a pause
# between two calls. Times in seconds by Redis' time, so that the workers' own times do not matter.
# All buckets are taken from, or none. Returns the wait as text.
_SCRIPT = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local last = tonumber(redis.call('HGET', KEYS[1], 'last') or 0)
local wait, left = math.max(last + tonumber(ARGV[1]) - now, 0), {}
for i, key in ipairs(KEYS) do
  local size, rate, keep = unpack(ARGV, 3 * i, 3 * i + 2)
  local at = tonumber(redis.call('HGET', key, 'at') or now)
  left[i] = tonumber(redis.call('HGET', key, 'left') or size)
  left[i] = math.min(tonumber(size), left[i] + (now - at) * tonumber(rate)) - tonumber(keep)
  if left[i] < 1 then wait = math.max(wait, (1 - left[i]) / tonumber(rate)) end
end
if wait == 0 then
  now = tostring(now)
  for i, key in ipairs(KEYS) do
    local kept = tostring(left[i] - 1 + tonumber(ARGV[3 * i + 2]))
    redis.call('HSET', key, 'left', kept, 'at', now, 'last', now)
    redis.call('EXPIRE', key, ARGV[2])
  end
end
return tostring(wait)
"""


def take_turn(settings: CodSettings, purpose: Purpose = Purpose.LOOKUP) -> None:
    """Wait for our turn to call. Raises CodOwnBudget when it is far off, or cannot be known.

    Without Redis nobody calls: a budget that is not counted is soon overdrawn, and the players'
    reports do not need us.
    """
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while (wait := _wait(settings, purpose)) > 0:
        if time.monotonic() + wait > deadline:
            raise CodOwnBudget(retry_after=wait)
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


def _wait(settings: CodSettings, purpose: Purpose) -> float:
    rate = settings.calls_per_hour / 3600
    buckets = {_bucket(settings): (BURST, rate, 0)}
    if purpose is Purpose.PROBE:
        buckets = {
            _bucket(settings): (BURST, rate, PROBE_RESERVE),
            f"{_bucket(settings)}:probe": (PROBE_BURST, rate * PROBE_SHARE, 0),
        }
    limits = [str(number) for bucket in buckets.values() for number in bucket]
    times = (str(settings.min_spacing), str(_FORGOTTEN_SECONDS))
    try:
        wait = get_redis().eval(_SCRIPT, len(buckets), *buckets, *times, *limits)
    except RedisError as error:
        logger.warning("Activision is not asked: its calls cannot be counted")
        raise CodOwnBudget("Redis is away", retry_after=30.0) from error
    return float(str(wait))
