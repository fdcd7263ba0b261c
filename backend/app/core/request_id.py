"""An id for each request, in the answer and in the log, so that a complaint leads to its log."""

import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_current: ContextVar[str] = ContextVar("request_id", default="-")
_PLAIN = re.compile(rb"[A-Za-z0-9-]{8,64}")


def current_request_id() -> str:
    """Return the id of the request being answered, or "-" outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Use the proxy's X-Request-Id if it is plain ASCII, else make one; send it back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request under its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"")
        request_id = given.decode() if _PLAIN.fullmatch(given) else secrets.token_hex(8)
        _current.set(request_id)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("X-Request-Id", request_id)
            await send(message)

        await self.app(scope, receive, send_with_id)
