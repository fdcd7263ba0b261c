"""One open socket of one player: a bounded queue of messages, each id sent once and in order."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Coroutine
from enum import IntEnum

from fastapi import WebSocket, WebSocketDisconnect
from starlette.types import Send

from app.api.live.counts import counts
from app.core.live.streams import Missed

QUEUE_LENGTH = 256  # messages that a slow reader may fall behind before its socket is closed
CLOSE_SECONDS = 1.0  # for the last messages of a socket that is closed; then it is cut off
GONE = (WebSocketDisconnect, RuntimeError)  # Starlette raises the second after the end of a socket
_RESYNC = '{"type":"resync"}'


class CloseCode(IntEnum):
    """Why we close a socket. On shutdown uvicorn sends 1012, to a dead phone 1011."""

    NOT_ALLOWED = 1008
    TOO_LONG = 1009
    AWAY = 1013
    NO_TICKET = 4400
    BAD_TICKET = 4401
    SIGNED_OUT = 4403
    TOO_SLOW = 4408
    TOO_MANY = 4429


class Socket:
    """Offers of the hub come in, messages go out; an idle socket has no task of its own.

    `position` is the id of the last hint that was offered; None until the socket has caught up.
    """

    __slots__ = (
        "_close_code",
        "_early",
        "_send",
        "_sender",
        "_task",
        "_waiting",
        "_websocket",
        "position",
        "session_id",
        "user_id",
    )

    def __init__(self, websocket: WebSocket, send: Send, *, user_id: int, session_id: int) -> None:
        self.user_id = user_id
        self.session_id = session_id
        self.position: int | None = None
        self._websocket = websocket
        self._send = send
        self._task = asyncio.current_task()
        self._close_code: CloseCode | None = None
        self._early: list[tuple[int, str]] = []
        self._waiting: deque[str] = deque()
        self._sender: asyncio.Task[None] | None = None

    @property
    def is_closing(self) -> bool:
        """Say whether the socket is to be closed."""
        return self._close_code is not None

    def start(self, missed: Missed) -> None:
        """Say hello, then send what the player missed, then what came meanwhile."""
        self.position = missed.base
        self.send(f'{{"type":"ready","id":{missed.base}}}')
        self.catch_up(missed)
        early, self._early = self._early, []
        for message_id, body in early:
            self.offer(message_id, numbered(message_id, body))

    def catch_up(self, missed: Missed) -> None:
        """Send what the player missed, or `resync` if it is lost."""
        if missed.is_lost:
            self.position = missed.base
            self.send(_RESYNC)
        for message_id, body in missed.hints:
            self.offer(message_id, numbered(message_id, body))

    def offer(self, message_id: int, text: str) -> None:
        """Send a hint that the player does not have yet; `resync` before it if others are missing.

        Behind position 0, of a player without any hint, every id may come.
        """
        position = self.position
        assert position is not None
        if message_id <= position:
            return
        if position and message_id != position + 1:
            self.send(_RESYNC)
        self.position = message_id
        self.send(text)

    def keep_for_later(self, message_id: int, body: str) -> None:
        """Keep a hint that comes before the socket has caught up."""
        if len(self._early) >= QUEUE_LENGTH:
            self.close(CloseCode.TOO_SLOW)
        else:
            self._early.append((message_id, body))

    def resync(self) -> None:
        """Let the player fetch everything again; every id may come now."""
        if self.position is not None:
            self.position = 0
            self.send(_RESYNC)

    def send(self, text: str) -> None:
        """Queue a message; a socket whose queue is full is closed and may resume later."""
        if self._close_code is not None:
            return
        if self._sender is None and self._send_now(text):
            return
        if len(self._waiting) >= QUEUE_LENGTH:
            self.close(CloseCode.TOO_SLOW)
            return
        self._waiting.append(text)
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_waiting())

    def close(self, code: CloseCode) -> None:
        """Close the socket with `code` behind what is being sent, if that takes no time."""
        if self._close_code is None:
            counts.dropped += code is CloseCode.TOO_SLOW
            self._close_code = code
            self._sender = asyncio.create_task(self._close(self._sender, code))

    async def end(self) -> None:
        """Wait for the last message of a socket that is gone, or that we close."""
        sender = self._sender
        if sender is not None:
            if not self.is_closing:
                sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sender

    def _send_now(self, text: str) -> bool:
        """Send a message without a task; return False if it has to wait for the network.

        uvicorn waits before it writes and not afterwards, so a call that is given up where it waits
        has sent nothing. A task for each message would be half of the time of a broadcast.
        """
        sending = self._send({"type": "websocket.send", "text": text})
        assert isinstance(sending, Coroutine)
        try:
            sending.send(None)
        except StopIteration:
            counts.sent += 1
            return True
        except (OSError, *GONE):
            return True  # the player has gone; whoever receives learns it, too
        sending.close()
        return False

    async def _send_waiting(self) -> None:
        with contextlib.suppress(OSError, *GONE):
            while self._waiting and not self.is_closing:
                await self._send({"type": "websocket.send", "text": self._waiting[0]})
                self._waiting.popleft()
                counts.sent += 1
        if not self.is_closing:
            self._sender = None

    async def _close(self, busy: asyncio.Task[None] | None, code: CloseCode) -> None:
        """Close the socket; if its buffers stay full, end the task that serves it."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                if busy is not None:
                    await busy
                await close(self._websocket, code)
        except TimeoutError:
            if self._task is not None:
                self._task.cancel()


def numbered(message_id: int, body: str) -> str:
    """Return the JSON object `body` with the id in it, without parsing it."""
    return f'{{"id":{message_id},{body[1:]}'


async def close(websocket: WebSocket, code: CloseCode) -> None:
    """Close a socket that may be closed already."""
    with contextlib.suppress(*GONE):
        await websocket.close(code)
