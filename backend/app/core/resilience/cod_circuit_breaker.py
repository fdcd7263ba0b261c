"""How Activision is: what has failed lately, for all workers, and whom not to ask for a while.

Kept in Redis. Without Redis nothing is asked anyhow (its calls could not be counted).
"""

import hashlib
import logging
from typing import Literal

from redis import RedisError

from app.core.redis import get_redis
from app.core.settings import get_settings

logger = logging.getLogger(__name__)

Status = Literal["on", "degraded", "off"]

# Seconds for which a scope stays closed, each time it is closed again (cod-api.md §6).
_STEPS: dict[str, tuple[int, ...]] = {
    "title": (60, 120, 240, 480, 900),
    "rate": (360, 900, 1_800, 3_600, 7_200, 14_400, 21_600),
    "address": (1_800, 3_600, 7_200, 14_400),
    "endpoint": (3_600, 7_200, 21_600),
    "token": (21_600,),  # longer than that only until a person has changed it: see _scope
}
# So many of the last failures close a scope; the others close at the first.
_PATIENCE = {"title": 5, "address_soft": 2}
_WINDOW_SECONDS = 120
_CLEAN_SECONDS = 3_600
_BY_TITLE = ("title", "endpoint")
_CALLS = "cod:calls"
BLIND_SECONDS = 6 * 3_600
RECHECK_SECONDS = 3_600


def closed_for(title: str) -> int:
    """Return for how many seconds nothing is to be asked about this title; 0 if one may."""
    names = (f"title:{title}", "rate", "address", f"endpoint:{title}", _token())
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            for name in names:
                pipe.ttl(f"cod:closed:{name}")
            return max(0, *(int(left) for left in pipe.execute()))
    except RedisError:
        return 30


def failed(scope: str, *, title: str, is_certain: bool = True, wait: float | None = None) -> None:
    """Count a failure of a scope, and close it if that is enough; `wait` is Activision's wish.

    A page that is no JSON is not certain to be a ban: the second one in a row is.
    """
    if scope not in _STEPS:
        return
    name = _scope(scope, title)
    needed = _PATIENCE.get(scope if is_certain else f"{scope}_soft", 1)
    try:
        redis = get_redis()
        was_open_before = redis.exists(f"cod:level:{name}")
        count = redis.incr(f"cod:failures:{name}")
        redis.expire(f"cod:failures:{name}", _WINDOW_SECONDS)
        # Half-open: who fails at the first try after a pause is closed again at once.
        if int(str(count)) < needed and not was_open_before:
            return
        level = int(str(redis.incr(f"cod:level:{name}")))
        seconds = max(_STEPS[scope][min(level, len(_STEPS[scope])) - 1], int(wait or 0))
        redis.set(f"cod:closed:{name}", level, ex=seconds)
        redis.expire(f"cod:level:{name}", seconds + _CLEAN_SECONDS)
        redis.delete(f"cod:failures:{name}")
    except RedisError:
        logger.warning("a failure of Activision was not counted: Redis is away")
        return
    log = logger.error if scope in {"token", "address"} else logger.warning
    log("Activision is left alone for %s s: %s", seconds, scope)


def answered(*, title: str) -> None:
    """Activision answers: forget what had failed, except how often it had to limit us."""
    try:
        get_redis().delete(
            *(
                f"cod:{kind}:{name}"
                for kind in ("failures", "level")
                for name in (f"title:{title}", "address", f"endpoint:{title}", _token())
            )
        )
    except RedisError:
        return


def blind(player: str, *, seconds: int = BLIND_SECONDS) -> None:
    """Do not ask about a player (platform and name) for a while: he is private or not there."""
    try:
        get_redis().set(_player(player), "1", ex=seconds)
    except RedisError:
        return


def is_blind(player: str) -> bool:
    """Say whether asking about this player is of no use now."""
    try:
        return bool(get_redis().exists(_player(player)))
    except RedisError:
        return False


def sees_again(player: str) -> None:
    """Forget that a player could not be seen: he says that he has opened his data."""
    try:
        get_redis().delete(_player(player))
    except RedisError:
        return


def count_call(outcome: str) -> None:
    """Count a call of Activision by how it ended."""
    try:
        get_redis().hincrby(_CALLS, outcome, 1)
    except RedisError:
        return


def calls() -> dict[str, int]:
    """Return how many calls ended how, of all processes, since Redis was empty."""
    try:
        return {str(name): int(n) for name, n in get_redis().hgetall(_CALLS).items()}
    except RedisError:
        return {}


def scopes() -> dict[str, int]:
    """Return for how many seconds each scope stays closed; 0 while it is open."""
    titles = get_settings().cod.known_titles
    names = {
        **{f"{scope}:{title}": f"{scope}:{title}" for scope in _BY_TITLE for title in titles},
        "rate": "rate",
        "address": "address",
        "token": _token(),
    }
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            for name in names.values():
                pipe.ttl(f"cod:closed:{name}")
            left = pipe.execute()
    except RedisError:
        return {}
    return {scope: max(0, int(n)) for scope, n in zip(names, left, strict=True)}


def status() -> Status:
    """Say in one word whether matches verify themselves now."""
    settings = get_settings().cod
    if not settings.enabled:
        return "off"
    closed = [title for title in settings.known_titles if closed_for(title) > 0]
    return "degraded" if closed else "on"


def _scope(scope: str, title: str) -> str:
    if scope == "token":
        return _token()
    return f"{scope}:{title}" if scope in _BY_TITLE else scope


def _token() -> str:
    """Name the token without saying it: a new one begins with a clean record."""
    key = get_settings().cod.key.get_secret_value()
    return f"token:{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _player(player: str) -> str:
    return f"cod:blind:{hashlib.sha256(player.casefold().encode()).hexdigest()[:24]}"
