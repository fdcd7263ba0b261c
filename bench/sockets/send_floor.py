"""The reference of W1: a bare loop of `send` over sockets that have done a WebSocket handshake.

Accepts so many connections and prints "open"; at each line on stdin it sends one frame to all and
prints when it began, in milliseconds since 1970.
"""

import base64
import hashlib
import re
import socket
import sys
import time

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def frame(text: str) -> bytes:
    """Return a text frame of 126 to 65,535 bytes, or a shorter one."""
    body = text.encode()
    size = len(body)
    head = bytes((0x81, size)) if size < 126 else bytes((0x81, 126, *size.to_bytes(2)))
    return head + body


def accept(listener: socket.socket) -> socket.socket:
    """Accept a connection, answer its handshake and say "ready"."""
    connection, _ = listener.accept()
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(4_096)
    found = re.search(rb"(?i)sec-websocket-key: *(\S+)", request)
    assert found is not None
    key = hashlib.sha1(found[1] + _MAGIC, usedforsecurity=False).digest()
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + base64.b64encode(key) + b"\r\n\r\n" + frame('{"type":"ready"}')
    )
    return connection


def main(port: int, number: int) -> None:
    """Serve until stdin ends."""
    with socket.create_server(("127.0.0.1", port), backlog=512) as listener:
        print("listening", flush=True)
        connections = [accept(listener) for _ in range(number)]
        print("open", flush=True)
        for line in sys.stdin:
            began = time.time_ns() // 1_000
            message = frame(line.strip().replace("AT", str(began)))
            for connection in connections:
                connection.send(message)
            print(began / 1_000, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
