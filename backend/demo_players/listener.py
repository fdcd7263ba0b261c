"""A simulated player's live socket: it is their presence, and it wakes them."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from demo_players.client import Client, Refused

logger = logging.getLogger(__name__)

REOPENED = "resync"  # as the API says it: hints may be missing
_PAUSE_SECONDS = 3.0

Hear = Callable[[str, dict[str, Any]], None]


async def listen(client: Client, url: str, hear: Hear) -> None:
    """Pass each hint to `hear` (type and data), for ever; a broken socket is opened again."""
    while True:
        try:
            await _listen_once(client, url, hear)
        except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError) as error:
            logger.debug("the socket of %s broke: %r", client.name, error)
        except (Refused, httpx.TransportError) as error:
            logger.debug("no ticket for %s: %s", client.name, error)
        await asyncio.sleep(_PAUSE_SECONDS)


async def _listen_once(client: Client, url: str, hear: Hear) -> None:
    ticket = (await client.post("/ws/ticket"))["ticket"]
    address = url.replace("http", "ws", 1) + "/ws"
    # The server pings; a second one from here would double the work.
    async with connect(address, compression=None, ping_interval=None, proxy=None) as socket:
        await socket.send(json.dumps({"ticket": ticket}))
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "ready":
                hear(REOPENED, {})
            else:
                hear(message["type"], message.get("data") or {})
