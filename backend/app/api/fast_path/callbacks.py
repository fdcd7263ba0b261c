"""A short way in for what comes in storms: news of prompts, past everything that players need.

Middleware, routing and request objects cost three times as much as reading the message and keeping
it. Whatever is not plainly good here takes the long way, which knows how to refuse.
"""

import hashlib
import re
import time
from functools import lru_cache
from ipaddress import ip_address

from starlette.types import Message, Receive, Scope, Send

from app.api.callbacks.batcher import intake
from app.api.middleware import metrics
from app.core.database import DATABASE_AWAY
from app.core.security import fingerprint
from app.domain.errors import Refusal
from app.services.payments.callbacks.inbox import STK, Delivery

LARGEST_BODY = 64 * 1024
_PATH = re.compile(r"/hooks/d/([\w-]{20,128})/stk", re.ASCII)
_ROUTE = "/hooks/d/{token}/stk"
_ACCEPTED = b'{"ResultCode": 0, "ResultDesc": "Accepted"}'
_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(_ACCEPTED)),
    ],
}
_BODY: Message = {"type": "http.response.body", "body": _ACCEPTED}


async def take(scope: Scope, receive: Receive, send: Send) -> Receive | None:
    """Keep news of a prompt, answer, and return None; else return what the long way may read."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return receive
    found = _PATH.fullmatch(scope["path"])
    if found is None:
        return receive
    began = time.perf_counter()
    message = await receive()
    body = message.get("body", b"")
    if message["type"] != "http.request" or message.get("more_body") or len(body) > LARGEST_BODY:
        return _again(message, receive)
    delivery = Delivery(
        kind=STK,
        token_sha256=fingerprint(found[1]),
        body_sha256=hashlib.sha256(body).digest(),
        body=body,
        source_ip=address_of(scope["client"][0]) if scope["client"] else None,
    )
    if not await _is_kept(delivery):
        return _again(message, receive)
    await send(_START)
    await send(_BODY)
    metrics.count("POST", _ROUTE, 200, time.perf_counter() - began)
    return None


async def _is_kept(delivery: Delivery) -> bool:
    try:
        return await intake.keep(delivery)
    except Refusal:
        return False
    except DATABASE_AWAY:
        return False


def _again(message: Message, receive: Receive) -> Receive:
    """Return a `receive` that begins with a message that was read already."""
    unread = [message]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    return receive_again


@lru_cache(maxsize=1024)
def address_of(host: str) -> str | None:
    """Return who called, for the record only: a proxy's word counts where uvicorn trusts it."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None
