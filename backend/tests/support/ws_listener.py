"""Live sockets of players, opened as the PWA opens them."""

import contextlib
import json
import secrets
import socket
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.core.live import streams
from app.core.redis import get_redis
from app.domain.live import LiveType
from tests.support.arena import Json, Player

PATIENCE = 10.0  # seconds; two busy cores take their time
SILENCE = 0.4  # after so long nothing more is coming


def new_ticket(player: Player) -> str:
    """Return a ticket for the live socket."""
    answer = player.post("/ws/ticket")
    assert answer.status_code == 200, answer.text
    assert answer.json()["expires_in"] == 30
    return str(answer.json()["ticket"])


class WsListener:
    """One live socket of one player at one process of the API."""

    def __init__(self, url: str, *, origin: str | None = None, slow: bool = False) -> None:
        host, port = urlsplit(url).hostname, urlsplit(url).port
        raw: socket.socket | None = None
        if slow:  # next to no buffers: what the player does not read stays with the server
            raw = socket.socket()
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.connect((host, port))
        connection = connect(
            f"ws://{host}:{port}/ws",
            sock=raw,
            proxy=None,
            origin=origin,  # type: ignore[arg-type]  # a NewType of str
            open_timeout=PATIENCE,
            compression=None,  # as in production; it would let much fit into few buffers
            ping_interval=None,
            max_queue=1 if slow else 512,
        )
        self.socket: ClientConnection = connection.__enter__()
        self.base = 0  # the id behind which it listens

    def __enter__(self) -> "WsListener":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def send(self, message: Any) -> None:
        """Send a message as JSON."""
        self.socket.send(json.dumps(message))

    def receive(self, *, within: float = PATIENCE) -> Json:
        """Return the next message."""
        found: Json = json.loads(self.socket.recv(timeout=within))
        return found

    def receive_until(self, kind: str) -> Json:
        """Return the first message of `kind`; earlier ones are dropped."""
        while (message := self.receive())["type"] != kind:
            pass
        return message

    def receive_all(self) -> list[Json]:
        """Return all messages until none comes for SILENCE seconds."""
        received = []
        while True:
            try:
                received.append(self.receive(within=SILENCE))
            except TimeoutError:
                return received

    def close_code(self) -> int:
        """Read until the server closes the socket; return its code, 1006 for a lost connection."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.receive()
        return self.socket.close_code or 0


def publish(player: Player, *match_ids: int, size: int = 0, ago: float = 0.0) -> None:
    """Publish hints to a player, each of `size` letters more, as if `ago` seconds ago."""
    hints = [
        streams.Hint(
            to=(player.id,),
            kind=LiveType.MATCH_FOUND,
            topic=f"match:{match_id}",
            data={"match_id": match_id} | ({"padding": "x" * size} if size else {}),
        )
        for match_id in match_ids
    ]
    streams.publish(get_redis(), hints, batch=secrets.token_hex(8), now=time.time() - ago)


def numbers(messages: list[Json]) -> list[int]:
    """Return the numbers of matches that were published as hints."""
    return [message["data"]["match_id"] for message in messages]


def listen(player: Player, *, after: int | None = None, slow: bool = False) -> WsListener:
    """Open a socket for `player` and wait until it is ready."""
    return listen_with_ticket(player, new_ticket(player), after=after, slow=slow)


def listen_with_ticket(
    player: Player, ticket: str, *, after: int | None = None, slow: bool = False
) -> WsListener:
    """Open a socket with a ticket and wait until it is ready."""
    listener = WsListener(str(player.http.base_url), slow=slow)
    listener.send({"ticket": ticket} | ({} if after is None else {"after": after}))
    ready = listener.receive()
    assert ready["type"] == "ready"
    listener.base = ready["id"]
    return listener
