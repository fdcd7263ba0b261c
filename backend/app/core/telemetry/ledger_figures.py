"""What the last look at the ledger found, in Redis: its sum takes seconds, so a worker takes it."""

from contextlib import suppress
from decimal import Decimal

from redis import RedisError

from app.core.redis import get_redis

_KEY = "figures:ledger"


def store(**facts: float | Decimal) -> None:
    """Store facts beside those that are stored already; without Redis they are lost."""
    with suppress(RedisError):
        get_redis().hset(_KEY, mapping={name: str(value) for name, value in facts.items()})


def read() -> dict[str, float]:
    """Return what was stored; empty before the first look. Raises RedisError."""
    return {str(name): float(value) for name, value in get_redis().hgetall(_KEY).items()}
