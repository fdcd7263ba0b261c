"""Run a set of processes together: when one ends or a signal comes, stop all of them."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from devstack import processes
from devstack.errors import StackError

_COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95)
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """SIGINT, SIGTERM or SIGHUP was received; `signal` says which."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(f"{number.name} received; stopping everything.")
        self.signal = number


class Log:
    """Write the output of all processes to stdout: whole lines, each after its process's name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._colours: dict[str, int] = {}
        self._coloured = sys.stdout.isatty()

    def line(self, name: str, text: str) -> None:
        """Write one line of process `name`."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            colour = self._colours.setdefault(name, _COLOURS[len(self._colours) % len(_COLOURS)])
            start, stop = (f"\033[{colour}m", "\033[0m") if self._coloured else ("", "")
            print(f"{start}{name:10} |{stop} {text}", flush=True)

    def block(self, text: str) -> None:
        """Write several lines without a name, not interleaved with others."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            print(text, flush=True)


@dataclass
class ManagedProcess:
    """One running process of the supervisor."""

    name: str
    command: processes.Command
    process: "subprocess.Popen[bytes]"
    is_server: bool  # database servers stop last
    started_at: float | None  # Unix seconds
    relay: threading.Thread | None = None

    def flush_output(self) -> None:
        """Wait until the last output of an ended process has been logged."""
        if self.relay:
            self.relay.join(timeout=2)


class Supervisor:
    """Starts processes, watches them, and stops them all together."""

    def __init__(self, log: Log, data_dir: Path) -> None:
        self.log = log
        self._data_dir = data_dir
        self._managed: dict[str, ManagedProcess] = {}
        self._received: list[signal.Signals] = []

    @contextlib.contextmanager
    def handling_signals(self) -> Iterator[None]:
        """Handle stop signals inside the block; on leaving it, stop every process."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number in _SIGNALS:
            # Under nohup a closed terminal is no reason to stop.
            if number is not signal.SIGHUP or before[number] is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            yield
        except (StackError, Stopped) as reason:
            self.log.line("devstack", str(reason))
            raise
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, name: str, command: processes.Command, *, is_server: bool = False) -> None:
        """Start `command` as process `name`; a database server stops after its clients."""
        process = processes.spawn(command, output=subprocess.PIPE)
        started_at = processes.started_at(process.pid)
        managed = ManagedProcess(name, command, process, is_server, started_at)
        self._managed[name] = managed
        managed.relay = threading.Thread(target=self._relay, args=(managed,), daemon=True)
        managed.relay.start()

    def run_once(self, name: str, command: processes.Command) -> None:
        """Run `command` to its end; raises StackError if it fails."""
        self.start(name, command)
        managed = self._managed[name]
        while (code := managed.process.poll()) is None:
            self.check(except_for=name)
            time.sleep(0.05)
        managed.flush_output()
        del self._managed[name]
        if code:
            raise StackError(f"{name} {processes.describe_exit(code)}; its last lines are above.")

    def wait_for(self, name: str, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `name` is ready; raises StackError after `seconds`, or if a process ends."""
        for _ in processes.wait_until(time.monotonic() + seconds):
            self.check()
            if is_ready():
                return
        raise StackError(f"{name} was not ready within {seconds:.0f} s; stopping everything.")

    def watch(self) -> None:
        """Block until the end: raises Stopped on a signal, StackError if a process ends."""
        while True:
            self.check()
            time.sleep(0.1)

    def check(self, *, except_for: str = "") -> None:
        """Raise Stopped if a signal came, StackError if a process but `except_for` ended."""
        if self._received:
            raise Stopped(self._received[0])
        for name, managed in self._managed.items():
            code = managed.process.poll()
            if code is not None and name != except_for:
                managed.flush_output()
                which = f"{name} (process {managed.process.pid})"
                how = processes.describe_exit(code)
                raise StackError(f"{which} {how}; stopping everything.")

    def pids(self) -> Mapping[str, Mapping[str, float | None]]:
        """Return process id and start time (Unix seconds) of each process, by name."""
        return {
            name: {"pid": managed.process.pid, "started_at": managed.started_at}
            for name, managed in self._managed.items()
        }

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._received.append(signal.Signals(number))

    def _relay(self, managed: ManagedProcess) -> None:
        assert managed.process.stdout
        with managed.process.stdout as output:
            for line in output:
                self.log.line(managed.name, line.decode(errors="replace").rstrip())

    def _stop_all(self) -> None:
        """Stop the database clients, then the database servers, then whatever is left."""
        for are_servers, timeout in ((False, 10.0), (True, 20.0)):
            group = [m for m in self._managed.values() if m.is_server == are_servers]
            for managed in group:
                processes.request_stop(managed.process, managed.command)
            deadline = time.monotonic() + timeout
            for managed in group:
                # A second Ctrl-C kills the clients at once, but never the database servers.
                while managed.process.poll() is None and time.monotonic() < deadline:
                    if len(self._received) > 1 and not are_servers:
                        break
                    time.sleep(0.05)
                processes.wait_or_kill(managed.process, timeout=0)
                managed.flush_output()
        processes.terminate_all(processes.with_mark(self._data_dir), timeout=2)
        self._managed.clear()
