"""What workers last noted in Redis, for pages of people: nothing while it does not answer."""

from collections.abc import Callable
from typing import TypeVar

from redis import RedisError

from app.core.clock import utc_now
from app.core.telemetry import audit_figures, job_figures, ledger_figures
from app.core.telemetry.job_figures import JobFigures

T = TypeVar("T")


def _or(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except RedisError:
        return otherwise


def jobs() -> JobFigures | None:
    """Return how the workers keep up, or None."""
    return _or(lambda: job_figures.read(now=utc_now().timestamp()), None)


def ledger() -> dict[str, float]:
    """Return what the last look at the ledger found; empty before the first."""
    return _or(ledger_figures.read, {})


def audit() -> dict[str, str]:
    """Return where the audit's chain ended when it was last followed; empty before that."""
    return _or(audit_figures.read, {})
