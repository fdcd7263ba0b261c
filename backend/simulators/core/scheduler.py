"""Timers for later tasks, kept as rows, so that a restart only delays them."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from simulators.core.clock import Clock
from simulators.core.store import Store

logger = logging.getLogger(__name__)

Task = Callable[[dict[str, Any]], Awaitable[None]]
MAX_SLEEP_SECONDS = 0.5


class Scheduler:
    """Runs tasks when they are due; each must be harmless when it runs a second time.

    A row is deleted after its task has finished: killed in between, the task runs again.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tasks: dict[str, Task] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._loop_task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._stopping = False

    def register(self, name: str, task: Task) -> None:
        """Set the task for the timers called `name`."""
        self._tasks[name] = task

    def add(self, task: str, *, due_at: float, **payload: str | int | float | None) -> None:
        """Store that `task` is to run at `due_at`."""
        self._store.run(
            "INSERT INTO timers (due_at, task, payload) VALUES (?, ?, ?)",
            due_at,
            task,
            json.dumps(payload),
        )
        self._changed.set()

    def wake(self) -> None:
        """Check for due timers again (the clock was pushed forward)."""
        self._changed.set()

    def start(self) -> None:
        """Begin to run tasks on the current event loop, unless that is already so."""
        loop = asyncio.get_running_loop()
        running = self._loop_task
        if running is not None and not running.done() and running.get_loop() is loop:
            return
        self._changed = asyncio.Event()
        self._stopping = False
        self._busy = {}
        self._loop_task = loop.create_task(self._run_until_stopped())

    async def stop(self) -> None:
        """Stop; unfinished tasks stay stored."""
        # Before Python 3.12, wait_for can swallow a cancellation that comes together with a change.
        self._stopping = True
        tasks = [task for task in (self._loop_task, *self._busy.values()) if task is not None]
        self._loop_task = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._busy = {}

    async def _run_until_stopped(self) -> None:
        while not self._stopping:
            self._changed.clear()
            self._start_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), self._sleep_seconds())

    def _start_due(self) -> None:
        due = self._store.all(
            "SELECT * FROM timers WHERE due_at <= ? ORDER BY due_at, id", self._clock.now()
        )
        for row in due:
            if row["id"] not in self._busy:
                work = self._run_one(row["id"], row["task"], json.loads(row["payload"]))
                self._busy[row["id"]] = asyncio.get_running_loop().create_task(work)

    async def _run_one(self, entry_id: int, name: str, payload: dict[str, Any]) -> None:
        try:
            await self._tasks[name](payload)
        except Exception:
            logger.exception("timer %s (%s) failed and is dropped", entry_id, name)
        self._store.run("DELETE FROM timers WHERE id = ?", entry_id)
        self._busy.pop(entry_id, None)

    def _sleep_seconds(self) -> float:
        busy = set(self._busy)
        waiting = self._store.all("SELECT id, due_at FROM timers ORDER BY due_at LIMIT 50")
        due = [row["due_at"] for row in waiting if row["id"] not in busy]
        seconds = min(due) - self._clock.now() if due else MAX_SLEEP_SECONDS
        return min(max(seconds, 0.001), MAX_SLEEP_SECONDS)
