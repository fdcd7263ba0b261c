"""Ears: live sockets of players, opened as the PWA opens them."""

import contextlib
import json
import socket
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.arena import Json, Player

PATIENCE = 10.0  # seconds; two busy cores take their time
SILENCE = 0.4  # after so long nothing more is coming


def new_ticket(player: Player) -> str:
    """Ask for a ticket to the live socket, where the player's client knocks."""
    answer = player.post("/ws/ticket")
    assert answer.status_code == 200, answer.text
    assert answer.json()["expires_in"] == 30
    return str(answer.json()["ticket"])


class Ear:
    """One live socket of one player at one process of the API."""

    def __init__(self, url: str, *, origin: str | None = None, slow: bool = False) -> None:
        host, port = urlsplit(url).hostname, urlsplit(url).port
        line: socket.socket | None = None
        if slow:  # next to no buffers: what the player does not read stays with the server
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect((host, port))
        line_to_us = connect(
            f"ws://{host}:{port}/ws",
            sock=line,
            proxy=None,
            origin=origin,  # type: ignore[arg-type]  # a NewType of str
            open_timeout=PATIENCE,
            compression=None,  # as in production; it would let much fit into few buffers
            ping_interval=None,
            max_queue=1 if slow else 512,
        )
        self.socket: ClientConnection = line_to_us.__enter__()

    def __enter__(self) -> "Ear":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def say(self, words: Any) -> None:
        """Send something as JSON."""
        self.socket.send(json.dumps(words))

    def hear(self, *, within: float = PATIENCE) -> Json:
        """Return the next message."""
        found: Json = json.loads(self.socket.recv(timeout=within))
        return found

    def until(self, kind: str) -> Json:
        """Return the first message of `kind`, and forget those before it."""
        while (message := self.hear())["type"] != kind:
            pass
        return message

    def all(self) -> list[Json]:
        """Return everything that comes before it stays silent."""
        heard = []
        while True:
            try:
                heard.append(self.hear(within=SILENCE))
            except TimeoutError:
                return heard

    def last_word(self) -> int:
        """Read on until the server hangs up, and return its code; 1006 if the line just broke."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.hear()
        return self.socket.close_code or 0


def listen(player: Player, *, after: int | None = None, slow: bool = False) -> Ear:
    """Open a socket for `player` where his client knocks, and wait until it is ready."""
    return listen_with(player, new_ticket(player), after=after, slow=slow)


def listen_with(
    player: Player, ticket: str, *, after: int | None = None, slow: bool = False
) -> Ear:
    """Open a socket with a ticket that one has."""
    ear = Ear(str(player.http.base_url), slow=slow)
    ear.say({"ticket": ticket} | ({} if after is None else {"after": after}))
    assert ear.hear() == {"type": "ready"}
    return ear
