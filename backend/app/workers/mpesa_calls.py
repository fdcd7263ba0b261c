"""Limits a worker's concurrent calls to M-Pesa, and records their answers with retries."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from app.core.database import transaction
from app.core.resilience.mpesa_circuit import breaker
from app.integrations.mpesa.errors import CredentialTrouble, MpesaError

T = TypeVar("T")

logger = logging.getLogger(__name__)

_PAUSES_SECONDS = (0.2, 1.0, 2.0, 4.0, 8.0)  # longer than PostgreSQL takes to come back

# M-Pesa may let each call hang for half a minute; the rest of a worker's eight threads then go on
# serving players. If all slots are taken, return without claiming; the next sweep retries.
_SLOTS = threading.BoundedSemaphore(5)
_SLOT_SECONDS = 1.0


@contextmanager
def mpesa_slot() -> Iterator[bool]:
    """Hold one of this worker's slots for calls to M-Pesa; False when none is free in time."""
    is_free = _SLOTS.acquire(timeout=_SLOT_SECONDS)
    try:
        yield is_free
    finally:
        if is_free:
            _SLOTS.release()


def call(send: Callable[[], T]) -> T:
    """Make one call to M-Pesa, and count for the circuit breaker whether it was answered.

    Returns what `send` returns, and raises what it raises (an MpesaError).
    """
    try:
        answer = send()
    except MpesaError as error:
        if error.is_outage:
            breaker.failed()
        elif not isinstance(error, CredentialTrouble):  # that call never left
            breaker.answered()
        raise
    breaker.answered()
    return answer


def record_with_retry(record: Callable[..., object]) -> None:
    """Record an answer of M-Pesa, with retries over 15 seconds: it is not sent again.

    `record(session)` runs in a transaction of its own. Raises what the last try raises.
    """
    for pause in _PAUSES_SECONDS:
        try:
            return _record_once(record)
        except Exception:
            logger.exception("an answer of M-Pesa was not recorded: %s", record)
            time.sleep(pause)
    return _record_once(record)


def _record_once(record: Callable[..., object]) -> None:
    with transaction() as session:
        record(session)
