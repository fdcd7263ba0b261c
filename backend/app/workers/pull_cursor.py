"""How far M-Pesa's list was read: a bookmark in Redis, without which all of it is read again."""

from datetime import datetime, timedelta

from redis import RedisError

from app.core.redis import get_redis
from app.core.resilience.once_every import once_every
from app.core.settings import get_settings
from app.domain.payments.paybill.pull_rows import PULL_REACH

_BOOKMARK = "pull:read_until"


def since(*, now: datetime) -> datetime:
    """Return from when on to read: a while before the last reading, and now and then everything."""
    setting = get_settings().paybill
    everything = now - PULL_REACH
    if once_every("pull_whole", seconds=setting.pull_whole_seconds):
        return everything
    try:
        told = get_redis().get(_BOOKMARK)
    except RedisError:
        return everything
    if not told:
        return everything
    read_until = datetime.fromisoformat(str(told))
    return max(everything, read_until - timedelta(seconds=setting.pull_overlap_seconds))


def done(*, until: datetime) -> None:
    """Put the bookmark at `until`."""
    try:
        get_redis().set(_BOOKMARK, until.isoformat(), ex=int(PULL_REACH.total_seconds()))
    except RedisError:
        return
