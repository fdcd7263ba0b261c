"""A whole WageWars for a test: its own data folder and ports, and processes to be killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from devstack import ports, processes, site
from devstack.errors import StackError

_PATIENCE = 150  # seconds until ready


class Stack:
    """A supervisor and its family, run as `make run` runs them; use as a context manager."""

    def __init__(
        self, data_dir: Path, *, web: bool = False, settings: dict[str, str] | None = None
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.log_path = self.data_dir / "stack.log"
        self._web = web
        self._settings = settings or {}
        # Once and for all: right after a kill the old processes may still hold the ports, which
        # `devstack.run` ends before it takes them over.
        names = ("WEB_PORT", "API_PORT", "SIM_PORT")
        self._ports = {name: str(ports.remembered_port(self.data_dir, name)) for name in names}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start everything and return when it is ready, on the same ports each time.

        Raises StackError with the end of the log if it does not get ready.
        """
        # Empty means not set: a test never touches a database that its caller has named.
        env = self._ports | {
            "DATABASE_URL": "",
            "MIGRATION_DATABASE_URL": "",
            "REDIS_URL": "",
            **self._settings,
        }
        argv = [sys.executable, "-m", "devstack.run", "--data", str(self.data_dir)]
        argv += [] if self._web else ["--no-web"]
        command = processes.Command(argv, site.ROOT, env | {"PYTHONPATH": str(site.ROOT)})
        with self.log_path.open("ab") as log:
            self._process = processes.spawn(command, output=log)
        for _ in processes.wait_until(time.monotonic() + _PATIENCE):
            if self._process.poll() is not None:
                break
            status = self.status()
            # One that was killed has left its own status behind.
            if status.get("ready") and status["supervisor"]["pid"] == self._process.pid:
                return
        self.stop()
        raise StackError(f"WageWars did not start:\n{self.log_path.read_text()[-4000:]}")

    def status(self) -> dict[str, Any]:
        """Return what the status file says: addresses, process ids, ready or not."""
        return site.status(self.data_dir)

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
        """Stop everything, as SIGTERM does; returns the supervisor's exit code."""
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
