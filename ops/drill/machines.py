"""Machines of the drill: groups of processes on one kernel that die or freeze together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from devstack import processes
from devstack.errors import StackError


class Machine:
    """Named processes of one machine, started in order, with a log each."""

    def __init__(self, name: str, folder: Path, commands: Mapping[str, processes.Command]) -> None:
        self.name = name
        self._folder = folder
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start all that does not run; call from the main thread."""
        for name, command in self._commands.items():
            process = self._running.get(name)
            if process is None or process.poll() is not None:
                with (self._folder / f"{self.name}-{name}.log").open("ab") as log:
                    self._running[name] = processes.spawn(command, output=log)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to every process."""
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(number)

    def kill(self) -> None:
        """Take the power away."""
        self.signal(signal.SIGKILL)
        for process in self._running.values():
            process.wait()

    def stop(self) -> None:
        """End everything that is left."""
        for process in self._running.values():
            processes.wait_or_kill(process, timeout=0)


def wait(what: str, is_so: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return when `is_so`; raises StackError after `seconds`."""
    for _ in processes.wait_until(time.monotonic() + seconds):
        if is_so():
            return
    raise StackError(f"waited {seconds:.0f} s in vain until {what}")


def ask(url: str, *, seconds: float) -> httpx.Response:
    """GET; raises httpx.HTTPError."""
    # Plain HTTP; reading all certificates takes 30 ms.
    return httpx.get(url, timeout=seconds, trust_env=False, verify=False)  # noqa: S501


def command(
    argv: Sequence[str],
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    user: tuple[int, int] | None = None,
) -> processes.Command:
    """Return a command that runs in `folder`, as `user` where root runs the drill."""
    if user is not None:
        os.chown(folder, *user)
    return processes.Command(argv, folder, env or {}, user)
