"""Store the results of STK pushes before middleware, routing and request objects.

Gain: 28 us of the event loop a callback instead of 125 us (in-process, two cores), which is what
figure C1 of `make bench` needs (docs/benchmarks.md). Whatever is not plainly good here goes the
ordinary way, which knows how to refuse.
"""

import re
import time

from starlette.types import Message, Receive, Scope, Send

from app.api.callbacks.batcher import batcher
from app.api.callbacks.request import ACCEPTED, MAX_BODY_BYTES, TOKEN, delivery
from app.api.middleware import metrics
from app.core.database import DATABASE_AWAY
from app.domain.errors import Refusal
from app.services.payments.callbacks.inbox import STK, Delivery

_PATH = re.compile(rf"/hooks/d/({TOKEN})/stk", re.ASCII)
_ROUTE = "/hooks/d/{token}/stk"
_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(ACCEPTED)),
    ],
}
_BODY: Message = {"type": "http.response.body", "body": ACCEPTED}


async def respond(scope: Scope, receive: Receive, send: Send) -> Receive | None:
    """Store a result of an STK push, answer it, and return None.

    For any other request, return the `receive` from which the application can read it whole.
    """
    if scope["type"] != "http" or scope["method"] != "POST":
        return receive
    found = _PATH.fullmatch(scope["path"])
    if found is None:
        return receive
    began = time.perf_counter()
    message = await receive()
    body = message.get("body", b"")
    if message["type"] != "http.request" or message.get("more_body") or len(body) > MAX_BODY_BYTES:
        return _replay(message, receive)
    host = scope["client"][0] if scope["client"] else None
    if not await _is_stored(delivery(kind=STK, token=found[1], body=body, host=host)):
        return _replay(message, receive)
    await send(_START)
    await send(_BODY)
    metrics.count("POST", _ROUTE, 200, time.perf_counter() - began)
    return None


async def _is_stored(callback: Delivery) -> bool:
    try:
        return await batcher.store(callback)
    except Refusal:
        return False
    except DATABASE_AWAY:
        return False


def _replay(message: Message, receive: Receive) -> Receive:
    """Return a `receive` that begins with a message that has been read already."""
    unread = [message]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    return receive_again
