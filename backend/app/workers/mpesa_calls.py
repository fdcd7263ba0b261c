"""A worker's lines to M-Pesa, and the care with which its answers are written down."""

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
# serving players. Who finds all lines busy leaves it to the sweep, with nothing claimed.
_LINES = threading.BoundedSemaphore(5)
_LINE_SECONDS = 1.0


@contextmanager
def line() -> Iterator[bool]:
    """Hold one of this worker's lines to M-Pesa; False when none is free in time."""
    is_free = _LINES.acquire(timeout=_LINE_SECONDS)
    try:
        yield is_free
    finally:
        if is_free:
            _LINES.release()


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


def write_down(record: Callable[..., object]) -> None:
    """Record what M-Pesa said, harder than usual: it will not say it again.

    `record` takes a session of its own transaction.
    """
    for pause in _PAUSES_SECONDS:
        try:
            return _write_down_once(record)
        except Exception:
            logger.exception("what M-Pesa said was not written down: %s", record)
            time.sleep(pause)
    return _write_down_once(record)


def _write_down_once(record: Callable[..., object]) -> None:
    with transaction() as session:
        record(session)
