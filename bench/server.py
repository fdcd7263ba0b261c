"""One API process under load, and the clients that load it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from bench.site import ROOT, Site
from devstack import environment, ports

Request = dict[str, Any]  # method, path, headers?, body?


@dataclass(frozen=True)
class Answered:
    """What a load of requests came to."""

    done: int
    statuses: dict[str, int]
    seconds: float
    sent: list[
        float
    ]  # when each request was sent, if each was sent once: milliseconds of the clock

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.done / self.seconds


@contextmanager
def api(site: Site, application: str = "app.main:app", **settings: str) -> Iterator[int]:
    """Run one API process as `make run` does, or another application so, and give its port."""
    port = ports.free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", application, "--port", str(port)),
            *("--no-access-log", "--log-level", "warning"),
            *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
        ],
        cwd=ROOT,
        env=site.environment | settings,
    )
    try:
        _wait_until_alive(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def worker(site: Site) -> Iterator[None]:
    """Run one worker process as `make run` does."""
    process = subprocess.Popen(environment.worker(), cwd=ROOT, env=site.environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_alive(port: int) -> None:
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    msg = "the API did not start"
    raise RuntimeError(msg)


def load(
    port: int,
    requests: list[Request],
    *,
    connections: int,
    seconds: float | None = None,
) -> "subprocess.Popen[str]":
    """Start sending `requests` (once each, or again and again for `seconds`)."""
    client = subprocess.Popen(
        ["node", str(ROOT / "bench" / "load.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdin is not None
    order = {"port": port, "connections": connections, "seconds": seconds, "requests": requests}
    client.stdin.write(json.dumps(order) + "\n")
    client.stdin.close()
    return client


def answered(client: "subprocess.Popen[str]") -> Answered:
    """Wait for a load to end and read what it came to."""
    assert client.stdout is not None
    printed = client.stdout.read()
    client.wait()
    return Answered(**json.loads(printed))
