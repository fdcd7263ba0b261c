"""The live socket: one Redis subscription a process, one queue a socket, resume after a break."""

import asyncio
import contextlib
import json
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from redis import RedisError
from redis.asyncio import Redis

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.realtime import CHANNEL, HANG_UP_CHANNEL, has_ended, missed, redeem_ticket
from app.core.redis import new_async_redis
from app.core.settings import get_settings
from app.services.matchmaking import presence

logger = logging.getLogger(__name__)
router = APIRouter()

FIRST_MESSAGE_SECONDS = 5
QUEUE_LENGTH = 256  # messages a slow reader may fall behind before we hang up
SOCKETS_A_PLAYER = 5
LONGEST_MESSAGE = 1_024  # letters that an app may send us at a time
SAY_WHO_LISTENS_SECONDS = 5
GO_ON_SAYING_SECONDS = 180  # after the last socket closed, so that its player is missed
BAD_TICKET, NOTHING_SAID, TOO_SLOW, SIGNED_OUT = 4401, 4400, 4408, 4403

_RESYNC = '{"type":"resync"}'
_READY = '{"type":"ready"}'
_PONG = '{"type":"pong"}'


class Socket:
    """One open socket of one player, with what waits to be sent on it."""

    def __init__(self, websocket: WebSocket, *, user_id: int, session_id: int) -> None:
        self.websocket = websocket
        self.user_id = user_id
        self.session_id = session_id
        self.last_id = 0
        self.close_code: int | None = None
        self._waiting: asyncio.Queue[tuple[int, str]] = asyncio.Queue(QUEUE_LENGTH)

    def offer(self, message_id: int, text: str) -> None:
        """Queue a message; a socket that cannot keep up is closed and may resume later."""
        try:
            self._waiting.put_nowait((message_id, text))
        except asyncio.QueueFull:
            self.hang_up(TOO_SLOW)

    def hang_up(self, code: int) -> None:
        """Ask the sender to close this socket with `code` instead of sending more."""
        self.close_code = code
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait((0, ""))

    async def send_what_comes(self) -> None:
        """Send queued messages in order, each id once, until the socket is to be closed."""
        while not self._closing():
            message_id, text = await self._waiting.get()
            is_old = message_id and message_id <= self.last_id
            if is_old or self._closing():
                continue
            await self.websocket.send_text(text)
            self.last_id = max(self.last_id, message_id)
        await self.websocket.close(self.close_code or 1000)

    def _closing(self) -> bool:
        return self.close_code is not None


class Hub:
    """All sockets of this process, fed by one subscription to Redis."""

    def __init__(self) -> None:
        # Dictionaries as sets that remember the order of arrival.
        self._sockets: defaultdict[int, dict[Socket, None]] = defaultdict(dict)
        self.redis: Redis | None = None
        self._heard_at = -float(GO_ON_SAYING_SECONDS)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen to Redis for as long as the process serves."""
        self.redis = new_async_redis()
        chores = (
            asyncio.create_task(self._listen_for_ever(self.redis)),
            asyncio.create_task(self._say_who_listens()),
        )
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await chore
            await self.redis.aclose()

    def add(self, socket: Socket) -> None:
        """Let `socket` hear what concerns its player; the oldest of too many is closed."""
        mine = self._sockets[socket.user_id]
        mine[socket] = None
        if len(mine) > SOCKETS_A_PLAYER:
            oldest = next(iter(mine))
            del mine[oldest]
            oldest.hang_up(TOO_SLOW)

    def remove(self, socket: Socket) -> None:
        """Forget a socket that is gone."""
        mine = self._sockets[socket.user_id]
        mine.pop(socket, None)
        if not mine:
            del self._sockets[socket.user_id]

    async def _say_who_listens(self) -> None:
        """Write down, for all processes, whose sockets are open in this one."""
        while True:
            await asyncio.sleep(SAY_WHO_LISTENS_SECONDS)
            now = time.monotonic()
            self._heard_at = now if self._sockets else self._heard_at
            if now - self._heard_at < GO_ON_SAYING_SECONDS:
                await asyncio.to_thread(_note_sockets, list(self._sockets))

    async def _listen_for_ever(self, redis: Redis) -> None:
        heard_before = False
        while True:
            try:
                async with redis.pubsub() as pubsub:
                    await pubsub.subscribe(CHANNEL, HANG_UP_CHANNEL)
                    if heard_before:
                        self._tell_everybody(_RESYNC)
                    heard_before = True
                    await self._listen(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("live updates are interrupted: %s", type(error).__name__)
                await asyncio.sleep(1)

    async def _listen(self, pubsub: Any) -> None:
        async for message in pubsub.listen():
            if message["type"] != "message":
                continue
            if message["channel"] == HANG_UP_CHANNEL:
                self._hang_up({int(one) for one in message["data"].split()})
            else:
                readers, *bodies = message["data"].split("\n")
                for reader in readers.split(" "):
                    user_id, first_id = reader.split(":")
                    self._deliver(int(user_id), int(first_id), bodies)

    def _deliver(self, user_id: int, first_id: int, bodies: list[str]) -> None:
        sockets = self._sockets.get(user_id)
        if sockets:
            for message_id, body in enumerate(bodies, start=first_id):
                text = numbered(message_id, body)
                for socket in tuple(sockets):
                    socket.offer(message_id, text)

    def _hang_up(self, session_ids: set[int]) -> None:
        for sockets in self._sockets.values():
            for socket in sockets:
                if socket.session_id in session_ids:
                    socket.hang_up(SIGNED_OUT)

    def _tell_everybody(self, text: str) -> None:
        for sockets in self._sockets.values():
            for socket in sockets:
                socket.offer(0, text)


hub = Hub()


def _note_sockets(user_ids: list[int]) -> None:
    try:
        with transaction() as session:
            presence.record_open_sockets(session, user_ids=user_ids, now=utc_now())
    except Exception:
        # Nobody is judged absent unless this was written for a while without a break.
        logger.exception("who listens could not be written down")


def numbered(message_id: int, body: str) -> str:
    """Put the id into a message's JSON object without parsing it again."""
    return f'{{"id":{message_id},{body[1:]}'


def origin_is_ours(origin: str | None, host: str | None) -> bool:
    """Say whether a browser page of ours opens the socket; programs send no Origin at all."""
    if origin is None:
        return True
    settings = get_settings()
    allowed = {settings.public_web_url.rstrip("/"), *settings.cors_origins}
    return origin in allowed or urlsplit(origin).netloc == host


@router.websocket("/ws")
async def live_socket(websocket: WebSocket) -> None:
    """Send a player what changes. The first message carries a ticket, and `after` to resume."""
    if not origin_is_ours(websocket.headers.get("origin"), websocket.headers.get("host")):
        await websocket.close(1008)
        return
    await websocket.accept()
    try:
        async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
            hello = json.loads(await _hear(websocket))
        ticket, after = str(hello["ticket"]), hello.get("after")
    except (TimeoutError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        await websocket.close(NOTHING_SAID)
        return
    except WebSocketDisconnect:
        return
    try:
        await _serve(websocket, ticket=ticket, after=after if type(after) is int else None)
    except (RedisError, OSError):
        await websocket.close(1013)


async def _serve(websocket: WebSocket, *, ticket: str, after: int | None) -> None:
    assert hub.redis is not None
    identity = await redeem_ticket(hub.redis, ticket)
    if identity is None:
        await websocket.close(BAD_TICKET)
        return
    socket = Socket(websocket, user_id=identity[0], session_id=identity[1])
    # Listen first, catch up second: what happens in between is queued, and its id comes only once.
    hub.add(socket)
    try:
        if await has_ended(hub.redis, socket.session_id):
            await websocket.close(SIGNED_OUT)
            return
        await websocket.send_text(_READY)
        if after is not None:
            await _catch_up(socket, after=after)
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(socket.send_what_comes())
            await _answer_pings(websocket)
            sender.cancel()
    except* (WebSocketDisconnect, RuntimeError):
        pass  # the player closed the tab or lost the network: he will come back
    finally:
        hub.remove(socket)


async def _catch_up(socket: Socket, *, after: int) -> None:
    assert hub.redis is not None
    messages = await missed(hub.redis, user_id=socket.user_id, after=after)
    if messages is None:
        await socket.websocket.send_text(_RESYNC)
        return
    for message_id, body in messages:
        await socket.websocket.send_text(numbered(message_id, body))
        socket.last_id = message_id


async def _answer_pings(websocket: WebSocket) -> None:
    while True:
        text = await _hear(websocket)
        if '"ping"' in text[:64]:
            await websocket.send_text(_PONG)


async def _hear(websocket: WebSocket) -> str:
    """Return what the player's app says next; nothing, if it is binary or longer than we speak."""
    try:
        text = await websocket.receive_text()
    except KeyError:  # Starlette's way of saying that the message has no text
        return ""
    return text if len(text) <= LONGEST_MESSAGE else ""
