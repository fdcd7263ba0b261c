"""The circuit breakers around calls of Activision, one for each scope of a failure.

What fails may be one title, one endpoint of it, our address, our token, or the rate of our calls.
Without Redis nothing is called anyhow: calls could not be counted (`integrations/cod/pace`).
"""

import hashlib
import logging
from typing import Literal

from redis import RedisError

from app.core.resilience.circuit_breaker import CircuitBreaker, Policy, close_all, seconds_open
from app.core.settings import get_settings

logger = logging.getLogger(__name__)

Status = Literal["on", "degraded", "off"]


def _policy(*pauses: int, threshold: int = 1) -> Policy:
    return Policy(threshold=threshold, window_seconds=120, pauses=pauses, clean_seconds=3_600)


# cod-api.md §6
_POLICIES = {
    "title": _policy(60, 120, 240, 480, 900, threshold=5),
    "rate": _policy(360, 900, 1_800, 3_600, 7_200, 14_400, 21_600),
    "address": _policy(1_800, 3_600, 7_200, 14_400),
    "endpoint": _policy(3_600, 7_200, 21_600),
    "token": _policy(21_600),  # ends early when somebody has changed it: see _circuit
}
_BY_TITLE = ("title", "endpoint")
_UNCERTAIN_BAN = 2  # pages without JSON in a row that count as a ban of our address
_REDIS_AWAY_SECONDS = 30


def seconds_blocked(title: str) -> int:
    """Return for how many seconds nothing may be asked about this title; 0 if one may ask now."""
    try:
        return max(seconds_open(_circuit(scope, title) for scope in _POLICIES))
    except RedisError:
        return _REDIS_AWAY_SECONDS


def failed(scope: str, *, title: str, is_certain: bool = True, wait: float | None = None) -> None:
    """Count a failure of a scope; `wait` is how many seconds Activision asks us to wait.

    A page that is no JSON is not certain to be a ban of our address: the second in a row is.
    """
    if scope not in _POLICIES:
        return
    threshold = _UNCERTAIN_BAN if scope == "address" and not is_certain else None
    seconds = _circuit(scope, title).failed(threshold=threshold, at_least=wait or 0)
    if seconds:
        log = logger.error if scope in {"token", "address"} else logger.warning
        log("Activision is not asked for %s s: %s", seconds, scope)


def answered(*, title: str) -> None:
    """Forget what had failed, except how often our rate was limited."""
    close_all(_circuit(scope, title) for scope in _POLICIES if scope != "rate")


def scopes() -> dict[str, int]:
    """Return for how many seconds each scope is blocked; empty while Redis is away."""
    titles = get_settings().cod.known_titles
    circuits = {
        f"{scope}:{title}": _circuit(scope, title) for scope in _BY_TITLE for title in titles
    }
    circuits |= {scope: _circuit(scope) for scope in ("rate", "address", "token")}
    try:
        return dict(zip(circuits, seconds_open(circuits.values()), strict=True))
    except RedisError:
        return {}


def status() -> Status:
    """Return whether matches verify themselves now; "degraded" while some title is blocked."""
    settings = get_settings().cod
    if not settings.enabled:
        return "off"
    blocked = any(seconds_blocked(title) > 0 for title in settings.known_titles)
    return "degraded" if blocked else "on"


def _circuit(scope: str, title: str = "") -> CircuitBreaker:
    name = scope
    if scope in _BY_TITLE:
        name = f"{scope}:{title}"
    elif scope == "token":
        # Named by its hash, so a new token begins with a closed circuit.
        key = get_settings().cod.key.get_secret_value()
        name = f"token:{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    return CircuitBreaker(f"cod:{name}", _POLICIES[scope])
