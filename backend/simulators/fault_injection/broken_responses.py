"""Responses that do not arrive whole: closed connections, truncated bodies, gateway pages."""

import asyncio
from typing import Any

import httpx
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

# The application leaves uvicorn's transport here; absent when mounted in-process.
TRANSPORT = "simulators.transport"

GATEWAY_PAGE = """<html><head><title>Service Unavailable</title></head>
<body><h1>503 Service Unavailable</h1><p>Request unsuccessful. Incapsula incident ID:
533000140098763544-1094467193214173</p></body></html>"""


class ClosedConnection(Response):
    """Resets the connection instead of answering, after `hang_seconds` of silence."""

    def __init__(self, *, hang_seconds: float = 0.0) -> None:
        super().__init__()
        self._hang_seconds = hang_seconds

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then close the connection."""
        if self._hang_seconds:
            await _wait_for_disconnect(receive, self._hang_seconds)
        transport: Any = scope.get(TRANSPORT)
        if transport is None:
            raise httpx.ReadError("the simulator closed the connection")
        transport.abort()
        await asyncio.sleep(0.01)  # lets uvicorn notice that the client is gone


async def _wait_for_disconnect(receive: Receive, seconds: float) -> None:
    async def until_disconnect() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(until_disconnect(), seconds)
    except TimeoutError:
        return


class TruncatedResponse(Response):
    """Sends the first half of a body as if it were all of it."""

    def __init__(self, whole: Response) -> None:
        body = bytes(whole.body)
        super().__init__(body[: len(body) // 2], whole.status_code, media_type="application/json")


def gateway_page() -> Response:
    """Return the HTML page of the gateway in front of the API."""
    return HTMLResponse(GATEWAY_PAGE, 503)


def remember_transport(scope: Scope, receive: Receive) -> None:
    """Keep a handle on the socket, so that `ClosedConnection` can reset it."""
    cycle = getattr(receive, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if callable(getattr(transport, "abort", None)):
        scope[TRANSPORT] = transport
