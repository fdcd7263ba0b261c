"""Players whom Activision does not show: private, or not found. Not asked about for some hours."""

import hashlib

from redis import RedisError

from app.core.redis import get_redis

HIDDEN_SECONDS = 6 * 3_600
RECHECK_SECONDS = 3_600


def hide(player: str, *, seconds: int = HIDDEN_SECONDS) -> None:
    """Stop lookups of a player (platform and name) for so many seconds."""
    try:
        get_redis().set(_key(player), "1", ex=seconds)
    except RedisError:
        return


def is_hidden(player: str) -> bool:
    """Return whether asking about this player is useless now."""
    try:
        return bool(get_redis().exists(_key(player)))
    except RedisError:
        return False


def show(player: str) -> None:
    """Allow lookups again, after the player reported that their data are public now."""
    try:
        get_redis().delete(_key(player))
    except RedisError:
        return


def _key(player: str) -> str:
    return f"cod:blind:{hashlib.sha256(player.casefold().encode()).hexdigest()[:24]}"
