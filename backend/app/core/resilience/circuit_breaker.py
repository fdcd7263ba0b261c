"""Whether M-Pesa is there: counted for all workers in Redis, so that few calls find out.

While it is down a thousand payments wait, and each call may hang for half a minute. After some
failures in a row only one call in a few seconds goes through; the first that is answered opens the
way for all. Without Redis nothing is counted, and every call goes through.
"""

import logging

from redis import RedisError

from app.core.redis import get_redis

logger = logging.getLogger(__name__)

FAILURES = 5
PROBE_SECONDS = 3
_REMEMBERED_SECONDS = 120
_COUNT = "mpesa:failures"
_PROBE = "mpesa:probe"


def is_down() -> bool:
    """Say whether the last calls of all workers failed."""
    try:
        return int(get_redis().get(_COUNT) or 0) >= FAILURES
    except RedisError:
        return False


def may_call() -> bool:
    """Say whether one more call makes sense now; while M-Pesa is down, one in a few seconds."""
    return not is_down() or take_turn(_PROBE, every_seconds=PROBE_SECONDS)


def take_turn(name: str, *, every_seconds: int) -> bool:
    """Say yes once in so many seconds, to one caller of all processes."""
    try:
        return bool(get_redis().set(f"turn:{name}", "1", nx=True, ex=every_seconds))
    except RedisError:
        return True


def failed() -> None:
    """Count a call that M-Pesa did not answer."""
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            pipe.incr(_COUNT)
            pipe.expire(_COUNT, _REMEMBERED_SECONDS)
            pipe.execute()
    except RedisError:
        logger.warning("a failure of M-Pesa was not counted: Redis is away")


def answered() -> None:
    """M-Pesa is there: forget the failures."""
    try:
        get_redis().delete(_COUNT)
    except RedisError:
        logger.warning("an answer of M-Pesa was not counted: Redis is away")
