"""How many calls of Activision ended how, of all processes, since Redis was empty."""

from redis import RedisError

from app.core.redis import get_redis

_KEY = "cod:calls"


def count(outcome: str) -> None:
    """Count a call by how it ended."""
    try:
        get_redis().hincrby(_KEY, outcome, 1)
    except RedisError:
        return


def read() -> dict[str, int]:
    """Return the counts by outcome; empty while Redis is away."""
    try:
        return {str(name): int(n) for name, n in get_redis().hgetall(_KEY).items()}
    except RedisError:
        return {}
