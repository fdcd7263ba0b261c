"""A player's live socket: it resumes where it broke off, and wakes the player on each message."""

import asyncio
import contextlib
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from load.counters import Counters
from load.retrying_client import RetryingClient


class WsListener:
    """One socket at a time; `found` maps a match to when it was announced, in epoch seconds."""

    def __init__(self, client: RetryingClient, counters: Counters, url: str) -> None:
        self.found: dict[int, float] = {}
        self._client = client
        self._counters = counters
        self._url = url.replace("http", "ws", 1) + "/ws"
        self._received = asyncio.Event()
        self._last_id: int | None = None
        self._task: asyncio.Task[None] | None = None
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        """Listen from now on, and reconnect after every break that is not ours."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen_and_reconnect())

    async def abort(self) -> None:
        """Lose the connection without a closing handshake, as a phone in a lift does."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def wait(self, seconds: float) -> None:
        """Wait for a message, at most so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._received.wait()
        self._received.clear()

    async def _listen_and_reconnect(self) -> None:
        while True:
            try:
                await self._listen()
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError) as error:
                self._counters.add_error(f"the socket of {self._client.name} broke: {error!r}")
            await asyncio.sleep(0.5)

    async def _listen(self) -> None:
        ticket = (await self._client.post("/ws/ticket"))["ticket"]
        self._socket = await connect(
            self._url, compression=None, ping_interval=None, proxy=None, open_timeout=20
        )
        hello = {"ticket": ticket}
        after = {} if self._last_id is None else {"after": self._last_id}
        await self._socket.send(json.dumps(hello | after))
        async for text in self._socket:
            self._receive(json.loads(text))
        raise ConnectionError(f"closed with {self._socket.close_code}")

    def _receive(self, message: dict[str, Any]) -> None:
        kind, number = message["type"], message.get("id")
        if kind == "ready":
            self._last_id = number or None
        elif number is not None:
            if self._last_id is not None and number != self._last_id + 1:
                self._counters.actions["gaps between messages of a socket"] += 1
            self._last_id = number
            self._counters.actions["messages by socket"] += 1
        elif kind == "resync":
            self._last_id = None
        if kind == "match.found":
            self.found.setdefault(int(message["data"]["match_id"]), time.time())
        self._received.set()
