"""Hash passwords in threads of their own, so that logins cannot starve all other requests.

64 logins at once in the common thread pool stop every other endpoint (performance.md §6). Here they
wait for cores-1 threads of low priority, and past `hashing_queue` the answer is "busy" at once.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import TypeVar

from app.core.settings import get_settings
from app.domain.errors import Unavailable

T = TypeVar("T")
_waiting = 0


def lower_thread_priority() -> None:
    """Let other threads of this process go first (on Linux each thread has its own niceness)."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


@lru_cache
def _pool() -> ThreadPoolExecutor:
    cores = os.cpu_count() or 2
    return ThreadPoolExecutor(
        max_workers=max(1, cores - 1),
        thread_name_prefix="hashing",
        initializer=lower_thread_priority,
    )


async def in_hashing_thread(work: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Run `work` in a hashing thread; raises Unavailable when too many wait."""
    global _waiting  # noqa: PLW0603  # one counter for this process, touched by the event loop only
    if _waiting >= get_settings().login.hashing_queue:
        raise Unavailable("Many people are signing in. Try again in a moment.", retry_after=5)
    _waiting += 1
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_pool(), partial(work, *args, **kwargs))
    finally:
        _waiting -= 1
