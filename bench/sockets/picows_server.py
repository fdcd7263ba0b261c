"""The reference of W2: picows, a WebSocket server in C, with one connection a player."""

import asyncio
import sys

from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server
from typing_extensions import override

_sockets: dict[bytes, WSTransport] = {}


class _Listener(WSListener):
    @override
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Keep the connection under what its first message says."""
        _sockets[frame.get_payload_as_bytes()] = transport
        transport.send(WSMsgType.TEXT, b'{"type":"ready"}')


def _listener(_: WSUpgradeRequest) -> WSListener:
    return _Listener()


async def _serve(port: int) -> None:
    server = await ws_create_server(_listener, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
