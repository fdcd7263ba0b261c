"""What changed, told to every API process through Redis, and remembered for who was away.

Each player has a list of his own with contiguous ids. The first id after Redis lost everything is
the time in milliseconds, far above anything given out before, so a client that resumes from an old
id sees the gap and asks again for everything.
"""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from redis import RedisError
from redis.asyncio import Redis as AsyncRedis

from app.core.redis import get_redis
from app.core.security import new_token
from app.domain.errors import Unavailable

logger = logging.getLogger(__name__)

CHANNEL = "live"
HANG_UP_CHANNEL = "live:hang-up"
REMEMBERED = 200  # messages kept for a player who is away
REMEMBERED_SECONDS = 2 * 86_400
TICKET_SECONDS = 30
_NEVER = 2**62  # no id will ever be as high
_BATCH = 200
_GATHER_SECONDS = 0.01  # in a busy moment, to share one call: nobody sees ten milliseconds

# Number, remember and announce in one step, so that no socket sees a gap that is none.
# ARGV: channel, first id, messages kept, seconds kept, then for each group of messages with the
# same readers: how many messages, their bodies, how many readers, their user ids. A group is
# announced at once, as "reader:first-id" of each reader and a line for each body.
# Forgetting is put off at each sixteenth message only; whoever comes back too late asks anew.
_PUBLISH = """
local channel, first, kept, seconds = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local at = 5
while at <= #ARGV do
  local many = tonumber(ARGV[at])
  local bodies = {unpack(ARGV, at + 1, at + many)}
  local readers = tonumber(ARGV[at + many + 1])
  local lines = {}
  at = at + many + 2
  for i = at, at + readers - 1 do
    local sequence, told = 'live:seq:' .. ARGV[i], 'live:told:' .. ARGV[i]
    local last = redis.call('INCRBY', sequence, many)
    redis.call('RPUSH', told, unpack(bodies))
    if last == many then
      last = first + many - 1
      redis.call('SET', sequence, string.format('%d', last), 'EX', seconds)
      redis.call('LTRIM', told, -many, -1)
      redis.call('EXPIRE', told, seconds)
    elseif last % 16 < many then
      redis.call('LTRIM', told, -kept, -1)
      redis.call('EXPIRE', sequence, seconds)
      redis.call('EXPIRE', told, seconds)
    end
    lines[#lines + 1] = string.format('%s:%d', ARGV[i], last - many + 1)
  end
  redis.call('PUBLISH', channel, table.concat(lines, ' ') .. '\\n' .. table.concat(bodies, '\\n'))
  at = at + readers
end
"""
_encode = json.JSONEncoder(separators=(",", ":")).encode


class News(NamedTuple):
    """One change for some players (user ids): a type of `LiveType`, a topic, and small facts."""

    to: tuple[int, ...]
    kind: str
    topic: str
    data: Mapping[str, int | str]


class _Announcer:
    """A thread that takes news to Redis in batches, so that no request waits for Redis.

    What is lost when a process is killed are hints: a client that missed one sees the gap in the
    ids, or asks again by itself.
    """

    def __init__(self) -> None:
        self._waiting: deque[News] = deque()
        self._is_idle = False
        self._wake_up = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, news: list[News]) -> None:
        """Queue news; the thread starts with the first."""
        self._waiting.extend(news)
        if self._is_idle:  # waking a thread that works costs as much as a round trip to Redis
            self._wake_up.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="news", daemon=True)
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
        self._wake_up.clear()
        self._is_idle = True
        if not self._waiting:  # who came before we were idle has not woken us
            self._wake_up.wait()
        self._is_idle = False


_announcer = _Announcer()


def announce(news: list[News]) -> None:
    """Tell players what changed, soon and in order, without waiting for Redis."""
    _announcer.put(news)


def publish(news: list[News]) -> None:
    """Put changes into their players' lists, in order, with one call to Redis."""
    facts: list[str | int] = []
    for to, group in groupby(news, key=attrgetter("to")):
        bodies = [
            _encode({"type": one.kind, "topic": one.topic, "data": one.data}) for one in group
        ]
        facts += (len(bodies), *bodies, len(to), *to)
    first_id = time.time_ns() // 1_000_000
    get_redis().eval(_PUBLISH, 0, CHANNEL, first_id, REMEMBERED, REMEMBERED_SECONDS, *facts)


def close_sockets(session_ids: list[int]) -> None:
    """Close the sockets of login sessions that have ended, in every API process.

    Those of tickets that were given out before are closed as soon as they open.
    """
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            for session_id in session_ids:
                pipe.set(_ended(session_id), "1", ex=2 * TICKET_SECONDS)
            pipe.publish(HANG_UP_CHANNEL, " ".join(str(one) for one in session_ids))
            pipe.execute()
    except RedisError:
        # The session is over in the database; its sockets carry hints only and die with the tab.
        logger.warning("sockets of ended sessions could not be closed: Redis is away")


async def has_ended(redis: AsyncRedis, session_id: int) -> bool:
    """Say whether a login session has ended while a ticket of its own may still be about."""
    return bool(await redis.exists(_ended(session_id)))


def new_ticket(*, user_id: int, session_id: int) -> str:
    """Return a word that opens one socket once within thirty seconds; raises Unavailable."""
    ticket = new_token()
    try:
        get_redis().set(f"live:ticket:{ticket}", f"{user_id} {session_id}", ex=TICKET_SECONDS)
    except RedisError as error:
        raise Unavailable("Live updates are away for a moment.", retry_after=5) from error
    return ticket


async def redeem_ticket(redis: AsyncRedis, ticket: str) -> tuple[int, int] | None:
    """Return (user id, session id) of a ticket and spend it; None if it is unknown or spent."""
    found = await redis.getdel(f"live:ticket:{ticket}")
    if not isinstance(found, str):
        return None
    user_id, session_id = found.split(" ")
    return int(user_id), int(session_id)


async def missed(redis: AsyncRedis, *, user_id: int, after: int) -> list[tuple[int, str]] | None:
    """Return (id, body) of what a player missed since the id `after`, oldest first.

    None when it cannot be known any more: then everything should be fetched again.
    """
    if not 0 <= after < _NEVER:
        return None
    # In one step: what is told in between would look like a gap.
    async with redis.pipeline(transaction=True) as pipe:
        pipe.get(_sequence(user_id))
        pipe.lrange(_told(user_id), 0, -1)
        last, told = await pipe.execute()
    if last is None or not 0 <= int(last) - after <= len(told):
        return None
    return list(enumerate(told[len(told) - (int(last) - after) :], start=after + 1))


def _sequence(user_id: int) -> str:
    return f"live:seq:{user_id}"


def _told(user_id: int) -> str:
    return f"live:told:{user_id}"


def _ended(session_id: int) -> str:
    return f"live:ended:{session_id}"
