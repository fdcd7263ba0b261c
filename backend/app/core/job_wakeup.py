"""A coalesced wake-up: of any number of calls, at most one job waits in the queue."""

from redis import RedisError

from app.core.after_commit import send
from app.core.jobs import Job, queue_of
from app.core.redis import get_redis

_FORGOTTEN_AFTER_MS = 2_000  # a job that got lost must not keep the next one away for long


def _key(job: Job) -> str:
    return f"woken:{job}"


def wake(job: Job) -> None:
    """Have `job` done soon, unless it is about to be done anyway."""
    if get_redis().set(_key(job), "1", nx=True, px=_FORGOTTEN_AFTER_MS):
        send(job)


def awake(job: Job) -> None:
    """Say that `job` begins to look: whoever calls from now on wants another one."""
    get_redis().delete(_key(job))


def room_for(job: Job, *, most: int) -> int:
    """Return how many jobs may be put beside those that wait with `job` until there are `most`.

    Whoever goes round a crowd asks first: a queue that grows faster than it is worked off makes
    everything in it late. Without Redis nothing waits, and nothing can be put anywhere.
    """
    try:
        return max(0, most - int(get_redis().llen(queue_of(job))))
    except RedisError:
        return most
