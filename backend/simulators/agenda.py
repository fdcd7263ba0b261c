"""What will happen later: timers that are rows, so that a restart only delays them."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from simulators.clock import Clock
from simulators.store import Store

logger = logging.getLogger(__name__)

Task = Callable[[dict[str, Any]], Awaitable[None]]
LONGEST_NAP_SECONDS = 0.5


class Agenda:
    """Runs tasks when they fall due; each must be harmless when it runs a second time.

    A row is deleted after its task has finished: killed in between, the task runs again.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tasks: dict[str, Task] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._loop_task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._stopping = False

    def teach(self, name: str, task: Task) -> None:
        """Say what to do for the entries called `name`."""
        self._tasks[name] = task

    def add(self, task: str, *, due_at: float, **payload: str | int | float | None) -> None:
        """Write down that `task` is to run at `due_at`."""
        self._store.run(
            "INSERT INTO agenda (due_at, task, payload) VALUES (?, ?, ?)",
            due_at,
            task,
            json.dumps(payload),
        )
        self._news.set()

    def wake(self) -> None:
        """Look at the clock again (it was pushed forward)."""
        self._news.set()

    def start(self) -> None:
        """Begin to run tasks on the current event loop, unless that is already so."""
        loop = asyncio.get_running_loop()
        running = self._loop_task
        if running is not None and not running.done() and running.get_loop() is loop:
            return
        self._news = asyncio.Event()
        self._stopping = False
        self._busy = {}
        self._loop_task = loop.create_task(self._run_for_ever())

    async def stop(self) -> None:
        """Stop; what was not finished stays written down."""
        # Before Python 3.12, wait_for can swallow a cancellation that comes together with news.
        self._stopping = True
        tasks = [task for task in (self._loop_task, *self._busy.values()) if task is not None]
        self._loop_task = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._busy = {}

    async def _run_for_ever(self) -> None:
        while not self._stopping:
            self._news.clear()
            self._begin_what_is_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._nap_seconds())

    def _begin_what_is_due(self) -> None:
        due = self._store.all(
            "SELECT * FROM agenda WHERE due_at <= ? ORDER BY due_at, id", self._clock.now()
        )
        for row in due:
            if row["id"] not in self._busy:
                work = self._run_one(row["id"], row["task"], json.loads(row["payload"]))
                self._busy[row["id"]] = asyncio.get_running_loop().create_task(work)

    async def _run_one(self, entry_id: int, name: str, payload: dict[str, Any]) -> None:
        try:
            await self._tasks[name](payload)
        except Exception:
            logger.exception("agenda entry %s (%s) failed and is dropped", entry_id, name)
        self._store.run("DELETE FROM agenda WHERE id = ?", entry_id)
        self._busy.pop(entry_id, None)

    def _nap_seconds(self) -> float:
        busy = set(self._busy)
        waiting = self._store.all("SELECT id, due_at FROM agenda ORDER BY due_at LIMIT 50")
        due = [row["due_at"] for row in waiting if row["id"] not in busy]
        nap = min(due) - self._clock.now() if due else LONGEST_NAP_SECONDS
        return min(max(nap, 0.001), LONGEST_NAP_SECONDS)
