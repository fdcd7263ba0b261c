"""Where a batch of M-Pesa's messages goes: into the table, or on disk while PostgreSQL is away.

Nobody can tell then whose secret a message has, so every one in the right form is kept, up to a
limit; the table takes only those whose secret it knows.
"""

import logging
import time
from typing import Any

from app.core.database import DATABASE_AWAY, one_statement
from app.core.resilience import disk_queue as spool
from app.services.payments.callbacks import inbox as mpesa_callbacks
from app.services.payments.callbacks.inbox import Delivery

logger = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 1.0
_Keys = set[tuple[str, bytes, bytes]]


class _Road:
    """Whether the database was there a moment ago: a message should not wait to find out again."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() >= self._closed_until

    def close(self) -> None:
        self._closed_until = time.monotonic() + _LOOK_AGAIN_SECONDS


_road = _Road()


def keep(deliveries: list[Delivery]) -> _Keys:
    """Keep a batch durably, and return the keys of those that may be answered with a yes.

    Raises one of DATABASE_AWAY when neither the database nor the disk takes it.
    """
    if _road.is_open() or not _spool(deliveries):
        try:
            return _store(deliveries)
        except DATABASE_AWAY:
            _road.close()
            if not _spool(deliveries):
                raise
    return {delivery.key for delivery in deliveries}


def replay() -> int:
    """Bring what waits on disk into the table; return how many batches went there."""
    if spool.is_empty() or not _road.is_open():
        return 0
    try:
        return spool.replay(_store_records)
    except DATABASE_AWAY:
        _road.close()
    except OSError:
        logger.exception("the messages on disk cannot be read")
    return 0


def _spool(deliveries: list[Delivery]) -> bool:
    try:
        spool.put(delivery._asdict() for delivery in deliveries)
    except (spool.SpoolFull, OSError) as error:
        logger.error("%s callbacks found no room on disk: %r", len(deliveries), error)  # noqa: TRY400
        return False
    logger.warning("%s callbacks wait on disk for the database", len(deliveries))
    return True


def _store_records(records: list[dict[str, Any]]) -> None:
    known = _store([Delivery(**record) for record in records])
    logger.warning("%s of %s callbacks came back from disk", len(known), len(records))


def _store(deliveries: list[Delivery]) -> _Keys:
    """Commit a batch; once more on a new connection if the old one had died unnoticed.

    Written twice is harmless, the second time only counts up; and so it is that messages of several
    kinds are committed kind by kind.
    """
    try:
        with one_statement() as statement:
            return mpesa_callbacks.record(statement, deliveries)
    except DATABASE_AWAY:
        with one_statement() as statement:
            return mpesa_callbacks.record(statement, deliveries)
