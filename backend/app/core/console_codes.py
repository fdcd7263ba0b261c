"""Codes by which the console fetches its token (RFC 6749 §4.1, RFC 7636): burnt on their first use.

Redis keeps a code's fingerprint only, for a minute. A code that comes a second time was read by
somebody else: the session that it began can then be ended.
"""

import json
from dataclasses import asdict, dataclass

from redis import RedisError

from app.core.redis import get_redis
from app.core.security import fingerprint, new_token
from app.core.settings import get_settings
from app.domain.errors import Unavailable

_BURNT_SECONDS = 900


@dataclass(frozen=True)
class Grant:
    """What a code stands for: a session, and the request for it that must come back."""

    user_id: int
    session_id: int
    challenge: str
    redirect_uri: str


@dataclass(frozen=True)
class Redeemed:
    """What a code gave: its grant the first time, later the session that it had begun."""

    grant: Grant | None
    reused_session: int | None = None


def new_code(grant: Grant) -> str:
    """Return a code for `grant`; raises Unavailable."""
    code = new_token()
    seconds = get_settings().staff.console_code_seconds
    try:
        get_redis().set(_key("code", code), json.dumps(asdict(grant)), ex=seconds)
    except RedisError as error:
        raise Unavailable("Signing in is away for a moment.", retry_after=5) from error
    return code


def redeem(code: str) -> Redeemed:
    """Burn a code and return what it stood for; raises Unavailable."""
    try:
        redis = get_redis()
        found = redis.getdel(_key("code", code))
        if isinstance(found, str):
            grant = Grant(**json.loads(found))
            redis.set(_key("burnt", code), str(grant.session_id), ex=_BURNT_SECONDS)
            return Redeemed(grant)
        burnt = redis.get(_key("burnt", code))
    except RedisError as error:
        raise Unavailable("Signing in is away for a moment.", retry_after=5) from error
    return Redeemed(None, int(burnt) if isinstance(burnt, str) else None)


def _key(kind: str, code: str) -> str:
    return f"console:{kind}:{fingerprint(code).hex()}"
