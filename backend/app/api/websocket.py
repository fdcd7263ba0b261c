"""The live socket `/ws`: one Redis subscription per process, one queue per socket, resume by id."""

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from redis import RedisError
from redis.asyncio import Redis

from app.api import client_messages
from app.api.deps import get_address
from app.api.origin import is_ours
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, one_statement, transaction
from app.core.realtime import CHANNEL, hints_after
from app.core.redis import new_async_redis
from app.core.settings import get_settings
from app.core.ws_tickets import CLOSE_CHANNEL, has_ended, redeem_ticket
from app.services.auth import sessions
from app.services.matchmaking import presence

logger = logging.getLogger(__name__)
router = APIRouter()

FIRST_MESSAGE_SECONDS = 5
QUEUE_LENGTH = 256  # messages that a slow reader may fall behind before its socket is closed
SOCKETS_A_PLAYER = 5
PRESENCE_SECONDS = 5  # between two records of whose sockets are open
RECHECK_SECONDS = 5  # between two looks at whether the players of open sockets may have them
BAD_TICKET, NO_TICKET, TOO_SLOW, SIGNED_OUT = 4401, 4400, 4408, 4403
TOO_LONG, TOO_MANY, NOT_ALLOWED, AWAY = 1009, 4429, 1008, 1013

_RESYNC = '{"type":"resync"}'
_READY = '{"type":"ready"}'
_PONG = '{"type":"pong"}'


class Socket:
    """One open socket of one player, with its queue of messages."""

    def __init__(self, websocket: WebSocket, *, user_id: int, session_id: int) -> None:
        self.websocket = websocket
        self.user_id = user_id
        self.session_id = session_id
        self.last_id = 0
        self.close_code: int | None = None
        self._waiting: asyncio.Queue[tuple[int, str]] = asyncio.Queue(QUEUE_LENGTH)

    def enqueue(self, message_id: int, text: str) -> None:
        """Queue a message; a socket whose queue is full is closed and may resume later."""
        try:
            self._waiting.put_nowait((message_id, text))
        except asyncio.QueueFull:
            self.close(TOO_SLOW)

    def close(self, code: int) -> None:
        """Let the sender close this socket with `code` instead of sending more."""
        self.close_code = code
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait((0, ""))

    async def send_queued(self) -> None:
        """Send queued messages in order, each id once, until the socket is to be closed."""
        while not self._is_closing():
            message_id, text = await self._waiting.get()
            is_old = message_id and message_id <= self.last_id
            if is_old or self._is_closing():
                continue
            await self.websocket.send_text(text)
            self.last_id = max(self.last_id, message_id)
        await self.websocket.close(self.close_code or 1000)

    def _is_closing(self) -> bool:
        return self.close_code is not None


class Hub:
    """All sockets of this process, fed by one subscription to Redis."""

    def __init__(self) -> None:
        # Dictionaries as sets in order of arrival.
        self._sockets: defaultdict[int, dict[Socket, None]] = defaultdict(dict)
        self.redis: Redis | None = None
        self.addresses: Counter[str] = Counter()  # open sockets, those without a ticket included

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Subscribe to Redis for as long as the process serves."""
        self.redis = new_async_redis()
        tasks = (
            asyncio.create_task(self._subscribe_forever(self.redis)),
            asyncio.create_task(self._record_presence_forever()),
            asyncio.create_task(self._close_ended_forever()),
        )
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await self.redis.aclose()

    def add(self, socket: Socket) -> None:
        """Let `socket` receive what concerns its player; the oldest of too many is closed."""
        mine = self._sockets[socket.user_id]
        mine[socket] = None
        if len(mine) > SOCKETS_A_PLAYER:
            oldest = next(iter(mine))
            del mine[oldest]
            oldest.close(TOO_SLOW)

    def remove(self, socket: Socket) -> None:
        """Remove a socket that is closed."""
        mine = self._sockets[socket.user_id]
        mine.pop(socket, None)
        if not mine:
            del self._sockets[socket.user_id]

    async def _record_presence_forever(self) -> None:
        """Record in the database whose sockets are open in this process.

        Also while there are none: without a record nobody counts as away, and the tickets of
        players who never open a socket would be kept for ever.
        """
        while True:
            await asyncio.sleep(PRESENCE_SECONDS)
            await asyncio.to_thread(_record_presence, list(self._sockets))

    async def _close_ended_forever(self) -> None:
        """Close the sockets of sessions that ended, and of players suspended, without a message."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            self.addresses += Counter()  # drops those at zero
            session_ids = [s.session_id for mine in self._sockets.values() for s in mine]
            if session_ids:
                self._close(set(await asyncio.to_thread(_find_ended, session_ids)))

    async def _subscribe_forever(self, redis: Redis) -> None:
        was_subscribed = False
        while True:
            try:
                async with redis.pubsub() as pubsub:
                    await pubsub.subscribe(CHANNEL, CLOSE_CHANNEL)
                    if was_subscribed:
                        self._enqueue_for_all(_RESYNC)
                    was_subscribed = True
                    await self._receive(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("live updates are interrupted: %s", type(error).__name__)
                await asyncio.sleep(1)

    async def _receive(self, pubsub: Any) -> None:
        async for message in pubsub.listen():
            if message["type"] != "message":
                continue
            if message["channel"] == CLOSE_CHANNEL:
                self._close({int(one) for one in message["data"].split()})
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
                    socket.enqueue(message_id, text)

    def _close(self, session_ids: set[int]) -> None:
        for sockets in self._sockets.values():
            for socket in sockets:
                if socket.session_id in session_ids:
                    socket.close(SIGNED_OUT)

    def _enqueue_for_all(self, text: str) -> None:
        for sockets in self._sockets.values():
            for socket in sockets:
                socket.enqueue(0, text)


hub = Hub()


def _record_presence(user_ids: list[int]) -> None:
    try:
        with transaction() as session:
            presence.record_open_sockets(session, user_ids=user_ids, now=utc_now())
    except Exception:
        # Nobody counts as absent unless this was recorded for a while without a break.
        logger.exception("open sockets could not be recorded")


def numbered(message_id: int, body: str) -> str:
    """Return the JSON object `body` with the id in it, without parsing it."""
    return f'{{"id":{message_id},{body[1:]}'


def _find_ended(session_ids: list[int]) -> list[int]:
    """Return which login sessions may have no socket; none while the database is away."""
    try:
        with one_statement() as statement:
            return sessions.ended_among(statement, session_ids=session_ids)
    except DATABASE_AWAY:
        return []  # hints carry no data, and every page that they refresh asks again who it is


@router.websocket("/ws")
async def live_socket(websocket: WebSocket) -> None:
    """Send hints to a player. The first message carries a ticket, and `after` to resume."""
    address = await get_address(websocket)
    most = get_settings().rate.sockets_per_address * rate_limit.address_factor()
    is_our_page = is_ours(websocket.headers.get("origin"), host=websocket.headers.get("host"))
    if not is_our_page or hub.addresses[address] >= most:
        await websocket.close(NOT_ALLOWED)
        return
    hub.addresses[address] += 1
    try:
        await _welcome(websocket)
    finally:
        hub.addresses[address] -= 1


async def _welcome(websocket: WebSocket) -> None:
    """Accept a socket and serve it, if its first message is one of our app's."""
    await websocket.accept()
    try:
        async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
            text = await client_messages.receive_text(websocket)
            ticket, after = client_messages.read_hello(text)
    except (TimeoutError, ValueError, KeyError, TypeError, RecursionError):
        await websocket.close(NO_TICKET)
        return
    except WebSocketDisconnect:
        return
    try:
        await _serve(websocket, ticket=ticket, after=after)
    except (RedisError, OSError):
        await websocket.close(AWAY)


async def _serve(websocket: WebSocket, *, ticket: str, after: int | None) -> None:
    assert hub.redis is not None
    identity = await redeem_ticket(hub.redis, ticket)
    if identity is None or await asyncio.to_thread(_find_ended, [identity[1]]) != []:
        await websocket.close(BAD_TICKET if identity is None else SIGNED_OUT)
        return
    socket = Socket(websocket, user_id=identity[0], session_id=identity[1])
    # Add it first, catch up second: what comes in between is queued, and each id is sent once.
    hub.add(socket)
    try:
        if await has_ended(hub.redis, socket.session_id):
            await websocket.close(SIGNED_OUT)
            return
        await websocket.send_text(_READY)
        if after is not None:
            await _catch_up(socket, after=after)
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(socket.send_queued())
            await _answer_pings(socket)
            sender.cancel()
    except* (WebSocketDisconnect, RuntimeError):
        pass  # the player closed the tab or lost the network
    finally:
        hub.remove(socket)


async def _catch_up(socket: Socket, *, after: int) -> None:
    assert hub.redis is not None
    messages = await hints_after(hub.redis, user_id=socket.user_id, after=after)
    if messages is None:
        await socket.websocket.send_text(_RESYNC)
        return
    for message_id, body in messages:
        await socket.websocket.send_text(numbered(message_id, body))
        socket.last_id = message_id


async def _answer_pings(socket: Socket) -> None:
    """Answer each ping; what else a client sends means nothing, and too much of it ends it."""
    pace = client_messages.Pace()
    while True:
        text = await client_messages.receive_text(socket.websocket)
        if not pace.allows_one_more(now=time.monotonic()):
            socket.close(TOO_MANY)
        elif len(text) > client_messages.MAX_LENGTH:
            socket.close(TOO_LONG)
        elif '"ping"' in text[:64]:
            await socket.websocket.send_text(_PONG)
