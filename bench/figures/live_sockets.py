"""W1 to W3: one API process with thousands of live sockets, beside what others need for them.

W1: how long until the last of all sockets has a hint that was published for all of their players,
beside a bare loop of `send`. W2: memory an idle socket, beside picows. W3: the 99th percentile of
the time from publishing a hint for one player until their socket has it, at a steady rate, beside
Node's `ws` and python-socketio, which send the same letters to whom it concerns.
"""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from statistics import median

from bench import child_processes
from bench.report import percentile
from bench.sockets import clients, servers
from bench.sockets.servers import Server
from bench.testbed import Testbed
from devstack import ports

_REPEATS = 5  # broadcasts, of which the median counts
_FRAME = '{"id":1700000000001,"type":"match.found","topic":"match:1","data":{"n":%d,"at":AT}}'


def measure_broadcast(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return the times until the last socket of one round: (ours, a loop of `send`), in ms."""
    if round_number % 2:
        return _broadcast(testbed), _send_floor(testbed)
    reference = _send_floor(testbed)
    return _broadcast(testbed), reference


def measure_memory(testbed: Testbed, _: int) -> tuple[float, float]:
    """Return the memory of one idle socket: (ours, picows), in kilobytes."""
    number = testbed.sizes.sockets
    with servers.ours(testbed, number) as server:
        mine = server.megabytes
    with servers.picows(testbed, number) as server:
        return mine * 1024 / number, server.megabytes * 1024 / number


def measure_direct(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return the 99th percentile of one round: (ours, Node's `ws`), in milliseconds."""
    return _beside(testbed, round_number, servers.node)


def measure_direct_python(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return the 99th percentile of one round: (ours, python-socketio), in milliseconds."""
    return _beside(testbed, round_number, servers.python_socketio)


def _broadcast(testbed: Testbed) -> float:
    number = testbed.sizes.sockets
    everybody = tuple(range(1, number + 1))
    with servers.ours(testbed, number) as server:

        def once(n: int) -> float:
            one = servers.hint(everybody, n)
            servers.publish(server.redis, one)
            return int(one.data["at"]) / 1_000

        return _times(server.clients, number, once)


def _send_floor(testbed: Testbed) -> float:
    number, port = testbed.sizes.sockets, ports.free_port()
    floor = testbed.start_python("-m", "bench.sockets.send_floor", str(port), str(number))
    with child_processes.ending([floor]), clients.started() as opened:
        child_processes.expect_line(floor, "listening")
        opened.open([{"port": port, "hello": "hello"}] * number)
        child_processes.expect_line(floor, "open")

        def once(n: int) -> float:
            child_processes.write_line(floor, _FRAME % n)
            assert floor.stdout is not None
            return float(floor.stdout.readline())

        took = _times(opened, number, once)
        opened.close()
        assert floor.stdin is not None
        floor.stdin.close()
        return took


def _times(opened: clients.Clients, number: int, once: Callable[[int], float]) -> float:
    took = []
    for n in range(1, _REPEATS + 2):
        opened.mark()
        for player in range(number):
            opened.expect(player)
        began = once(n)
        took.append(opened.take()[1] - began)
    return median(took[1:])  # the first warms up


def _beside(
    testbed: Testbed,
    round_number: int,
    other: Callable[[Testbed, int], AbstractContextManager[Server]],
) -> tuple[float, float]:
    if round_number % 2:
        return _direct(testbed, servers.ours), _direct(testbed, other)
    reference = _direct(testbed, other)
    return _direct(testbed, servers.ours), reference


def _direct(
    testbed: Testbed, server_of: Callable[[Testbed, int], AbstractContextManager[Server]]
) -> float:
    sizes = testbed.sizes
    latencies: list[float] = []
    with server_of(testbed, sizes.sockets) as server:
        for rate_share in (0.25, 1.0):  # the first warms up
            server.clients.mark()
            _send_steadily(
                server, sizes.sockets, sizes.hints_a_second, sizes.load_seconds * rate_share
            )
            latencies, _ = server.clients.take()
        server.clients.check().require_exact()
    return percentile(latencies, 99)


def _send_steadily(server: Server, players: int, rate: float, seconds: float) -> None:
    """Send hints to random players, each at its time and not in bursts."""
    draw = random.Random(1)  # the same players in each round
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        pause = began + number / rate - time.perf_counter()
        if pause > 0:
            time.sleep(pause)
        player = draw.randrange(players)
        server.send(player + 1, server.clients.expect(player))
