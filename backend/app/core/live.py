"""What changed, told to every API process through Redis, and remembered for who was away.

Each player has a stream of his own with contiguous ids. The first id after Redis lost everything is
the time in milliseconds, far above anything given out before, so a client that resumes from an old
id sees the gap and asks again for everything.
"""

import json
import time

from app.core.redis import get_redis

CHANNEL = "live"
REMEMBERED = 200  # messages kept for a player who is away
STREAM_SECONDS = 86_400

# Number, remember and announce in one step, so that no socket sees a gap that is none.
_PUBLISH = """
local seq = redis.call('GET', KEYS[1])
if not seq then redis.call('SET', KEYS[1], ARGV[2]) end
local id = redis.call('INCR', KEYS[1])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], id .. '-0', 'm', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[5], ARGV[6] .. ' ' .. id .. ' ' .. ARGV[1])
return id
"""


def sequence_key(user_id: int) -> str:
    """Return where the last id of a player's stream stands."""
    return f"live:seq:{user_id}"


def stream_key(user_id: int) -> str:
    """Return where a player's last messages are remembered."""
    return f"live:stream:{user_id}"


def publish(to: list[int], *, kind: str, topic: str, data: dict[str, int | str]) -> None:
    """Announce one change to each of the players `to` (user ids)."""
    body = json.dumps({"type": kind, "topic": topic, "data": data}, separators=(",", ":"))
    pipe = get_redis().pipeline(transaction=False)
    for user_id in to:
        pipe.eval(
            _PUBLISH,
            2,
            sequence_key(user_id),
            stream_key(user_id),
            body,
            str(time.time_ns() // 1_000_000),
            str(REMEMBERED),
            str(STREAM_SECONDS),
            CHANNEL,
            str(user_id),
        )
    pipe.execute()
