"""All sockets of this process: one subscription to Redis, and what is asked of them all."""

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

from redis import RedisError
from redis.asyncio import Redis

from app.api.live.counts import counts
from app.api.live.session_checks import SessionChecks, find_ended
from app.api.live.socket import CloseCode, Socket, numbered
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.live import streams
from app.core.live.listener import subscribed
from app.core.live.streams import CHANNEL, RESYNC_CHANNEL
from app.core.live.tickets import CLOSE_CHANNEL
from app.core.redis import new_async_redis
from app.services.matchmaking import presence

logger = logging.getLogger(__name__)
T = TypeVar("T")

SOCKETS_A_PLAYER = 5
PRESENCE_SECONDS = 5  # between two records of whose sockets are open
RECHECK_SECONDS = 1  # between two looks at whether the players of open sockets may have them
RETRY_SECONDS = 0.5
_READERS_AT_ONCE = 100  # whose streams are read with one call
_SESSIONS_AT_ONCE = 500  # that the database is asked about with one statement
_SENDS_AT_ONCE = 200  # before other tasks have their turn


class Hub:
    """The sockets by player, fed by one subscription.

    `subscriptions` counts them, so that a socket that read its stream before one reads it again.
    """

    def __init__(self) -> None:
        # Dictionaries as sets in order of arrival.
        self._sockets: defaultdict[int, dict[Socket, None]] = defaultdict(dict)
        self._by_session: defaultdict[int, dict[Socket, None]] = defaultdict(dict)
        self._redis: Redis | None = None
        self.subscriptions = 0
        self.checks = SessionChecks()
        self.addresses: Counter[str] = Counter()  # open sockets, those without a ticket included

    @property
    def redis(self) -> Redis:
        """The client of this event loop."""
        assert self._redis is not None
        return self._redis

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Subscribe to Redis for as long as the process serves."""
        self._redis = new_async_redis()
        tasks = (
            asyncio.create_task(self._subscribe_forever()),
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
            await self._redis.aclose()

    def add(self, socket: Socket) -> None:
        """Let `socket` receive what concerns its player; the oldest of too many is closed."""
        counts.open += 1
        self._by_session[socket.session_id][socket] = None
        mine = self._sockets[socket.user_id]
        mine[socket] = None
        if len(mine) > SOCKETS_A_PLAYER:
            oldest = next(iter(mine))
            del mine[oldest]
            oldest.close(CloseCode.TOO_SLOW)

    def remove(self, socket: Socket) -> None:
        """Remove a socket that is closed."""
        counts.open -= 1
        for sockets, key in (
            (self._sockets, socket.user_id),
            (self._by_session, socket.session_id),
        ):
            mine = sockets[key]
            mine.pop(socket, None)
            if not mine:
                del sockets[key]

    async def _record_presence_forever(self) -> None:
        """Record in the database whose sockets are open in this process.

        Also while there are none: without a record nobody counts as away, and the tickets of
        players who never open a socket would be kept for ever.
        """
        while True:
            await asyncio.sleep(PRESENCE_SECONDS)
            await asyncio.to_thread(_record_presence, list(self._sockets))

    async def _close_ended_forever(self) -> None:
        """Close the sockets of sessions that ended, and of players suspended, without a message.

        Thousands are asked about in parts, spread over the time between two looks at each: all at
        once would hold up the hints of everybody for milliseconds.
        """
        while True:
            self.addresses += Counter()  # drops those at zero
            parts = list(_parts(list(self._by_session), _SESSIONS_AT_ONCE)) or [[]]
            for part in parts:
                await asyncio.sleep(RECHECK_SECONDS / len(parts))
                if part:
                    await self._close_ended(part)

    async def _close_ended(self, session_ids: list[int]) -> None:
        try:
            self._close(await find_ended(session_ids))
        except Exception:  # the next look must come all the same
            logger.exception("nobody knows which sockets must close")

    async def _subscribe_forever(self) -> None:
        """Deliver what Redis says; after each break first what the streams have kept meanwhile."""
        while True:
            try:
                async with subscribed(
                    self.redis, CHANNEL, CLOSE_CHANNEL, RESYNC_CHANNEL
                ) as messages:
                    self.subscriptions += 1
                    await self._catch_up()
                    async for channel, data in messages:
                        await self._receive(channel, data)
            except (RedisError, OSError, TimeoutError) as error:
                logger.warning("live updates are interrupted: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:  # one odd message must not end the news of a whole process
                logger.exception("live updates are interrupted")
                await asyncio.sleep(RETRY_SECONDS)

    async def _catch_up(self) -> None:
        """Send all sockets what was published while nobody listened."""
        positions = {}
        for user_id, sockets in self._sockets.items():
            known = [socket.position for socket in sockets if socket.position is not None]
            if known:
                positions[user_id] = min(known)
        for readers in _parts(list(positions.items()), _READERS_AT_ONCE):
            for (user_id, _), missed in zip(
                readers, await streams.missed(self.redis, readers, now=time.time()), strict=True
            ):
                for socket in tuple(self._sockets.get(user_id, ())):
                    if socket.position is not None:
                        socket.catch_up(missed)

    async def _receive(self, channel: str, data: str) -> None:
        if channel == CLOSE_CHANNEL:
            self._close({int(one) for one in data.split()})
        elif channel == RESYNC_CHANNEL:
            for user_id in data.split():
                for socket in self._sockets.get(int(user_id), ()):
                    socket.resync()
        else:
            heads, *bodies = data.split("\n")
            for readers in _parts(heads.split(" "), _SENDS_AT_ONCE):
                for reader in readers:
                    user_id, _, first_id = reader.partition(":")
                    self._deliver(int(user_id), int(first_id), bodies)
                if len(readers) == _SENDS_AT_ONCE:
                    await asyncio.sleep(0)

    def _deliver(self, user_id: int, first_id: int, bodies: list[str]) -> None:
        sockets = self._sockets.get(user_id)
        if sockets:
            for message_id, body in enumerate(bodies, start=first_id):
                text = numbered(message_id, body)
                for socket in tuple(sockets):
                    if socket.position is None:
                        socket.keep_for_later(message_id, body)
                    else:
                        socket.offer(message_id, text)

    def _close(self, session_ids: set[int]) -> None:
        for session_id in session_ids:
            for socket in tuple(self._by_session.get(session_id, ())):
                socket.close(CloseCode.SIGNED_OUT)


hub = Hub()


def _parts(items: list[T], size: int) -> Iterator[list[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _record_presence(user_ids: list[int]) -> None:
    try:
        with transaction() as session:
            presence.record_open_sockets(session, user_ids=user_ids, now=utc_now())
    except Exception:
        # Nobody counts as absent unless this was recorded for a while without a break.
        logger.exception("open sockets could not be recorded")
