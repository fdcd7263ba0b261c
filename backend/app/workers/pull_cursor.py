"""How far M-Pesa's list was read: a cursor in Redis; without it all of the list is read again."""

from datetime import datetime, timedelta

from redis import RedisError

from app.core.redis import get_redis
from app.core.resilience.once_every import once_every
from app.core.settings import get_settings
from app.domain.payments.paybill.pull_rows import PULL_REACH

_CURSOR = "pull:read_until"
_SUCCESS = "pull:succeeded_at"


def read(*, now: datetime) -> datetime:
    """Return from when to read: a little before the last reading, and now and then everything."""
    setting = get_settings().paybill
    everything = now - PULL_REACH
    if once_every("pull_whole", seconds=setting.pull_whole_seconds):
        return everything
    try:
        stored = get_redis().get(_CURSOR)
    except RedisError:
        return everything
    if not stored:
        return everything
    read_until = datetime.fromisoformat(str(stored))
    return max(everything, read_until - timedelta(seconds=setting.pull_overlap_seconds))


def save(*, until: datetime) -> None:
    """Move the cursor to `until`, after a reading that succeeded."""
    try:
        get_redis().set(_CURSOR, until.isoformat(), ex=int(PULL_REACH.total_seconds()))
        get_redis().set(_SUCCESS, until.isoformat())
    except RedisError:
        return


def last_success(*, now: datetime) -> datetime:
    """Return when the list was last read; where that is not known, from now on it is `now`."""
    try:
        get_redis().set(_SUCCESS, now.isoformat(), nx=True)
        return datetime.fromisoformat(str(get_redis().get(_SUCCESS)))
    except RedisError:
        return now
