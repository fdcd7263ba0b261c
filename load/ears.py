"""A player's live socket: it resumes where it broke off, and wakes the player when news come."""

import asyncio
import contextlib
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from load.app import App
from load.tally import Tally


class Ears:
    """One socket at a time; `found` says when it told of which match, in seconds of the clock."""

    def __init__(self, app: App, tally: Tally, url: str) -> None:
        self.found: dict[int, float] = {}
        self._app = app
        self._tally = tally
        self._url = url.replace("http", "ws", 1) + "/ws"
        self._news = asyncio.Event()
        self._last_id: int | None = None
        self._listening: asyncio.Task[None] | None = None
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        """Listen from now on, and go on listening through every break that is not ours."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen_for_ever())

    async def cut(self) -> None:
        """Lose the line without a goodbye, as in a lift."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def wait(self, seconds: float) -> None:
        """Wait for news, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError) as error:
                self._tally.note_error(f"the socket of {self._app.name} broke: {error!r}")
            await asyncio.sleep(0.5)

    async def _listen(self) -> None:
        ticket = (await self._app.post("/ws/ticket"))["ticket"]
        self._socket = await connect(
            self._url, compression=None, ping_interval=None, proxy=None, open_timeout=20
        )
        hello = {"ticket": ticket}
        after = {} if self._last_id is None else {"after": self._last_id}
        await self._socket.send(json.dumps(hello | after))
        async for text in self._socket:
            self._hear(json.loads(text))
        raise ConnectionError(f"hung up with {self._socket.close_code}")

    def _hear(self, message: dict[str, Any]) -> None:
        kind, number = message["type"], message.get("id")
        if number is not None:
            if self._last_id is not None and number != self._last_id + 1:
                self._tally.deeds["gaps in what a socket told"] += 1
            self._last_id = number
            self._tally.deeds["messages by socket"] += 1
        elif kind == "resync":
            self._last_id = None
        if kind == "match.found":
            self.found.setdefault(int(message["data"]["match_id"]), time.time())
        self._news.set()
