"""Serve the live socket before middleware and routing, which do nothing for it.

Gain: some 7 KB a socket, since a dozen coroutines of middleware would wait as long as the socket is
open, and 1 ms of routing a handshake, when thousands of phones come back at once.
"""

from starlette.types import Receive, Scope, Send

from app.api.live.websocket import live_socket

PATH = "/ws"


async def respond(scope: Scope, receive: Receive, send: Send) -> bool:
    """Serve a live socket until it ends; do nothing and return False for anything else."""
    if scope["type"] != "websocket" or scope["path"] != PATH:
        return False
    await live_socket(scope, receive, send)
    return True
