"""A cache of public pages in this process's memory: each is loaded at most once a second."""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from anyio import to_thread

logger = logging.getLogger(__name__)

_MAX_AGE = 10  # in units of `seconds`; an older page is not served without waiting

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class _Cached(Generic[V]):
    value: V
    loaded_at: float


class Snapshots(Generic[K, V]):
    """The latest value for each key of one kind; `load` reads it, in a thread.

    Up to `seconds` after a load its value is returned. After that the old value is returned and a
    load begins in the background; after ten times `seconds`, or without any value, `get` waits for
    it. A load that fails leaves the old value, so pages outlive an outage of the database. Past
    `most` keys the one that was loaded longest ago goes; without it there must be few.
    """

    def __init__(self, load: Callable[[K], V], *, seconds: float, most: int | None = None) -> None:
        self._load = load
        self._seconds = seconds
        self._most = most
        self._cached: dict[K, _Cached[V]] = {}
        self._loading: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K) -> V:
        """Return the latest value; raises what `load` raises if there has never been one."""
        cached = self._cached.get(key)
        if cached is None:
            return await asyncio.shield(self._begin_load(key))
        age = time.monotonic() - cached.loaded_at
        if age <= self._seconds:
            return cached.value
        loading = self._begin_load(key)
        if age > _MAX_AGE * self._seconds:
            await asyncio.wait([loading])
        return self._cached.get(key, cached).value  # unless it has been evicted meanwhile

    def put(self, key: K, value: V) -> None:
        """Replace a value by one that the caller has just read."""
        self._cached.pop(key, None)
        self._cached[key] = _Cached(value, time.monotonic())  # the last of the dictionary
        if self._most is not None and len(self._cached) > self._most:
            del self._cached[next(iter(self._cached))]

    def peek(self, key: K) -> V | None:
        """Return the latest value, however old, if there is one."""
        cached = self._cached.get(key)
        return cached.value if cached else None

    def clear(self) -> None:
        """Forget all values, as a process that has just started."""
        self._cached.clear()

    def _begin_load(self, key: K) -> asyncio.Task[V]:
        task = self._loading.get(key)
        if task is None:
            task = self._loading[key] = asyncio.create_task(self._load_in_thread(key))
            task.add_done_callback(partial(self._end_load, key))
        return task

    async def _load_in_thread(self, key: K) -> V:
        value = await to_thread.run_sync(self._load, key)
        self.put(key, value)
        return value

    def _end_load(self, key: K, task: asyncio.Task[V]) -> None:
        self._loading.pop(key, None)
        if task.cancelled() or task.exception() is None:
            return
        cached = self._cached.get(key)
        if cached is not None:  # served in its place: do not try again with each request
            cached.loaded_at = time.monotonic()
            logger.warning("the cached page %s stays: %s", key, type(task.exception()).__name__)
