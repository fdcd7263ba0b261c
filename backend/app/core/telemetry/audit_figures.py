"""Where the audit's chain ended when it was last found whole, in Redis: outside of the database."""

from contextlib import suppress
from typing import Any

from redis import RedisError

from app.core.redis import get_redis

_KEY = "figures:audit"


def store(*, count: int, head: str, checked_at: float) -> None:
    """Keep the end of a chain that is whole (`head` in hex); without Redis it is lost."""
    facts: dict[Any, Any] = {
        "count": str(count),
        "head": head,
        "checked_at": str(checked_at),
        "broken": "0",
    }
    with suppress(RedisError):
        get_redis().hset(_KEY, mapping=facts | {"broken": "0"})


def store_broken(*, checked_at: float) -> None:
    """Note that the chain is broken; the end that was kept stays."""
    with suppress(RedisError):
        get_redis().hset(_KEY, mapping={"checked_at": str(checked_at), "broken": "1"})


def read() -> dict[str, str]:
    """Return what is kept; empty before the first check. Raises RedisError."""
    return {str(name): str(value) for name, value in get_redis().hgetall(_KEY).items()}
