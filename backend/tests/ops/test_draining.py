"""A container of the API that is told to end answers whoever had reached it."""

import socket
import threading
import time
from typing import Any

import uvicorn

from app.cli.serve import OPTIONS, DrainingServer
from devstack import environment, instances

_REQUEST = b"POST / HTTP/1.1\r\nHost: api\r\nContent-Length: 2\r\n\r\n{}"
_CALLERS = 40


async def slow_app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer 200 after keeping the event loop busy, so that callers queue up at the socket."""
    await receive()
    time.sleep(0.02)  # noqa: ASYNC251  # that is the point
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def call(port: int, results: list[str]) -> None:
    """Send one POST on a connection of its own, as a proxy does; note what became of it."""
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    except OSError:
        results.append("refused")  # a proxy takes the next container
        return
    with connection:
        try:
            connection.sendall(_REQUEST)
            answer = connection.recv(100)
        except OSError:
            answer = b""
    results.append("answered" if answer.startswith(b"HTTP/1.1 200") else "broken off")


def test_nobody_who_was_connected_is_left_without_an_answer() -> None:
    config = uvicorn.Config(slow_app, port=0, lifespan="off", log_level="critical")
    server = DrainingServer(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    results: list[str] = []
    callers = [threading.Thread(target=call, args=(port, results)) for _ in range(_CALLERS)]
    for number, caller in enumerate(callers):
        caller.start()
        if number == _CALLERS // 2:
            server.should_exit = True
    for each in (*callers, thread):
        each.join(30)

    assert results.count("broken off") == 0
    assert results.count("answered") >= _CALLERS // 2
    assert len(results) == _CALLERS


def test_a_container_serves_with_the_options_of_make_run() -> None:
    argv = environment.api(instances.read())
    in_containers = {
        "--ws": OPTIONS["ws"],
        "--ws-per-message-deflate": str(OPTIONS["ws_per_message_deflate"]).lower(),
        "--ws-max-size": str(OPTIONS["ws_max_size"]),
        "--timeout-graceful-shutdown": str(OPTIONS["timeout_graceful_shutdown"]),
    }
    assert {name: argv[argv.index(name) + 1] for name in in_containers} == in_containers
    assert ("--no-access-log" in argv) is not OPTIONS["access_log"]
