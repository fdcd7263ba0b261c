"""The hints of each player in Redis: append and publish them, and read what somebody missed.

Each player has a Redis stream, `live:<user id>`. Its entries are named `<id>-<milliseconds>`: ids
count up by one, so a reader sees by the next id whether one is missing, and the second part is the
time of publishing. The first id of a new stream is the time in milliseconds, far above any id of a
stream that Redis has lost, so a client that resumes from an old id finds that id missing.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from app.domain.live import LiveType

CHANNEL = "live"
RESYNC_CHANNEL = "live:resync"
MAX_KEPT = 200  # hints kept for a player who is away; Redis trims a little later than that
KEPT_SECONDS = 2 * 86_400  # after its first hint, or its last sixteenth, a stream ends
RESUME_SECONDS = 3_600  # a hint that is older is not sent: its reader fetches everything again
_MAX_ID = 2**53  # JavaScript's numbers end here, and no id of ours will be as high
_BATCH_SECONDS = 3_600  # for so long a batch that is published again changes nothing
_BODY = "body"

# Append and publish in one step, or a socket could get two hints in the wrong order and drop one.
# A batch is published once, however often it is sent: a Redis that was frozen goes through what
# waited in its connections, after the sender has given up and sent it again.
# ARGV: channel, key of the batch, its seconds, now in milliseconds, hints kept, seconds kept, name
# of the body's field; then for each group of hints with the same readers: how many hints, their
# bodies, how many readers, their user ids. A group is published at once, as "reader:first-id" for
# each reader and a row for each body.
_PUBLISH = """
local channel, batch, batch_seconds, now, kept, seconds, field = unpack(ARGV, 1, 7)
if not redis.call('SET', batch, '1', 'NX', 'EX', batch_seconds) then return 0 end
local at = 8
while at <= #ARGV do
  local many = tonumber(ARGV[at])
  local bodies = {unpack(ARGV, at + 1, at + many)}
  local readers = tonumber(ARGV[at + many + 1])
  local heads = {}
  at = at + many + 2
  for i = at, at + readers - 1 do
    local stream = 'live:' .. ARGV[i]
    local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
    local id = last and tonumber(string.match(last[1], '^%d+')) + 1 or tonumber(now)
    heads[#heads + 1] = string.format('%s:%d', ARGV[i], id)
    for _, body in ipairs(bodies) do
      redis.call('XADD', stream, 'MAXLEN', '~', kept, string.format('%d-%s', id, now), field, body)
      id = id + 1
    end
    if not last or id % 16 == 0 then redis.call('EXPIRE', stream, seconds) end
  end
  redis.call('PUBLISH', channel, table.concat(heads, ' ') .. '\\n' .. table.concat(bodies, '\\n'))
  at = at + readers
end
return 1
"""
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Hint(NamedTuple):
    """One change for some players (user ids): its type, a topic, and small facts."""

    to: tuple[int, ...]
    kind: LiveType
    topic: str
    data: Mapping[str, int | str]


class Missed(NamedTuple):
    """What a reader missed: the hints behind the id `base`, as (id, body), oldest first.

    Where the gap `is_lost`, `base` is the newest id of the stream and there are no hints.
    """

    base: int
    hints: list[tuple[int, str]]
    is_lost: bool = False


def publish(redis: Redis, hints: Sequence[Hint], *, batch: str, now: float) -> None:
    """Append hints to the streams of their players and publish them, with one call of Redis.

    A `batch` that Redis has published already is left as it is; `now` is in epoch seconds.
    """
    arguments: list[str | int] = []
    for to, group in groupby(hints, key=attrgetter("to")):
        bodies = [
            _encode({"type": one.kind, "topic": one.topic, "data": one.data}) for one in group
        ]
        arguments += (len(bodies), *bodies, len(to), *to)
    redis.eval(
        _PUBLISH,
        0,
        *(CHANNEL, f"live:batch:{batch}", _BATCH_SECONDS, _milliseconds(now)),
        *(MAX_KEPT, KEPT_SECONDS, _BODY),
        *arguments,
    )


def forget(redis: Redis, user_ids: Sequence[int]) -> None:
    """Let all sockets of these players, open or away, fetch everything again."""
    with redis.pipeline(transaction=False) as pipe:
        pipe.delete(*(_stream(user_id) for user_id in user_ids))
        pipe.publish(RESYNC_CHANNEL, " ".join(str(user_id) for user_id in user_ids))
        pipe.execute()


def last_id(redis: Redis, user_id: int) -> int:
    """Return the id of a player's newest hint, 0 if there is none."""
    return _newest(redis.xrevrange(_stream(user_id), count=1))


async def missed(
    redis: AsyncRedis, positions: Sequence[tuple[int, int]], *, now: float
) -> list[Missed]:
    """Return what each reader, a (user id, last id they have), missed; `now` in epoch seconds.

    The gap of a reader is lost if their last id is not in the stream any more, or was never, or if
    the oldest hint that they missed is too old.
    """
    async with redis.pipeline(transaction=False) as pipe:
        for user_id, after in positions:
            pipe.xrange(_stream(user_id), min=f"{min(max(after, 0), _MAX_ID)}-0")
            pipe.xrevrange(_stream(user_id), count=1)
        found: list[Any] = await pipe.execute()
    oldest = _milliseconds(now - RESUME_SECONDS)
    return [
        _missed(entries, newest=_newest(newest), after=after, oldest=oldest)
        for (_, after), entries, newest in zip(positions, found[::2], found[1::2], strict=True)
    ]


async def hints_since_ticket(redis: AsyncRedis, *, user_id: int, base: int, now: float) -> Missed:
    """Return what came for a player since they asked for a ticket, when `base` was their newest.

    A stream that was empty then has nothing but what came since.
    """
    if base == 0:
        entries: Any = await redis.xrange(_stream(user_id))
        return Missed(base=0, hints=[_hint(entry) for entry in entries])
    return (await missed(redis, [(user_id, base)], now=now))[0]


def _missed(entries: Any, *, newest: int, after: int, oldest: int) -> Missed:
    is_known = bool(entries) and _hint(entries[0])[0] == after
    if not is_known or (len(entries) > 1 and _published_at(entries[1]) < oldest):
        return Missed(base=newest, hints=[], is_lost=True)
    return Missed(base=after, hints=[_hint(entry) for entry in entries[1:]])


def _stream(user_id: int) -> str:
    return f"live:{user_id}"


def _hint(entry: Any) -> tuple[int, str]:
    name, fields = entry
    return int(name.partition("-")[0]), str(fields[_BODY])


def _published_at(entry: Any) -> int:
    return int(entry[0].partition("-")[2])


def _newest(entries: Any) -> int:
    return _hint(entries[0])[0] if entries else 0


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1_000)
