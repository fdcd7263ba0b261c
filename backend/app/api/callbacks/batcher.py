"""Store M-Pesa's callbacks in batches; each is answered only when it is durable.

One statement and one commit for everything that came while the last commit ran. One insert a
request takes 0.12 of what the database can do, this 0.27 (performance.md §5).
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from app.api.callbacks import store
from app.core import job_wakeup
from app.core.jobs import Job
from app.domain.errors import Unavailable
from app.services.payments.callbacks.inbox import Delivery

logger = logging.getLogger(__name__)

BATCH = 200
GATHER_SECONDS = 0.002
REPLAY_SECONDS = 1.0
MAX_WAITING = 5_000  # beyond that "busy" at once is better than a late answer

_Waiting = tuple[Delivery, asyncio.Future[bool]]


class CallbackBatcher:
    """The one writer of a process, and the callbacks that wait for it."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._arrived = asyncio.Event()
        self._wakeup_is_due = False
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
            self._fail([*self._waiting], _closing())
            self._waiting.clear()

    async def store(self, delivery: Delivery) -> bool:
        """Store one callback and return once it is durable; False if its token is unknown.

        Raises Unavailable when too many wait or the writer has stopped, and one of DATABASE_AWAY
        when the database is away and the disk queue is full too.
        """
        if not self._is_open or len(self._waiting) >= MAX_WAITING:
            raise Unavailable("Too many messages at once.", retry_after=1)
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, future))
        self._arrived.set()
        return await future

    async def _write_for_ever(self) -> None:
        self._arrived = asyncio.Event()
        if self._waiting:
            self._arrived.set()
        was_batch = False
        while True:
            await self._arrived.wait()
            if was_batch:  # the senders that were just answered are about to send their next
                await asyncio.sleep(GATHER_SECONDS)
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting:
                self._arrived.clear()
            was_batch = len(batch) > 1
            await self._write(batch)

    async def _write(self, batch: list[_Waiting]) -> None:
        deliveries = [delivery for delivery, _ in batch]
        loop = asyncio.get_running_loop()
        try:
            known = await loop.run_in_executor(self._writer, store.store, deliveries)
        except asyncio.CancelledError:
            self._fail(batch, _closing())
            raise
        except Exception as error:
            logger.exception("%s callbacks could not be stored", len(batch))
            self._fail(batch, error)
            return
        for delivery, future in batch:
            if not future.done():
                future.set_result(delivery.key in known)
        if known:
            self._wake_workers()

    async def _replay_for_ever(self) -> None:
        """Store what waits on disk as soon as the database is back.

        Whatever fails is tried again: who waits on disk has nobody else.
        """
        loop = asyncio.get_running_loop()
        while True:
            try:
                stored = await loop.run_in_executor(self._writer, store.replay)
            except Exception:
                logger.exception("the callbacks on disk could not be stored")
            else:
                if stored:
                    self._wake_workers()
            await asyncio.sleep(REPLAY_SECONDS)

    def _wake_workers(self) -> None:
        if not self._wakeup_is_due:
            self._wakeup_is_due = True
            asyncio.get_running_loop().run_in_executor(self._waker, self._send_wakeup)

    def _send_wakeup(self) -> None:
        self._wakeup_is_due = False
        try:
            job_wakeup.request_wakeup(Job.DRAIN_CALLBACKS)
        except Exception:
            # The rows are safe, and a sweep drains them every two seconds.
            logger.exception("the wakeup for callbacks could not be sent")

    @staticmethod
    def _fail(batch: list[_Waiting], error: Exception) -> None:
        for _, future in batch:
            if not future.done():
                future.set_exception(error)


def _closing() -> Unavailable:
    return Unavailable("This server is about to stop.", retry_after=1)


batcher = CallbackBatcher()
