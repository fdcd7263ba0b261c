"""A listening socket that refuses new callers still serves those who have connected."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.core import listeners

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a filter of Linux")

BACKEND = Path(__file__).resolve().parents[3]
# Each request keeps the loop busy for a while, so that callers stand in the queue.
SERVER = """
import time
from contextlib import asynccontextmanager
from app.core import listeners

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                listeners.close_gently()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    time.sleep(0.01)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})
"""


def test_who_is_in_the_queue_is_served_and_nobody_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        early = socket.create_connection(listener.getsockname())
        listeners.refuse_new_callers(listener.fileno())

        with pytest.raises(TimeoutError):
            socket.create_connection(listener.getsockname(), timeout=0.2)
        accepted, _ = listener.accept()
        early.sendall(b"I was here")
        assert accepted.recv(100) == b"I was here"
        accepted.close()
        early.close()


def test_a_server_that_stops_resets_no_caller(tmp_path: Path) -> None:
    (tmp_path / "served.py").write_text(SERVER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = [sys.executable, "-m", "uvicorn", "served:app", "--port", str(port), "--no-access-log"]
    server = subprocess.Popen(
        argv, cwd=tmp_path, env={"PYTHONPATH": str(BACKEND)}, stderr=subprocess.DEVNULL
    )
    while not _answers(port):
        assert server.poll() is None
        time.sleep(0.02)
    answers: list[bytes] = []
    callers = [threading.Thread(target=_call_until_refused, args=(port, answers)) for _ in "12345"]
    for caller in callers:
        caller.start()
    time.sleep(0.2)

    server.send_signal(signal.SIGTERM)

    for caller in callers:
        caller.join(20)
    assert server.wait(20) in {0, -signal.SIGTERM}
    assert len(answers) > 5
    assert set(answers) == {b"HTTP/1.1 204"}


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _call_until_refused(port: int, answers: list[bytes]) -> None:
    while True:
        try:
            caller = socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            return
        with caller:
            try:
                caller.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                answers.append(caller.recv(12) or b"closed")
            except OSError as error:
                answers.append(type(error).__name__.encode())
