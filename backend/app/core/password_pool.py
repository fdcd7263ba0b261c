"""Hash passwords in threads of their own, so that logins cannot starve all other requests.

64 logins at once in the common thread pool stop every other endpoint (performance.md §6). Here they
wait for cores-1 threads of low priority, in turns (`fair_queue`): a few addresses that send
passwords without end make each other wait and nobody else, and a known device goes first. Past
`hashing_queue`, or `hashing_share` of one account, the answer is "busy".
"""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from app.core.built_once import BuiltOnce
from app.core.fair_queue import FairQueue, Sender
from app.core.settings import get_settings
from app.domain.errors import Unavailable

T = TypeVar("T")


def lower_thread_priority() -> None:
    """Let other threads of this process go first (on Linux each thread has its own niceness)."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


class _Pool:
    """The threads, and the turns for them; touched by the event loop only."""

    def __init__(self) -> None:
        settings = get_settings().login
        self._free = max(1, (os.cpu_count() or 2) - 1)
        self._turns = FairQueue[asyncio.Future[None]](
            places=settings.hashing_queue, share=settings.hashing_share
        )
        self.threads = ThreadPoolExecutor(
            max_workers=self._free,
            thread_name_prefix="hashing",
            initializer=lower_thread_priority,
        )

    async def wait_for_thread(self, sender: Sender) -> None:
        """Wait for a turn; raises Unavailable when it is too long off."""
        if self._free > 0:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        out = self._turns.push(turn, sender)
        if out is not None and not out.done():
            out.set_exception(_busy())
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give_back()  # it was our turn already
            raise

    def give_back(self) -> None:
        """Let the next one have the thread."""
        while (turn := self._turns.pop()) is not None:
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _busy() -> Unavailable:
    return Unavailable("Many people are signing in. Try again in a moment.", retry_after=5)


@BuiltOnce
def _pool() -> _Pool:
    return _Pool()


async def in_hashing_thread(
    work: Callable[..., T], *args: object, sender: Sender, **kwargs: object
) -> T:
    """Run `work` in a hashing thread when it is the sender's turn; raises Unavailable."""
    pool = _pool()
    await pool.wait_for_thread(sender)
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool.threads, partial(work, *args, **kwargs))
    finally:
        pool.give_back()
