"""The ways out of a transaction: a job for the workers, a word to the players, or hanging up."""

import logging
import time
from collections.abc import Mapping, Sequence
from functools import partial

from celery import current_app
from kombu.exceptions import OperationalError

from app.core import realtime
from app.core.database import Unit, defer
from app.core.jobs import Job, queue_of
from app.core.realtime import News, announce

logger = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 5.0


class _Queues:
    """The way to the workers; once found closed, nobody waits at it for some seconds.

    A Redis that is up but silent costs two seconds to be found out. A player pays them once, not at
    each step, and a sweep that asks for sixty jobs pays them once too.
    """

    def __init__(self) -> None:
        self._away_until = 0.0

    def put(self, job: Job, ids: dict[str, int]) -> None:
        """Queue `job`, or say in the log that a sweep will have to find its work."""
        if time.monotonic() < self._away_until:
            return
        try:
            current_app.send_task(job.value, kwargs=ids, queue=queue_of(job), retry=False)
        except OperationalError as error:
            self._away_until = time.monotonic() + _LOOK_AGAIN_SECONDS
            logger.warning("jobs are left to the sweeps: %s", error)


_queues = _Queues()


def enqueue(unit: Unit, job: Job, **ids: int) -> None:
    """Ask the workers for `job`, if and only if this transaction commits."""
    defer(unit, partial(send, job, **ids))


def send(job: Job, **ids: int) -> None:
    """Ask the workers for `job` now; while Redis is away nothing is sent, and a sweep does it."""
    _queues.put(job, ids)


def broadcast(
    unit: Unit, to: Sequence[int], *, kind: str, topic: str, data: Mapping[str, int | str]
) -> None:
    """Tell the players `to` (user ids) what changed, if and only if this transaction commits.

    All news of a transaction leave together.
    """
    waiting: list[News] = unit.info.setdefault("news", [])
    if not waiting:
        defer(unit, partial(announce, waiting))
    waiting.append(News(to=tuple(to), kind=kind, topic=topic, data=data))


def close_sockets(unit: Unit, session_ids: list[int]) -> None:
    """Close the live sockets of ended login sessions, if and only if this transaction commits."""
    if session_ids:
        defer(unit, partial(realtime.close_sockets, session_ids))
