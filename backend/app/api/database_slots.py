"""Slots for requests with a transaction: fewer than threads, and one at a time for a player.

FastAPI needs a thread to serialize an answer before its transaction commits. If every thread
waited for a row that this request has locked, none would be left for it, and only `lock_timeout`
would end the wait, for everybody. So one thread is always free of locks. A caller's further
requests wait in a queue of their own, before the common one: whoever sends twenty-four at once
waits for themselves, and is told so when the wait becomes too long.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.domain.errors import Refusal, TooSoon, Unavailable

P = ParamSpec("P")
T = TypeVar("T")
Caller = int | str  # a player's id, or the address of somebody who is not signed in

_PER_PLAYER = 1
_PER_ADDRESS = 3  # of those who are not signed in: it may be that of a whole network
_PATIENCE_SECONDS = 5.0


class DatabaseSlots:
    """The slots of this process."""

    def __init__(
        self, *, connections: int, threads: int, patience: float = _PATIENCE_SECONDS
    ) -> None:
        self._patience = patience
        self._free = asyncio.Semaphore(max(1, min(connections, threads - 1)))
        # A caller's queue is dropped when nobody stands in it.
        self._turns: WeakValueDictionary[Caller, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, caller: Caller) -> AsyncIterator[None]:
        """Hold one of the slots.

        Raises TooSoon when the caller's own requests were in the way for `patience` seconds, and
        Unavailable when those of others were.
        """
        at_once = _PER_PLAYER if isinstance(caller, int) else _PER_ADDRESS
        turns = self._turns.setdefault(caller, asyncio.Semaphore(at_once))
        await self._acquire(turns, _your_own_requests)
        try:
            await self._acquire(self._free, _everybodys_requests)
            try:
                yield
            finally:
                self._free.release()
        finally:
            turns.release()

    async def _acquire(self, semaphore: asyncio.Semaphore, too_long: Callable[[], Refusal]) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await semaphore.acquire()
        except TimeoutError as error:
            raise too_long() from error


@dataclass(frozen=True)
class CallerSlots:
    """The slots as one caller gets them."""

    slots: DatabaseSlots
    caller: Caller

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Hold one slot; raises TooSoon or Unavailable."""
        async with self.slots.hold(self.caller):
            yield

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, which opens a transaction, in a thread of the common pool, in a slot."""
        async with self.hold():
            return await run_in_threadpool(work, *args, **kwargs)

    async def in_transaction(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(session, …)` in the same way, in one transaction: a step of an async route.

        Async routes hash passwords between two such steps, when no transaction may be open.
        """

        def step() -> T:
            with transaction() as session:
                return work(session, *args, **kwargs)

        return await self.in_thread(step)


def _your_own_requests() -> Refusal:
    return TooSoon("Your earlier requests are still running. Wait for them first.", retry_after=1)


def _everybodys_requests() -> Refusal:
    return Unavailable("Too many people at once. Try again.", retry_after=1)
