"""Store a batch of M-Pesa's callbacks: in the table, or on disk while PostgreSQL is away.

Tokens cannot be checked meanwhile, so every well-formed callback is queued on disk, up to a limit;
the table later takes only those with a known token.
"""

import logging
import time
from typing import Any

from app.core.database import DATABASE_AWAY, one_statement
from app.core.resilience import disk_queue
from app.services.payments.callbacks import inbox
from app.services.payments.callbacks.inbox import Delivery

logger = logging.getLogger(__name__)

_RETRY_SECONDS = 1.0
_Keys = set[tuple[str, bytes, bytes]]


class _Outage:
    """Whether the database was away a second ago: no callback should wait to find out again."""

    def __init__(self) -> None:
        self._retry_at = 0.0

    def is_on(self) -> bool:
        return time.monotonic() < self._retry_at

    def mark(self) -> None:
        self._retry_at = time.monotonic() + _RETRY_SECONDS


_outage = _Outage()


def store(deliveries: list[Delivery]) -> _Keys:
    """Store a batch durably; return the keys of the callbacks to be answered with "accepted".

    Raises one of DATABASE_AWAY when neither the database nor the disk takes it.
    """
    if not _outage.is_on() or not _queue_on_disk(deliveries):
        try:
            return _insert(deliveries)
        except DATABASE_AWAY:
            _outage.mark()
            if not _queue_on_disk(deliveries):
                raise
    return {delivery.key for delivery in deliveries}


def replay() -> int:
    """Insert what waits on disk into the table; return the number of batches."""
    if disk_queue.is_empty() or _outage.is_on():
        return 0
    try:
        return disk_queue.replay(_insert_records)
    except DATABASE_AWAY:
        _outage.mark()
    except OSError:
        logger.exception("the callbacks on disk cannot be read")
    return 0


def _queue_on_disk(deliveries: list[Delivery]) -> bool:
    try:
        disk_queue.put(delivery._asdict() for delivery in deliveries)
    except (disk_queue.QueueFull, OSError) as error:
        logger.error("%s callbacks could not be queued on disk: %r", len(deliveries), error)  # noqa: TRY400
        return False
    logger.warning("%s callbacks wait on disk for the database", len(deliveries))
    return True


def _insert_records(records: list[dict[str, Any]]) -> None:
    known = _insert([Delivery(**record) for record in records])
    logger.warning("%s of %s callbacks from disk are in the table", len(known), len(records))


def _insert(deliveries: list[Delivery]) -> _Keys:
    """Insert and commit a batch; once more on a new connection if the old one had died unnoticed.

    A second insert is harmless, it only increments a counter; callbacks of several kinds are
    committed kind by kind.
    """
    try:
        with one_statement() as statement:
            return inbox.record(statement, deliveries)
    except DATABASE_AWAY:
        with one_statement() as statement:
            return inbox.record(statement, deliveries)
