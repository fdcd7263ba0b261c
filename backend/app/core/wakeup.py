"""A coalesced wake-up: of any number of calls, at most one job waits in the queue."""

from app.core.after_commit import send
from app.core.jobs import Job
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
