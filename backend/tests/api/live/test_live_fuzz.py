"""What no app of ours sends: each is refused with its code, without a traceback or more memory."""

import contextlib
import json
import os
import secrets
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed

from tests import invariants
from tests.support.api_process import ApiProcess
from tests.support.arena import Arena, Player
from tests.support.databases import Database, fresh_database
from tests.support.servers.addresses import Addresses
from tests.support.ws_listener import WsListener, listen, new_ticket, numbers, publish

INVALID, BAD_FRAME, TOO_LONG, TOO_MANY = 1007, 1002, 1009, 4429
NO_TICKET, BAD_TICKET, RESTART = 4400, 4401, 1012
ROUNDS = 40
MEGABYTES = 12  # by which a process may grow while it is fuzzed

TEXT, BINARY, CLOSE, RESERVED = 1, 2, 8, 3
FINAL = 0x80


@pytest.fixture(scope="module")
def fuzzed_database(addresses: Addresses) -> Iterator[Database]:
    """One database for all tests of this module."""
    with Redis.from_url(addresses.redis_url) as redis:
        redis.flushdb()
    with fresh_database(addresses) as database:
        yield database
        with closing(database.connect()) as connection:
            invariants.check(connection)


@pytest.fixture(scope="module")
def process(fuzzed_database: Database) -> Iterator[ApiProcess]:
    """A process whose log has no traceback when all tests of this module are over."""
    with ApiProcess() as process:
        process.wait()
        yield process
        assert "Traceback" not in process.log()


@pytest.fixture
def amina(process: ApiProcess, fuzzed_database: Database) -> Iterator[Player]:
    with ExitStack() as stack:
        yield Arena(process.url, fuzzed_database, stack).player(money=0)


def frame(opcode: int, payload: bytes, *, first: int = FINAL, masked: bool = True) -> bytes:
    """Return a frame of a client; `first` are the bits beside the opcode."""
    size = len(payload)
    if size < 126:
        head = bytes((first | opcode, masked << 7 | size))
    elif size < 2**16:
        head = bytes((first | opcode, masked << 7 | 126)) + struct.pack("!H", size)
    else:
        head = bytes((first | opcode, masked << 7 | 127)) + struct.pack("!Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))


def close_code(raw: socket.socket) -> int:
    """Read until the server closes; return its code, 1006 if it says none."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while chunk := raw.recv(65_536):
            received += chunk
    at = 0
    while at + 2 <= len(received):
        opcode, size = received[at] & 15, received[at + 1]
        assert size < 126, "we send no long message here"
        if opcode == CLOSE:
            return int.from_bytes(received[at + 2 : at + 4])
        at += 2 + size
    return 1006


def send_raw(player: Player, data: bytes, *, hello: bool = True) -> int:
    """Send bytes on a socket, behind a valid hello or as the first; return the close code."""
    url = player.http.base_url
    with socket.create_connection((url.host, url.port), timeout=10) as raw:
        raw.sendall(
            f"GET /ws HTTP/1.1\r\nHost: {url.host}:{url.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += raw.recv(1)
        assert answer.startswith(b"HTTP/1.1 101")
        with contextlib.suppress(ConnectionError):
            if hello:
                raw.sendall(frame(TEXT, json.dumps({"ticket": new_ticket(player)}).encode()))
                assert b"ready" in raw.recv(64)
            raw.sendall(data)
        return close_code(raw)


BROKEN = {
    "text that is no UTF-8": (frame(TEXT, b"\xff\xfe{}"), INVALID),
    "half a surrogate as UTF-8": (frame(TEXT, b"\xed\xa0\x80"), INVALID),
    "a frame without a mask": (frame(TEXT, b"{}", masked=False), BAD_FRAME),
    "an opcode that does not exist": (frame(RESERVED, b""), BAD_FRAME),
    "a reserved bit": (frame(TEXT, b"{}", first=FINAL | 0x40), BAD_FRAME),
    "a close code that may not be sent": (frame(CLOSE, b"\x03\xee"), BAD_FRAME),
    "ten megabytes": (frame(TEXT, b"x" * 10_000_000), TOO_LONG),
    "a header of ten exabytes": (bytes((FINAL | TEXT, 255)) + b"\x7f" + b"\xff" * 11, TOO_LONG),
}


@pytest.mark.parametrize("hello", [True, False], ids=["behind a hello", "as the first"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_frame_is_refused_with_its_code(amina: Player, name: str, hello: bool) -> None:
    data, code = BROKEN[name]
    # Of what is still on its way when we close, the network may lose the answer.
    allowed = {code, 1006} if len(data) > 4_096 else {code}
    assert send_raw(amina, data, hello=hello) in allowed


def test_surrogates_topics_and_noise_mean_nothing(amina: Player) -> None:
    noise = (
        '{"type":"subscribe","topic":"match:1"}',
        '{"type":"match.settled","topic":"wallet","data":{"match_id":1}}',
        '"\\ud800"',
        '{"ticket":"\\ud800"}',
        '{"ticket":"x","after":1}',
        "\x00" * 100,
        "[" * 1_000,
        b"\xff" * 1_000,
    )
    with listen(amina) as listener:
        for one in noise:
            listener.socket.send(one)
        publish(amina, 1)
        assert numbers(listener.receive_all()) == [1]


def test_resuming_from_an_id_of_somebody_else_shows_nothing_of_theirs(
    process: ApiProcess, fuzzed_database: Database, amina: Player
) -> None:
    with ExitStack() as stack:
        brian = Arena(process.url, fuzzed_database, stack).player(money=0)
        publish(brian, 1, 2, 3)
        with listen(brian) as listener:
            last = listener.base
        publish(amina, 9)
        for after in (last - 2, last - 1, last, last + 1):
            with listen(amina, after=after) as listener:
                assert listener.receive_all() in ([{"type": "resync"}], [])


def test_a_thousand_messages_a_second_end_the_socket(amina: Player) -> None:
    with listen(amina) as listener:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(1_000):
                listener.send({"type": "ping"})
        assert listener.close_code() in {TOO_MANY, 1006}
    with listen(amina) as other:
        other.send({"type": "ping"})
        assert other.receive() == {"type": "pong"}


def test_fuzzing_takes_no_memory(process: ApiProcess, amina: Player) -> None:
    ticket = new_ticket(amina)  # the tickets are limited; broken frames need none
    hostile = [data for data, _ in BROKEN.values() if len(data) < 4_096]

    def fuzz() -> None:
        for data in hostile:
            send_raw(amina, data, hello=False)
        for word in (secrets.token_urlsafe(800), "\ud800", "x" * 3_000):
            with WsListener(process.url) as listener:
                listener.send({"ticket": word})
                assert listener.close_code() in {BAD_TICKET, NO_TICKET}

    fuzz()
    before = process.memory()
    for _ in range(ROUNDS):
        fuzz()
    assert process.memory() - before < MEGABYTES
    with WsListener(process.url) as listener:
        listener.send({"ticket": ticket})
        assert listener.receive()["type"] == "ready"


def test_a_process_that_ends_tells_its_sockets_to_come_back(fuzzed_database: Database) -> None:
    with ApiProcess() as ending, ExitStack() as stack:
        ending.wait()
        player = Arena(ending.url, fuzzed_database, stack).player(money=0)
        with listen(player) as listener:
            began = time.monotonic()
            ending.end()
            assert listener.close_code() == RESTART
            assert time.monotonic() - began < 5
