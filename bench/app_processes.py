"""The app's own processes: one API or one worker, as `make run` starts them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from bench.testbed import ROOT, Testbed
from devstack import environment, ports

_START_SECONDS = 60.0
_STOP_SECONDS = 60.0


@contextmanager
def api(testbed: Testbed, application: str = "app.main:app", **settings: str) -> Iterator[int]:
    """Run one API process, or another application in the same way; yields its port."""
    port = ports.free_port()
    command = [
        *(sys.executable, "-m", "uvicorn", application, "--port", str(port)),
        *("--no-access-log", "--log-level", "warning"),
        *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
        *("--ws-max-size", "4096"),
        *("--timeout-graceful-shutdown", "8"),
    ]
    with _running(command, testbed.environment | settings) as process:
        _wait_until_alive(process, port)
        yield port


@contextmanager
def alive(testbed: Testbed, command: list[str], port: int) -> Iterator[None]:
    """Run another program, which answers `GET /livez` when it is up."""
    with _running(command, testbed.environment) as process:
        _wait_until_alive(process, port)
        yield


def wait_until_open(port: int) -> None:
    """Wait until somebody listens on a port."""
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    msg = f"nobody listens on {port}"
    raise RuntimeError(msg)


@contextmanager
def worker(testbed: Testbed) -> Iterator[None]:
    """Run one Celery worker."""
    with _running(environment.worker(), testbed.environment):
        yield


@contextmanager
def _running(command: list[str], settings: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    process = subprocess.Popen(command, cwd=ROOT, env=settings)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _wait_until_alive(process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up_at = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < give_up_at:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
    msg = "the API did not start"
    raise RuntimeError(msg)
