"""A process of the API, started as `make run` starts it, with a log of its own."""

import os
import subprocess
import sys
import tempfile
import time
from typing import Self

import httpx
import psutil

from devstack import ports
from tests.support.servers.cluster_cache import REPOSITORY

TIMEOUT_SECONDS = 60  # until it answers, on a busy machine


class ApiProcess:
    """Use it as a context manager, and `wait` before the first request."""

    def __init__(self, **settings: str) -> None:
        port = ports.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # it lives as long as the process
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port)),
                *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
                *("--ws-max-size", "4096"),
                *("--timeout-graceful-shutdown", "8"),
                *("--no-access-log", "--log-level", "warning"),
            ],
            cwd=REPOSITORY,
            stderr=self._log,
            env={
                **os.environ,  # noqa: TID251  # what a shell passes on
                "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "backend"), str(REPOSITORY)]),
                **settings,
            },
        )

    def wait(self) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while True:
            assert self._process.poll() is None, f"the process of the API has died: {self.log()}"
            try:
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                assert time.monotonic() < deadline, "the process of the API does not answer"
                time.sleep(0.05)

    def log(self) -> str:
        """Return what it has written to its log."""
        self._log.flush()
        self._log.seek(0)
        return self._log.read()

    def memory(self) -> float:
        """Return its resident memory in megabytes."""
        return float(psutil.Process(self._process.pid).memory_info().rss / 2**20)

    def end(self) -> None:
        """Send SIGTERM, as a deployment does."""
        self._process.terminate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
