"""Serve the API until SIGTERM, and answer every request that a proxy has sent until then.

uvicorn alone closes its listening socket with whatever the kernel had accepted for it, and
connections whose request it has not read yet: a proxy sees a POST break off, and must not send it
again. Here what waits is accepted first, in one step with closing, and gets a moment to arrive.
"""

import asyncio
import os
import socket
from collections.abc import Iterator
from typing import Any

from typing_extensions import override
from uvicorn import Config, Server

# As devstack/environment.py has them for `make run`. When thousands of sockets end at once, uvicorn
# may wait for one of them for ever: eight seconds at most.
OPTIONS: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_per_message_deflate": False,
    "access_log": False,
    "ws_max_size": 4096,
    "timeout_graceful_shutdown": 8,
}
_ARRIVAL_SECONDS = 1.0  # from a connection to its request, also on a busy machine


class DrainingServer(Server):
    """Leaves no connection unanswered that was made before it closed."""

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept what waits, close, let requests arrive, then end as uvicorn does."""
        waiting = [
            connection
            for server in self.servers
            for listener in server.sockets
            for connection in _accepted(listener.fileno())
        ]
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in waiting:
            await loop.connect_accepted_socket(self._new_protocol, connection)
        await asyncio.sleep(_ARRIVAL_SECONDS)
        await super().shutdown(sockets)

    def _new_protocol(self) -> asyncio.Protocol:
        new: Any = self.config.http_protocol_class
        protocol: asyncio.Protocol = new(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol


def _accepted(file: int) -> Iterator[socket.socket]:
    """Accept all connections that wait at a listening socket."""
    with socket.socket(fileno=os.dup(file)) as listener:
        listener.settimeout(0)
        while True:
            try:
                connection, _ = listener.accept()
            except BlockingIOError:
                return
            connection.settimeout(0)
            yield connection


if __name__ == "__main__":
    DrainingServer(Config("app.main:app", host="0.0.0.0", port=8000, **OPTIONS)).run()  # noqa: S104
