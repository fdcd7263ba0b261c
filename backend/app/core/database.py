"""One transaction per request, one per task step. Nothing else commits."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.core.config import get_settings

logger = logging.getLogger(__name__)

# A stuck neighbour must not hold players up: waiting for a lock and running have their limits.
_SESSION_OPTIONS = (
    "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
)


@lru_cache
def get_engine() -> Engine:
    """Return this process's pool of connections, which act as the app's role, never the owner's."""
    settings = get_settings()
    return create_engine(
        settings.sqlalchemy_url,
        pool_size=settings.database_pool,
        max_overflow=4,
        pool_timeout=5,
        pool_pre_ping=False,
        # transaction() always ends what it began, so a ROLLBACK on return is a wasted round trip.
        pool_reset_on_return=None,
        connect_args={
            "options": f"-c role={settings.database_role} {_SESSION_OPTIONS}",
            "connect_timeout": 5,
            "application_name": "wagewars",
        },
    )


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on success, roll back on error, then tell the world — in that order."""
    with Session(get_engine(), expire_on_commit=False) as session:
        with session.begin():
            yield session
        _run_deferred(session)


def defer(session: Session, action: Callable[[], object]) -> None:
    """Run `action` once this transaction has committed; forget it if it rolls back."""
    session.info.setdefault("deferred", []).append(action)


def _run_deferred(session: Session) -> None:
    for action in session.info.pop("deferred", []):
        try:
            action()
        except Exception:
            # The row is safe and a sweep will find it; the caller must still hear "yes".
            logger.exception("after-commit action failed")
