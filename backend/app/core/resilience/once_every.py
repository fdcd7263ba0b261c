"""Something that only one of all processes does, once in so many seconds."""

from redis import RedisError

from app.core.redis import get_redis


def once_every(name: str, *, seconds: int) -> bool:
    """Return True to one caller in `seconds`; to every caller while Redis is away."""
    try:
        return bool(get_redis().set(f"turn:{name}", "1", nx=True, ex=seconds))
    except RedisError:
        return True
