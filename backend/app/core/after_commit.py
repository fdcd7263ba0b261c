"""What follows a commit: a job for the workers, a hint to players, or the end of sockets."""

import logging
import time
from collections.abc import Mapping, Sequence
from functools import partial

from celery import current_app
from kombu.exceptions import OperationalError

from app.core.database import Unit, defer
from app.core.jobs import Job, queue_of
from app.core.live import tickets
from app.core.live.publisher import publish_soon
from app.core.live.streams import Hint
from app.domain.live import LiveType

logger = logging.getLogger(__name__)

_RETRY_SECONDS = 5.0


class _Queues:
    """Sends jobs to the workers; after a failure nothing is sent for some seconds.

    A Redis that is up but silent costs its caller two seconds. With this a request, or a sweep of
    sixty jobs, pays them once.
    """

    def __init__(self) -> None:
        self._away_until = 0.0

    def put(self, job: Job, ids: dict[str, int]) -> None:
        """Enqueue `job`, or log that it is left to a sweep."""
        if time.monotonic() < self._away_until:
            return
        try:
            current_app.send_task(job.value, kwargs=ids, queue=queue_of(job), retry=False)
        except OperationalError as error:
            self._away_until = time.monotonic() + _RETRY_SECONDS
            logger.warning("jobs are left to the sweeps: %s", error)


_queues = _Queues()


def enqueue(unit: Unit, job: Job, **ids: int) -> None:
    """Enqueue `job` for the workers, if and only if this transaction commits."""
    defer(unit, partial(send, job, **ids))


def send(job: Job, **ids: int) -> None:
    """Enqueue `job` now; while Redis is away nothing is sent, and a sweep finds the work."""
    _queues.put(job, ids)


def broadcast(
    unit: Unit, to: Sequence[int], *, kind: LiveType, topic: str, data: Mapping[str, int | str]
) -> None:
    """Send the players `to` (user ids) a hint of a change, if and only if this transaction commits.

    All hints of a transaction are published together. Raises ValueError for a type that is not one
    of the contract's, which a page could not know.
    """
    kind = LiveType(kind)
    waiting: list[Hint] = unit.info.setdefault("hints", [])
    if not waiting:
        defer(unit, partial(publish_soon, waiting))
    waiting.append(Hint(to=tuple(to), kind=kind, topic=topic, data=data))


def close_sockets(unit: Unit, session_ids: list[int]) -> None:
    """Close the live sockets of ended login sessions, if and only if this transaction commits."""
    if session_ids:
        defer(unit, partial(tickets.close_sockets, session_ids))
