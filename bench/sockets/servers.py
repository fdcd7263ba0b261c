"""Servers with sockets of `number` players, and how a hint is sent to one of them.

Ours is one API process. Its players sign in for W4 only; elsewhere their tickets are written as the
route writes them, for sessions that nobody has ended.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import psutil
import socketio
from redis import Redis

from app.core.live import streams
from app.core.live.streams import Hint
from app.domain.live import LiveType
from bench import app_processes
from bench.sockets import clients
from bench.sockets.clients import Clients
from bench.testbed import Testbed
from devstack import ports

_NODE_CHANNEL = "bench"
_TICKET_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A server whose sockets are open; `send(player, n)` publishes one hint now."""

    clients: Clients
    redis: Redis
    send: Callable[[int, int], None]
    megabytes: float = 0.0  # by which its memory grew


def microseconds() -> int:
    """Return the time since 1970."""
    return time.time_ns() // 1_000


def hint(to: tuple[int, ...], n: int) -> Hint:
    """Return a hint that is published now; `n` is its number among those of its players."""
    return Hint(
        to, LiveType.MATCH_FOUND, f"match:{n}", {"match_id": n, "n": n, "at": microseconds()}
    )


def publish(redis: Redis, one: Hint) -> None:
    """Publish one hint as the API does."""
    streams.publish(redis, [one], batch=secrets.token_hex(8), now=time.time())


def _text(n: int) -> str:
    """Return what ours would send: the same letters, but for the id."""
    one = hint((), n)
    body = {"id": 1_700_000_000_000 + n, "type": one.kind, "topic": one.topic, "data": one.data}
    return json.dumps(body, separators=(",", ":"))


@contextmanager
def _redis(testbed: Testbed) -> Iterator[Redis]:
    with Redis.from_url(testbed.environment["REDIS_URL"], decode_responses=True) as redis:
        redis.flushdb()
        yield redis


@contextmanager
def ours(testbed: Testbed, number: int) -> Iterator[Server]:
    """Run one API process with the sockets of players 1 to `number`."""
    with ExitStack() as stack:
        redis = stack.enter_context(_redis(testbed))
        port = stack.enter_context(app_processes.api(testbed, RATE_ADDRESS_FACTOR="100000"))
        tickets = {f"bench-{player}": player for player in range(1, number + 1)}
        with redis.pipeline(transaction=False) as pipe:
            for ticket, player in tickets.items():
                # No session has a negative id, so none of them has ended.
                pipe.set(f"live:ticket:{ticket}", f"{player} {-player} 0", ex=_TICKET_SECONDS)
            pipe.execute()
        hellos = [json.dumps({"ticket": ticket}) for ticket in tickets]
        opened = stack.enter_context(_opened(redis, port, hellos))
        yield replace(opened, send=lambda player, n: publish(redis, hint((player,), n)))


@contextmanager
def node(testbed: Testbed, number: int) -> Iterator[Server]:
    """Run Node's `ws` with so many sockets."""
    with ExitStack() as stack:
        redis = stack.enter_context(_redis(testbed))
        url = testbed.environment["REDIS_URL"]
        port = ports.free_port()
        script = "bench/sockets/node_server.mjs"
        command = ["node", script, str(port), url, _NODE_CHANNEL]
        stack.enter_context(app_processes.alive(testbed, command, port))
        opened = stack.enter_context(_opened(redis, port, _names(number)))

        def send(player: int, n: int) -> None:
            redis.publish(_NODE_CHANNEL, f"{player} {_text(n)}")

        yield replace(opened, send=send)


@contextmanager
def python_socketio(testbed: Testbed, number: int) -> Iterator[Server]:
    """Run python-socketio under uvicorn with so many sockets."""
    with ExitStack() as stack:
        redis = stack.enter_context(_redis(testbed))
        port = stack.enter_context(app_processes.api(testbed, "bench.sockets.socketio_app:app"))
        manager = socketio.RedisManager(testbed.environment["REDIS_URL"], write_only=True)
        opened = stack.enter_context(_opened(redis, port, _names(number), is_socketio=True))
        yield replace(
            opened,
            send=lambda player, n: manager.emit("live", json.loads(_text(n)), room=str(player)),
        )


@contextmanager
def picows(testbed: Testbed, number: int) -> Iterator[Server]:
    """Run picows with so many sockets, which are idle."""
    with ExitStack() as stack:
        redis = stack.enter_context(_redis(testbed))
        port = ports.free_port()
        process = testbed.start_python("-m", "bench.sockets.picows_server", str(port))
        stack.callback(process.wait)
        stack.callback(process.terminate)
        app_processes.wait_until_open(port)
        yield stack.enter_context(_opened(redis, port, _names(number)))


def _names(number: int) -> list[str]:
    return [str(player) for player in range(1, number + 1)]


@contextmanager
def _opened(
    redis: Redis, port: int, hellos: list[str], *, is_socketio: bool = False
) -> Iterator[Server]:
    process = _listening(port)
    before = process.memory_info().rss
    with clients.started() as opened:
        opened.open([{"port": port, "hello": one, "socketio": is_socketio} for one in hellos])
        grown = (process.memory_info().rss - before) / 2**20
        yield Server(opened, redis, _nothing, grown)


def _nothing(player: int, n: int) -> None:
    raise NotImplementedError(player, n)


def _listening(port: int) -> psutil.Process:
    """Return the process of ours that listens on a port."""
    for process in psutil.Process().children(recursive=True):
        for connection in process.net_connections("tcp4"):
            if connection.laddr.port == port and connection.status == psutil.CONN_LISTEN:
                return process
    raise RuntimeError(f"nobody listens on {port}")
