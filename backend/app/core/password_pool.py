"""Passwords are hashed in a thread of their own, so that logins cannot starve everybody else.

64 logins at once in the common thread pool stop every other endpoint (performance.md §6); here they
queue behind cores-1 threads of low priority, and past a bound we say "busy" at once.
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


def _step_back() -> None:
    """Let the threads that serve players go first (Linux gives each thread its own niceness)."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


@lru_cache
def _pool() -> ThreadPoolExecutor:
    cores = os.cpu_count() or 2
    return ThreadPoolExecutor(
        max_workers=max(1, cores - 1), thread_name_prefix="hashing", initializer=_step_back
    )


async def in_hashing_thread(work: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Run `work` where hashing may take its time; raises Unavailable when too many wait."""
    global _waiting  # noqa: PLW0603  # one counter for this process, touched by the event loop only
    if _waiting >= get_settings().login.hashing_queue:
        raise Unavailable("Many people are signing in. Try again in a moment.", retry_after=5)
    _waiting += 1
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_pool(), partial(work, *args, **kwargs))
    finally:
        _waiting -= 1
