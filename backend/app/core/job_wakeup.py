"""Coalesced wakeups: however often a job is requested, at most one wakeup of it is in its queue."""

from redis import RedisError

from app.core.after_commit import send
from app.core.jobs import Job, queue_of
from app.core.redis import get_redis

_EXPIRES_MS = 2_000  # a wakeup that got lost must not hold back the next for long


def _key(job: Job) -> str:
    return f"woken:{job}"


def request_wakeup(job: Job) -> None:
    """Enqueue `job`, unless a wakeup of it waits already."""
    if get_redis().set(_key(job), "1", nx=True, px=_EXPIRES_MS):
        send(job)


def clear_wakeup(job: Job) -> None:
    """Mark that `job` begins: a request from now on enqueues it again."""
    get_redis().delete(_key(job))


def free_places(job: Job, *, most: int) -> int:
    """Return how many jobs may be added to the queue of `job` until it holds `most`.

    Sweeps ask before they enqueue: a queue that grows faster than it is worked off delays all that
    is in it. While Redis is away nothing waits, and `most` is returned.
    """
    try:
        return max(0, most - int(get_redis().llen(queue_of(job))))
    except RedisError:
        return most
