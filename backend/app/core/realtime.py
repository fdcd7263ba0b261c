"""Live hints: publish them to every API process through Redis, and keep them for a reconnect.

Each player has a Redis stream, `live:<user id>`, whose ids count up by one. The first id of a new
stream is the time in milliseconds, far above any id of a stream that Redis has lost, so a client
that resumes from an old id finds that id missing and fetches everything again.
"""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from redis import RedisError
from redis.asyncio import Redis as AsyncRedis

from app.core.redis import get_redis
from app.domain.live import LiveType

logger = logging.getLogger(__name__)

CHANNEL = "live"
MAX_KEPT = 200  # hints kept for a player who is away; Redis trims a little later than that
KEPT_SECONDS = 2 * 86_400
_MAX_ID = 2**62  # no id will ever be as high
_BATCH = 200
_GATHER_SECONDS = 0.01  # while there is much to publish, to share one call
_BODY = "body"

# Append and publish in one step, or a socket could get two hints in the wrong order and drop one.
# ARGV: channel, first id of a new stream, hints kept, seconds kept, name of the body's field; then
# for each group of hints with the same readers: how many hints, their bodies, how many readers,
# their user ids. A group is published at once, as "reader:first-id" for each reader and a row for
# each body.
_PUBLISH = """
local channel, first, kept, seconds, field = unpack(ARGV, 1, 5)
local at = 6
while at <= #ARGV do
  local many = tonumber(ARGV[at])
  local bodies = {unpack(ARGV, at + 1, at + many)}
  local readers = tonumber(ARGV[at + many + 1])
  local heads = {}
  at = at + many + 2
  for i = at, at + readers - 1 do
    local stream = 'live:' .. ARGV[i]
    local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
    local id = last and tonumber(string.match(last[1], '^%d+')) + 1 or tonumber(first)
    heads[#heads + 1] = string.format('%s:%d', ARGV[i], id)
    for _, body in ipairs(bodies) do
      redis.call('XADD', stream, 'MAXLEN', '~', kept, string.format('%d-0', id), field, body)
      id = id + 1
    end
    redis.call('EXPIRE', stream, seconds)
  end
  redis.call('PUBLISH', channel, table.concat(heads, ' ') .. '\\n' .. table.concat(bodies, '\\n'))
  at = at + readers
end
"""
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Hint(NamedTuple):
    """One change for some players (user ids): its type, a topic, and small facts."""

    to: tuple[int, ...]
    kind: LiveType
    topic: str
    data: Mapping[str, int | str]


class _Publisher:
    """A thread that publishes hints in batches, so that no request waits for Redis.

    A killed process loses the hints that wait here. Pages poll as well, so they only come later.
    """

    def __init__(self) -> None:
        self._waiting: deque[Hint] = deque()
        self._is_idle = False
        self._wakeup = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, hints: list[Hint]) -> None:
        """Queue hints; the thread starts with the first."""
        self._waiting.extend(hints)
        if self._is_idle:  # waking a thread that works costs as much as a round trip to Redis
            self._wakeup.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            if not self._waiting:
                self._wait()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _BATCH))]
            try:
                publish(batch)
            except RedisError as error:
                logger.warning("%d live hints were lost: %s", len(batch), type(error).__name__)
            except Exception:
                logger.exception("live hints could not be published")
            time.sleep(_GATHER_SECONDS)

    def _wait(self) -> None:
        self._wakeup.clear()
        self._is_idle = True
        if not self._waiting:  # hints put before we were idle have not set the event
            self._wakeup.wait()
        self._is_idle = False


_publisher = _Publisher()


def publish_soon(hints: list[Hint]) -> None:
    """Publish hints in order, in a thread, without waiting for Redis."""
    _publisher.put(hints)


def publish(hints: list[Hint]) -> None:
    """Append hints to the streams of their players and publish them, with one call of Redis."""
    arguments: list[str | int] = []
    for to, group in groupby(hints, key=attrgetter("to")):
        bodies = [
            _encode({"type": one.kind, "topic": one.topic, "data": one.data}) for one in group
        ]
        arguments += (len(bodies), *bodies, len(to), *to)
    first_id = time.time_ns() // 1_000_000
    get_redis().eval(_PUBLISH, 0, CHANNEL, first_id, MAX_KEPT, KEPT_SECONDS, _BODY, *arguments)


async def hints_after(
    redis: AsyncRedis, *, user_id: int, after: int
) -> list[tuple[int, str]] | None:
    """Return (id, body) of a player's hints behind the id `after`, oldest first.

    None if `after` is no longer in their stream: the client must fetch everything again.
    """
    if not 0 <= after < _MAX_ID:
        return None
    entries: Any = await redis.xrange(f"live:{user_id}", min=f"{after}-0")
    found = [(int(entry_id.split("-")[0]), str(fields[_BODY])) for entry_id, fields in entries]
    if not found or found[0][0] != after:
        return None
    return found[1:]
