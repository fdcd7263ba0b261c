"""Add to every answer the headers that keep a browser from misusing it (ASVS 3.4).

It stands before everything, fast paths and crashes included, so that no answer is without them: no
guessed type, no frame, no other site that loads it, and nothing that it could load itself. A route
that serves a page sets a policy of its own. A refused handshake of a socket is an answer, too.
"""

from collections.abc import Awaitable

from starlette.types import Message, Scope, Send

from app.core.settings import get_settings

_POLICY = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", _POLICY),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
)
# Two years. Only where there is https: a laptop's browser would never speak http to it again.
_IN_PRODUCTION = (*_ALWAYS, (b"strict-transport-security", b"max-age=63072000; includeSubDomains"))


def with_headers(scope: Scope, send: Send) -> Send:
    """Return a `send` that adds to each answer the headers that it does not have."""
    if scope["type"] == "websocket":
        return _refusing_with_headers(scope, send)

    async def send_with_headers(message: Message) -> None:
        await send(_added(message) if message["type"] == "http.response.start" else message)

    return send_with_headers


def _refusing_with_headers(scope: Scope, send: Send) -> Send:
    """Return a `send` that answers 403 with our headers where a handshake is refused."""
    is_open = "websocket.http.response" not in scope.get("extensions", {})

    async def refuse() -> None:
        start: Message = {"type": "websocket.http.response.start", "status": 403, "headers": []}
        await send(_added(start))
        await send({"type": "websocket.http.response.body", "body": b""})

    def send_with_headers(message: Message) -> Awaitable[None]:
        # No coroutine of its own around each of the thousands of messages of a broadcast.
        nonlocal is_open
        if message["type"] == "websocket.close" and not is_open:
            return refuse()
        is_open = is_open or message["type"] == "websocket.accept"
        return send(message)

    return send_with_headers


def _added(message: Message) -> Message:
    """Return a copy: a fast path sends the same message again and again."""
    headers = message["headers"]
    present = {name for name, _ in headers}
    wanted = _IN_PRODUCTION if get_settings().is_production else _ALWAYS
    missing = [header for header in wanted if header[0] not in present]
    return {**message, "headers": [*headers, *missing]}
