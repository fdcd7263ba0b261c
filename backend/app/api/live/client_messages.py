"""What a client sends on the live socket: a first message with a ticket, then a ping now and then.

Whatever else it sends is refused in words of the protocol, never by an error of ours.
"""

import json

from fastapi import WebSocket

MAX_LENGTH = 1_024  # characters of a message
AT_ONCE = 30  # messages that a client may send without a pause; the app sends a ping in 25 s
A_SECOND = 2.0  # on average after that


def read_hello(text: str) -> tuple[str, int | None]:
    """Return ticket and `after` of a first message; raises ValueError, KeyError, TypeError.

    RecursionError, too, for one that is nested. A ticket that cannot be one of ours comes empty.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError("longer than any of our app's")
    hello = json.loads(text)
    ticket, after = hello["ticket"], hello.get("after")
    if after is not None and type(after) is not int:  # isinstance would take a bool for one
        raise TypeError("`after` is the id of a message")
    return ticket if isinstance(ticket, str) and ticket.isascii() else "", after


async def receive_text(websocket: WebSocket) -> str:
    """Return the client's next message; empty if it is binary."""
    try:
        return await websocket.receive_text()
    except KeyError:  # Starlette raises it for a message without text
        return ""


class Pace:
    """How many messages one client may still send: a bucket that refills slowly."""

    def __init__(self) -> None:
        self._left = float(AT_ONCE)
        self._counted_at: float | None = None

    def allows_one_more(self, *, now: float) -> bool:
        """Count a message at `now` (seconds of a clock that only runs forward)."""
        since = 0.0 if self._counted_at is None else now - self._counted_at
        self._left = min(AT_ONCE, self._left + since * A_SECOND) - 1
        self._counted_at = now
        return self._left >= 0
