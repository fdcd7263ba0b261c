"""Starting processes on a leash, and ending them with everything that they started."""

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

_LEASH = Path(__file__).with_name("leash.py")
# Every process carries this, so that a later start recognises what an earlier one left behind.
MARK = "WAGEWARS_DATA_DIR"


@dataclass(frozen=True)
class Command:
    """What to start: a program, as whom, where, and the signal that asks it to end."""

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
    leash = [sys.executable, "-I", "-S", str(_LEASH), str(int(command.stop_signal))]
    return subprocess.Popen(
        [*leash, str(uid), str(gid), str(os.getpid()), *command.argv],
        cwd=command.cwd,
        env={**os.environ, **command.env},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def ask_to_end(process: "subprocess.Popen[bytes]", command: Command) -> None:
    """Ask a process to end in its own time, in the way that it understands."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(command.stop_signal)


def end(process: "subprocess.Popen[bytes]", *, patience: float) -> None:
    """Wait up to `patience` seconds for a process, then kill whatever is left of its group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def describe_exit(code: int) -> str:
    """Say in words how a process ended: "ended with code 1", "was killed by SIGKILL"."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was killed by {signal.Signals(-code).name}"


def born(pid: int) -> float | None:
    """Return when process `pid` began (Unix seconds), None if there is none."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def marked(data_dir: Path) -> Iterator[psutil.Process]:
    """Yield the other processes that carry this data folder's mark."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(data_dir):
                yield process


def sitting_in(folder: Path, *, name: str) -> Iterator[psutil.Process]:
    """Yield the processes called `name` whose working directory is `folder`."""
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            if process.info["name"].startswith(name) and Path(process.cwd()) == folder:
                yield process


def end_all(processes: Iterable[psutil.Process], *, patience: float) -> None:
    """Ask strangers (processes of an earlier run) to end, then kill those that did not."""
    left = list(processes)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=patience)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=5)


def wait_until(deadline: float) -> Iterator[None]:
    """Yield until `deadline` (time.monotonic seconds), a little slower each time."""
    pause = 0.02
    while time.monotonic() < deadline:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
