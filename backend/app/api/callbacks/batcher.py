"""Takes M-Pesa's callbacks in: many at once, each answered only when it is safely on disk.

One statement and one commit for everything that came while the last commit ran. One insert a
request takes 0.12 of what the database can do, this 0.27 (performance.md §5).
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from app.api.callbacks import store as callback_spool
from app.core import job_wakeup as wakeup
from app.core.jobs import Job
from app.domain.errors import Unavailable
from app.services.payments.callbacks.inbox import Delivery

logger = logging.getLogger(__name__)

BATCH = 200
GATHER_SECONDS = 0.002
REPLAY_SECONDS = 1.0
MOST_WAITING = 5_000  # beyond that an honest "busy" is worth more than a late answer

_Waiting = tuple[Delivery, asyncio.Future[bool]]


class CallbackIntake:
    """The one writer of a process, and those who wait for it."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._news = asyncio.Event()
        self._wake_up_is_due = False
        self._is_open = False
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="callbacks")
        self._waker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wakeup")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write for as long as the application runs; at the end, finish what was begun."""
        task = asyncio.create_task(self._write_for_ever())
        replaying = asyncio.create_task(self._replay_for_ever())
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            task.cancel()
            replaying.cancel()
            await asyncio.gather(task, replaying, return_exceptions=True)
            self._give_up([*self._waiting], _closing())
            self._waiting.clear()

    async def keep(self, delivery: Delivery) -> bool:
        """Keep one message and return once it is durable; False when nobody has its secret.

        Raises Unavailable when too many wait or nobody writes, and one of DATABASE_AWAY when the
        database is and the disk has no room either.
        """
        if not self._is_open or len(self._waiting) >= MOST_WAITING:
            raise Unavailable("Too many messages at once.", retry_after=1)
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, future))
        self._news.set()
        return await future

    async def _write_for_ever(self) -> None:
        self._news = asyncio.Event()
        if self._waiting:
            self._news.set()
        crowded = False
        while True:
            await self._news.wait()
            if crowded:  # those who were just answered are about to send their next
                await asyncio.sleep(GATHER_SECONDS)
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting:
                self._news.clear()
            crowded = len(batch) > 1
            await self._write(batch)

    async def _write(self, batch: list[_Waiting]) -> None:
        deliveries = [delivery for delivery, _ in batch]
        loop = asyncio.get_running_loop()
        try:
            known = await loop.run_in_executor(self._writer, callback_spool.keep, deliveries)
        except asyncio.CancelledError:
            self._give_up(batch, _closing())
            raise
        except Exception as error:
            logger.exception("%s callbacks could not be kept", len(batch))
            self._give_up(batch, error)
            return
        for delivery, future in batch:
            if not future.done():
                future.set_result(delivery.key in known)
        if known:
            self._wake_workers()

    async def _replay_for_ever(self) -> None:
        """Bring what waits on disk into the table as soon as the database is back."""
        loop = asyncio.get_running_loop()
        while True:
            if await loop.run_in_executor(self._writer, callback_spool.replay):
                self._wake_workers()
            await asyncio.sleep(REPLAY_SECONDS)

    def _wake_workers(self) -> None:
        if not self._wake_up_is_due:
            self._wake_up_is_due = True
            asyncio.get_running_loop().run_in_executor(self._waker, self._wake_up)

    def _wake_up(self) -> None:
        self._wake_up_is_due = False
        try:
            wakeup.wake(Job.DRAIN_CALLBACKS)
        except Exception:
            # The rows are safe, and the workers look every two seconds anyway.
            logger.exception("the workers could not be woken for callbacks")

    @staticmethod
    def _give_up(batch: list[_Waiting], error: Exception) -> None:
        for _, future in batch:
            if not future.done():
                future.set_exception(error)


def _closing() -> Unavailable:
    return Unavailable("This server is about to stop.", retry_after=1)


intake = CallbackIntake()
