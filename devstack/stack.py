"""Start a whole WageWars as a child process, with its own data folder and ports, for tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from devstack import instances, ports, processes
from devstack.errors import StackError

_READY_TIMEOUT = 150  # seconds until ready


class Stack:
    """One `python -m devstack.run` and the processes that it supervises; a context manager."""

    def __init__(
        self, data_dir: Path, *, web: bool = False, settings: dict[str, str] | None = None
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.log_path = self.data_dir / "stack.log"
        self._web = web
        self._settings = settings or {}
        # Chosen once: right after a kill the old processes may still hold the ports;
        # `devstack.run` ends them before it takes the ports over.
        names = ("WEB_PORT", "API_PORT", "SIM_PORT")
        self._ports = {name: str(ports.remembered_port(self.data_dir, name)) for name in names}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start everything and return when it is ready, on the same ports each time.

        Raises StackError with the end of the log if it does not get ready.
        """
        # Empty means not set: a test never touches the caller's own database.
        unset = dict.fromkeys(("DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL"), "")
        # Nobody whom the caller does not know, unless it asks for them.
        env = self._ports | unset | {"DEMO_PLAYERS": "0"} | dict(self._settings)
        argv = [sys.executable, "-m", "devstack.run", "--data", str(self.data_dir)]
        argv += [] if self._web else ["--no-web"]
        command = processes.Command(argv, instances.ROOT, env | {"PYTHONPATH": str(instances.ROOT)})
        with self.log_path.open("ab") as log:
            self._process = processes.spawn(command, output=log)
        for _ in processes.wait_until(time.monotonic() + _READY_TIMEOUT):
            if self._process.poll() is not None:
                break
            status = self.status()
            # A killed supervisor has left its status file behind.
            if status.get("ready") and status["supervisor"]["pid"] == self._process.pid:
                return
        self.stop()
        raise StackError(f"WageWars did not start:\n{self.log_path.read_text()[-4000:]}")

    def status(self) -> dict[str, Any]:
        """Return the content of the status file: addresses, process ids, ready or not."""
        return instances.status(self.data_dir)

    def pid(self, name: str) -> int:
        """Return the process id of `api`, `worker`, `beat`, `redis`, `postgres`, …"""
        pid: int = self.status()["processes"][name]["pid"]
        return pid

    def kill(self, name: str) -> None:
        """Kill -9 one process; the supervisor then ends all others."""
        os.kill(self.pid(name), signal.SIGKILL)

    def kill_supervisor(self) -> None:
        """Kill -9 the supervisor itself."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def wait(self, *, seconds: float = 60) -> int:
        """Wait until everything has ended; returns the supervisor's exit code."""
        assert self._process
        return self._process.wait(seconds)

    def stop(self) -> int:
        """Stop everything by SIGTERM; returns the supervisor's exit code."""
        assert self._process
        if self._process.poll() is None:
            self._process.terminate()
        return self.wait()

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
