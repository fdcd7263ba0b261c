"""Database slots: a thread stays free, and nobody queues behind another caller's many requests."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from app.api.database_slots import DatabaseSlots
from app.domain.errors import TooSoon, Unavailable


def _run(scene: Callable[[], Awaitable[None]]) -> None:
    async def at_most() -> None:
        async with asyncio.timeout(5):
            await scene()

    asyncio.run(at_most())


async def _settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class _Requests:
    """Requests that hold a slot until they are told to end."""

    def __init__(self, slots: DatabaseSlots) -> None:
        self._slots = slots
        self._end = asyncio.Event()
        self.running: list[int | str] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def send(self, caller: int | str) -> None:
        self._tasks.append(asyncio.create_task(self._serve(caller)))
        await _settle()

    async def _serve(self, caller: int | str) -> None:
        async with self._slots.hold(caller):
            self.running.append(caller)
            await self._end.wait()

    async def finish(self) -> None:
        self._end.set()
        await asyncio.gather(*self._tasks)


def test_a_bystander_gets_a_slot_beside_24_requests_of_one_player() -> None:
    async def scene() -> None:
        requests = _Requests(DatabaseSlots(connections=8, threads=6))
        for _ in range(24):
            await requests.send(7)
        assert requests.running == [7]
        await requests.send(8)
        for _ in range(4):
            await requests.send("196.201.214.200")
        assert requests.running == [7, 8, *3 * ["196.201.214.200"]]
        await requests.finish()
        assert requests.running.count(7) == 24, "they are delayed and not refused"

    _run(scene)


@pytest.mark.parametrize(
    ("connections", "threads", "slots"), [(8, 6, 5), (3, 6, 3), (8, 2, 1), (8, 1, 1)]
)
def test_one_thread_is_left_for_whoever_holds_the_lock(
    connections: int, threads: int, slots: int
) -> None:
    async def scene() -> None:
        requests = _Requests(DatabaseSlots(connections=connections, threads=threads))
        for caller in range(20):
            await requests.send(caller)
        assert len(requests.running) == slots
        await requests.finish()

    _run(scene)


def test_whoever_goes_away_while_they_wait_leaves_their_place() -> None:
    async def scene() -> None:
        slots = DatabaseSlots(connections=8, threads=6)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(slots.hold(7))
            waiting = asyncio.create_task(stack.enter_async_context(slots.hold(7)))
            await _settle()
            waiting.cancel()
            await _settle()
        async with slots.hold(7):
            pass

    _run(scene)


def test_a_wait_behind_your_own_requests_ends_as_yours() -> None:
    async def scene() -> None:
        slots = DatabaseSlots(connections=8, threads=6, patience=0.05)
        async with slots.hold(7):
            with pytest.raises(TooSoon, match="Your earlier requests"):
                async with slots.hold(7):
                    pass
            async with slots.hold(8):
                pass

    _run(scene)


def test_a_wait_behind_everybody_ends_as_ours() -> None:
    async def scene() -> None:
        slots = DatabaseSlots(connections=1, threads=6, patience=0.05)
        async with slots.hold(7):
            with pytest.raises(Unavailable):
                async with slots.hold(8):
                    pass

    _run(scene)
