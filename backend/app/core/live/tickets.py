"""Tickets for the live socket, and the end of sockets whose login session has ended."""

import logging
from typing import NamedTuple

from redis import RedisError
from redis.asyncio import Redis as AsyncRedis

from app.core.live import streams
from app.core.redis import get_redis
from app.core.security import new_token
from app.domain.errors import Unavailable

logger = logging.getLogger(__name__)

CLOSE_CHANNEL = "live:close"
TICKET_SECONDS = 30


class Ticket(NamedTuple):
    """Whose socket a ticket opens, and the player's newest hint (id) when it was given."""

    user_id: int
    session_id: int
    base: int


def new_ticket(*, user_id: int, session_id: int) -> str:
    """Return a token that opens one socket once within 30 seconds; raises Unavailable.

    What comes for the player from now on the socket sends them, although it opens later.
    """
    ticket = new_token()
    try:
        redis = get_redis()
        base = streams.last_id(redis, user_id)
        redis.set(f"live:ticket:{ticket}", f"{user_id} {session_id} {base}", ex=TICKET_SECONDS)
    except RedisError as error:
        raise Unavailable("Live updates are away for a moment.", retry_after=5) from error
    return ticket


async def redeem_ticket(redis: AsyncRedis, ticket: str) -> Ticket | None:
    """Use a ticket up and return what it says; None if it is unknown or used."""
    found = await redis.getdel(f"live:ticket:{ticket}")
    if not isinstance(found, str):
        return None
    return Ticket(*(int(part) for part in found.split(" ")))


def close_sockets(session_ids: list[int]) -> None:
    """Close the sockets of login sessions that have ended, in every API process.

    A socket that is opened later, by a ticket from before, is closed as soon as it opens.
    """
    try:
        with get_redis().pipeline(transaction=False) as pipe:
            for session_id in session_ids:
                pipe.set(_ended(session_id), "1", ex=2 * TICKET_SECONDS)
            pipe.publish(CLOSE_CHANNEL, " ".join(str(one) for one in session_ids))
            pipe.execute()
    except RedisError:
        # The session is over in the database; its sockets carry hints only and end with the tab.
        logger.warning("sockets of ended sessions could not be closed: Redis is away")


async def has_ended(redis: AsyncRedis, session_id: int) -> bool:
    """Return whether a login session has ended while one of its tickets may still be valid."""
    return bool(await redis.exists(_ended(session_id)))


def _ended(session_id: int) -> str:
    return f"live:ended:{session_id}"
