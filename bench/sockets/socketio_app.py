"""The other reference of W3: python-socketio, whose rooms are fed through Redis by its manager."""

import os
from typing import Any

import socketio

_manager = socketio.AsyncRedisManager(os.environ["REDIS_URL"])
_server = socketio.AsyncServer(async_mode="asgi", client_manager=_manager)


async def _hello(sid: str, user_id: str) -> None:
    """Let a connection receive what is sent to a player."""
    await _server.enter_room(sid, user_id)
    await _server.emit("live", {"type": "ready"}, to=sid)


_server.on("hello", _hello)


async def _alive(scope: Any, _: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


app = socketio.ASGIApp(_server, _alive)
