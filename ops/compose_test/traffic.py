"""Sixty requests a second through the proxy: matches played to the end, and others who look around.

Nearly half are POSTs. No request is repeated, so that each that fails is counted once; players
whose match broke off play no more.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from typing_extensions import override

from ops.compose_test.counts import Counts
from ops.compose_test.player import Player
from ops.compose_test.stacks import Stack
from ops.compose_test.story import new_http, play_match
from ops.errors import OpsError

_PAIRS = 6
_DEPOSIT = 5000
_STAKE = 20
_TOLD_SECONDS = 20.0  # a socket that was cut is back within one or two
_RENEW_SECONDS = 240.0  # an access token is good for 600
_LOOKERS = 6
# One ticket in six looks: an account may have sixty a minute.
_LOOKS = (
    *(("PAGE", "/"), ("POST", "/ws/ticket"), ("GET", "/payments/wallet")),
    *(("GET", "/leaderboard"), ("PAGE", "/wallet"), ("GET", "/users/me")),
)


class _Pace:
    """Lets so many requests a second begin, in the order in which they ask."""

    def __init__(self, a_second: float) -> None:
        self._step = 1 / a_second
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the next turn; what was missed is not made up for."""
        now = time.monotonic()
        self._next = max(self._next + self._step, now)
        await asyncio.sleep(self._next - now)


class _PacedPlayer(Player):
    """Waits for a turn before each request."""

    pace: _Pace | None = None

    @override
    async def request(self, method: str, path: str, body: Any = None) -> Any:
        if self.pace:
            await self.pace.turn()
        return await super().request(method, path, body)


@asynccontextmanager
async def flowing(stack: Stack, counts: Counts, *, a_second: float = 60) -> AsyncIterator[None]:
    """Let traffic flow until the block ends; then wait for what players must still be told."""
    async with new_http(stack) as http:
        pace = _Pace(a_second)
        everybody = 2 * _PAIRS + _LOOKERS
        players = [_PacedPlayer(stack, http, counts, 10 + n) for n in range(everybody)]
        for player in players:
            await player.sign_up()
        lookers = [players.pop() for _ in range(_LOOKERS)]
        await asyncio.gather(*(player.deposit(_DEPOSIT) for player in players))
        for player in (*players, *lookers):
            player.pace = pace
        for player in players:
            player.listen()
        pairs = list(zip(players[::2], players[1::2], strict=True))
        tasks = [asyncio.create_task(_play(one, two, counts)) for one, two in pairs]
        tasks += [asyncio.create_task(_look_around(player)) for player in lookers]
        tasks += [asyncio.create_task(_count_lost(counts))]
        try:
            yield
        finally:
            await _end(tasks)
            await asyncio.gather(*(_wait_until_told(player, counts) for player in players))
            for player in players:
                await player.hang_up()


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _wait_until_told(player: Player, counts: Counts) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_TOLD_SECONDS):
            while any(name == player.name for name, _ in counts.untold):  # noqa: ASYNC110  # by sockets
                await asyncio.sleep(0.2)


async def _play(one: Player, two: Player, counts: Counts) -> None:
    renewed_at = time.monotonic()
    while True:
        try:
            if time.monotonic() - renewed_at > _RENEW_SECONDS:
                renewed_at = time.monotonic()
                await one.renew()
                await two.renew()
            match = await play_match(one, two, stake=_STAKE)
            counts.settled += 1
            for player in (one, two):
                if match not in player.told:
                    counts.untold[player.name, match] = time.monotonic()
        except OpsError:  # it is counted; their match is still open, so they cannot play another
            return
        one, two = two, one


async def _look_around(player: Player) -> None:
    renewed_at = time.monotonic()
    while True:
        for method, path in _LOOKS:
            with suppress(OpsError):
                if time.monotonic() - renewed_at > _RENEW_SECONDS:
                    renewed_at = time.monotonic()
                    await player.renew()
                await player.request(method, path)


async def _count_lost(counts: Counts) -> None:
    while True:
        counts.give_up(after_seconds=_TOLD_SECONDS)
        await asyncio.sleep(1)
