"""An id for each request, in the answer and in the log, so that a complaint leads to its log."""

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.telemetry import context

_PLAIN = re.compile(rb"[A-Za-z0-9-]{8,64}")


def current_request_id() -> str:
    """Return the id of this request, or of the one that asked for this job, or "-"."""
    return str(context.facts().get("request_id", "-"))


class RequestIdMiddleware:
    """Use the X-Request-Id of our proxy if it is plain ASCII, else make one; send it back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request under its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _of_proxy(scope) or secrets.token_hex(8)
        context.start(request_id=request_id)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("X-Request-Id", request_id)
            await send(message)

        await self.app(scope, receive, send_with_id)


def _of_proxy(scope: Scope) -> str | None:
    """Return the proxy's id for this request; None if it has none or came from somebody else.

    Whoever may set X-Forwarded-For (`--forwarded-allow-ips`) may name requests. uvicorn puts the
    address from that header in the place of the peer's, with port 0, which no peer has.
    """
    client = scope.get("client")
    if client is None or client[1] != 0:
        return None
    given: bytes = next((value for key, value in scope["headers"] if key == b"x-request-id"), b"")
    return given.decode() if _PLAIN.fullmatch(given) else None
