"""Public pages from this process's memory: looked up once a second, however many ask."""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from anyio import to_thread

logger = logging.getLogger(__name__)

_LONG = 10  # times as old as an answer should be

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class _Kept(Generic[V]):
    value: V
    looked_at: float


class Snapshots(Generic[K, V]):
    """The latest answer to each question of one kind; `load` answers it, in a thread.

    Who asks after `seconds` still gets the old answer at once and has a new one fetched; who finds
    none, or one from long ago, waits. While the database is away the old answer stands: a page
    says by itself as of when it is right. There must be few questions, for none is forgotten.
    """

    def __init__(self, load: Callable[[K], V], *, seconds: float) -> None:
        self._load = load
        self._seconds = seconds
        self._kept: dict[K, _Kept[V]] = {}
        self._fetching: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K) -> V:
        """Return the latest answer; raises what `load` raises if there has never been one."""
        kept = self._kept.get(key)
        if kept is None:
            return await asyncio.shield(self._fetch(key))
        age = time.monotonic() - kept.looked_at
        if age <= self._seconds:
            return kept.value
        fetching = self._fetch(key)
        if age > _LONG * self._seconds:
            await asyncio.wait([fetching])
        return self._kept[key].value

    def forget(self) -> None:
        """Begin anew, as a process that has just started."""
        self._kept.clear()

    def _fetch(self, key: K) -> asyncio.Task[V]:
        task = self._fetching.get(key)
        if task is None:
            task = self._fetching[key] = asyncio.create_task(self._look(key))
            task.add_done_callback(partial(self._looked, key))
        return task

    async def _look(self, key: K) -> V:
        value = await to_thread.run_sync(self._load, key)
        self._kept[key] = _Kept(value, time.monotonic())
        return value

    def _looked(self, key: K, task: asyncio.Task[V]) -> None:
        self._fetching.pop(key, None)
        if task.cancelled() or task.exception() is None:
            return
        kept = self._kept.get(key)
        if kept is not None:  # nobody waits for it: do not ask again with each request
            kept.looked_at = time.monotonic()
            logger.warning("the page %s stays as it is: %s", key, type(task.exception()).__name__)
