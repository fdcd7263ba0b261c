"""Metrics of the whole house, from PostgreSQL and Redis: the same from every process of the API.

They are read at most once in five seconds, by one thread, however many ask. What is unknown
has no value, so that a rule can tell it from zero.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator

from prometheus_client.core import Metric
from redis import RedisError
from sqlalchemy.orm import Session

from app.api.metrics import audit, backups, certificate, database, jobs, money, play
from app.api.metrics.cod import CodMetrics
from app.api.metrics.families import by, gauge, render
from app.api.metrics.payments import PaymentMetrics
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, transaction
from app.core.settings import Settings, get_settings
from app.services.cod import metrics
from app.services.platform import database_figures, money_figures, monitoring, play_figures

logger = logging.getLogger(__name__)

_SECONDS = 5.0


class _Cache:
    """The last page, for as long as it is fresh and the settings are those it was read with."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._page = b""
        self._read_at = 0.0
        self._settings: Settings | None = None

    def get(self) -> bytes:
        settings = get_settings()
        with self._lock:
            is_old = time.monotonic() - self._read_at > _SECONDS
            if is_old or self._settings is not settings:
                self._page = self._read()
                self._read_at, self._settings = time.monotonic(), settings
            return self._page


def _read() -> bytes:
    began = time.perf_counter()
    of_database, of_redis = _of_database(), _of_redis()
    families = [*(of_database or ()), *(of_redis or ())]
    families += [*backups.families(), *certificate.families()]
    up = {"database": of_database is not None, "redis": of_redis is not None}
    families.append(by("source", "wagewars_source_up", "1 if it answered just now", up))
    took = time.perf_counter() - began
    families.append(gauge("wagewars_house_read_seconds", "What reading these metrics took", took))
    return render(families)


_cache = _Cache(_read)


def page() -> bytes:
    """Return the metrics of the house in Prometheus' text format, some seconds old at most."""
    return _cache.get()


def _of_database() -> list[Metric] | None:
    try:
        with transaction() as session:
            return [*_families(session)]
    except DATABASE_AWAY as error:
        logger.warning("metrics of the database are missing: %s", type(error).__name__)
        return None


def _families(session: Session) -> Iterator[Metric]:
    now = utc_now()
    yield from database.families(database_figures.take(session), now=now)
    yield from PaymentMetrics(monitoring.count(session, now=now)).collect()
    yield from CodMetrics(metrics.take(session, now=now)).collect()
    yield from play.families(play_figures.take(session, now=now))
    yield from money.families(money_figures.take(session, now=now))


def _of_redis() -> list[Metric] | None:
    try:
        return [*jobs.families(), *money.ledger_families(), *audit.families()]
    except RedisError as error:
        logger.warning("metrics of the jobs are missing: %s", type(error).__name__)
        return None
