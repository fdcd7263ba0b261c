"""Start processes that end with their parent, find those of an earlier run, and stop both."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

_PARENT_DEATH = Path(__file__).with_name("parent_death.py")
# Environment variable of every process, by which a later start recognises what is left of this one.
MARK = "WAGEWARS_DATA_DIR"


@dataclass(frozen=True)
class Command:
    """What to start: program, working directory, account, and the signal that stops it."""

    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    user: tuple[int, int] | None = None
    stop_signal: signal.Signals = signal.SIGTERM


def spawn(command: Command, *, output: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start `command` in a session of its own, its output going to `output`.

    Call from the main thread: the kernel ties the child to the thread that started it.
    """
    uid, gid = command.user or (-1, -1)
    wrapper = [sys.executable, "-I", "-S", str(_PARENT_DEATH), str(int(command.stop_signal))]
    return subprocess.Popen(
        [*wrapper, str(uid), str(gid), str(os.getpid()), *command.argv],
        cwd=command.cwd,
        env={**os.environ, **command.env},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def request_stop(process: "subprocess.Popen[bytes]", command: Command) -> None:
    """Send a process its stop signal; returns at once."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(command.stop_signal)


def wait_or_kill(process: "subprocess.Popen[bytes]", *, timeout: float) -> None:
    """Wait up to `timeout` seconds for a process, then kill whatever is left of its group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def describe_exit(code: int) -> str:
    """Describe an exit code: "ended with code 1", "was killed by SIGKILL"."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was killed by {signal.Signals(-code).name}"


def started_at(pid: int) -> float | None:
    """Return when process `pid` started (Unix seconds), None if there is none."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def with_mark(data_dir: Path) -> Iterator[psutil.Process]:
    """Yield the other processes that carry this data folder's mark."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(data_dir):
                yield process


def running_in(folder: Path, *, name: str) -> Iterator[psutil.Process]:
    """Yield the processes called `name` whose working directory is `folder`."""
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if process.info["name"].startswith(name) and Path(process.cwd()) == folder:
                yield process


def terminate_all(processes: Iterable[psutil.Process], *, timeout: float) -> None:
    """Send SIGTERM to processes of an earlier run, and SIGKILL to those left after `timeout` s."""
    left = list(processes)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, alive = psutil.wait_procs(left, timeout=timeout)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def wait_until(deadline: float) -> Iterator[None]:
    """Yield until `deadline` (time.monotonic seconds), with pauses growing from 0.02 to 0.5 s."""
    pause = 0.02
    while time.monotonic() < deadline:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
