"""The socket `/ws`: refuse or accept a socket, redeem its ticket, and serve it until it ends."""

import asyncio
import time

from fastapi import WebSocket
from redis import RedisError
from starlette.types import Receive, Scope, Send

from app.api.deps import get_address
from app.api.live import client_messages
from app.api.live.hub import hub
from app.api.live.socket import GONE, CloseCode, Socket, close
from app.api.origin import is_ours
from app.core import rate_limit
from app.core.live import streams
from app.core.live.streams import Missed
from app.core.live.tickets import Ticket, has_ended, redeem_ticket
from app.core.settings import get_settings

FIRST_MESSAGE_SECONDS = 5
_PONG = '{"type":"pong"}'


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Send hints to a player. The first message carries a ticket, and `after` to resume."""
    websocket = WebSocket(scope, receive, send)
    address = await get_address(websocket)
    most = get_settings().rate.sockets_per_address * rate_limit.address_factor()
    is_our_page = is_ours(websocket.headers.get("origin"), host=websocket.headers.get("host"))
    if not is_our_page or hub.addresses[address] >= most:
        await close(websocket, CloseCode.NOT_ALLOWED)
        return
    hub.addresses[address] += 1
    try:
        hello = await _welcome(websocket)
        if hello is not None:
            await _admit(websocket, send, word=hello[0], after=hello[1])
    except (RedisError, OSError):
        await close(websocket, CloseCode.AWAY)
    finally:
        hub.addresses[address] -= 1


async def _welcome(websocket: WebSocket) -> tuple[str, int | None] | None:
    """Accept a socket; return ticket and `after` if its first message is one of our app's."""
    try:
        await websocket.accept()
        async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
            return client_messages.read_hello(await client_messages.receive_text(websocket))
    except (TimeoutError, ValueError, KeyError, TypeError, RecursionError):
        await close(websocket, CloseCode.NO_TICKET)
    except GONE:
        pass
    return None


async def _admit(websocket: WebSocket, send: Send, *, word: str, after: int | None) -> None:
    """Serve a socket if its ticket is good and its session has not ended."""
    ticket = await redeem_ticket(hub.redis, word)
    if ticket is None:
        await close(websocket, CloseCode.BAD_TICKET)
        return
    socket = Socket(websocket, send, user_id=ticket.user_id, session_id=ticket.session_id)
    # Add it first, read its stream second: what comes in between is kept, and each id sent once.
    hub.add(socket)
    try:
        if await _is_over(ticket):
            await close(websocket, CloseCode.SIGNED_OUT)
            return
        socket.start(await _read_stream(ticket, after=after))
        await _answer_pings(websocket, socket)
    except GONE:
        pass  # the player closed the tab or lost the network, or we have closed the socket
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or not socket.is_closing:
            raise
        task.uncancel()  # it was the socket itself, whose player does not read any more
    finally:
        hub.remove(socket)
        await socket.end()


async def _is_over(ticket: Ticket) -> bool:
    """Return whether a session has ended, in the database or a moment ago."""
    if await hub.checks.is_over(ticket.session_id):
        return True
    return await has_ended(hub.redis, ticket.session_id)


async def _read_stream(ticket: Ticket, *, after: int | None) -> Missed:
    """Return what a player missed behind `after`, or since they asked for the ticket.

    Read again if this process subscribed meanwhile: what came in between it has not heard.
    """
    while True:
        subscriptions, now = hub.subscriptions, time.time()
        if after is None:
            missed = await streams.hints_since_ticket(
                hub.redis, user_id=ticket.user_id, base=ticket.base, now=now
            )
        else:
            missed = (await streams.missed(hub.redis, [(ticket.user_id, after)], now=now))[0]
        if subscriptions == hub.subscriptions:
            return missed


async def _answer_pings(websocket: WebSocket, socket: Socket) -> None:
    """Answer each ping; what else a client sends means nothing, and too much of it ends it."""
    pace = client_messages.Pace()
    while True:
        text = await client_messages.receive_text(websocket)
        if not pace.allows_one_more(now=time.monotonic()):
            socket.close(CloseCode.TOO_MANY)
        elif len(text) > client_messages.MAX_LENGTH:
            socket.close(CloseCode.TOO_LONG)
        elif '"ping"' in text[:64]:
            socket.send(_PONG)
