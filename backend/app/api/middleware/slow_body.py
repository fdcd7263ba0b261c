"""Give up a body that comes too slowly, which would hold a connection and its place for nothing.

A sender has some seconds, and a second more for each 4 KB that came: a phone on 2G uploads pictures
in that time. uvicorn has no such limit; slow headers are left to the proxy (docs/operations.md).
"""

import asyncio

from starlette.types import Message, Receive, Scope

from app.api.errors import BodyTooSlow
from app.core.settings import get_settings

_BYTES_A_SECOND = 4 * 1024


def in_time(scope: Scope, receive: Receive) -> Receive:
    """Return a `receive` that raises BodyTooSlow when a body does not come in time."""
    if scope["type"] != "http":
        return receive
    seconds, received, is_whole = float(get_settings().body_seconds), 0, False
    loop = asyncio.get_running_loop()
    began_at = loop.time()

    async def receive_in_time() -> Message:
        nonlocal received, is_whole
        if is_whole:  # what comes now is the end of the connection, whenever it likes
            return await receive()
        try:
            async with asyncio.timeout_at(began_at + seconds + received / _BYTES_A_SECOND):
                message = await receive()
        except TimeoutError as error:
            raise BodyTooSlow from error
        received += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        return message

    return receive_in_time
