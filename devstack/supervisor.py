"""Keeps a family of processes: all of them run, or none does."""

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
    """Somebody asked the whole family to stop; `signal` says how."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(f"{number.name} received; stopping everything.")
        self.signal = number


class Log:
    """The one output of all processes: whole lines, each after its process's name."""

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
        """Write several lines without a name, unbroken by others."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            print(text, flush=True)


@dataclass
class Member:
    """One running process of the family."""

    name: str
    command: processes.Command
    process: "subprocess.Popen[bytes]"
    is_server: bool  # servers of data end last
    born: float | None
    relay: threading.Thread | None = None

    def let_finish_speaking(self) -> None:
        """Wait until the last words of an ended process stand in the log."""
        if self.relay:
            self.relay.join(timeout=2)


class Supervisor:
    """Starts processes, watches them, and ends them all together."""

    def __init__(self, log: Log, data_dir: Path) -> None:
        self.log = log
        self._data_dir = data_dir
        self._members: dict[str, Member] = {}
        self._asked: list[signal.Signals] = []

    @contextlib.contextmanager
    def on_duty(self) -> Iterator[None]:
        """Take signals for the family; on leaving, end every process that still runs."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number in _SIGNALS:
            # Under nohup a closed terminal is no reason to stop.
            if number is not signal.SIGHUP or before[number] is not signal.SIG_IGN:
                signal.signal(number, self._note)
        try:
            yield
        except (StackError, Stopped) as reason:
            self.log.line("devstack", str(reason))
            raise
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, name: str, command: processes.Command, *, is_server: bool = False) -> None:
        """Start `command` as process `name`; a server of data ends after those that use it."""
        process = processes.spawn(command, output=subprocess.PIPE)
        born = processes.born(process.pid)
        member = Member(name, command, process, is_server, born)
        self._members[name] = member
        member.relay = threading.Thread(target=self._relay, args=(member,), daemon=True)
        member.relay.start()

    def run_once(self, name: str, command: processes.Command) -> None:
        """Run a process that has an end; raises StackError if it fails."""
        self.start(name, command)
        member = self._members[name]
        while (code := member.process.poll()) is None:
            self.check(besides=name)
            time.sleep(0.05)
        member.let_finish_speaking()
        del self._members[name]
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
        """Stay until something ends it: raises Stopped on a signal, StackError on a death."""
        while True:
            self.check()
            time.sleep(0.1)

    def check(self, *, besides: str = "") -> None:
        """Raise Stopped if a signal came, StackError if a process other than `besides` ended."""
        if self._asked:
            raise Stopped(self._asked[0])
        for name, member in self._members.items():
            code = member.process.poll()
            if code is not None and name != besides:
                member.let_finish_speaking()
                who = f"{name} (process {member.process.pid})"
                how = processes.describe_exit(code)
                raise StackError(f"{who} {how}; stopping everything.")

    def pids(self) -> Mapping[str, Mapping[str, float | None]]:
        """Return process id and birth (Unix seconds) of each process, by name."""
        return {
            name: {"pid": member.process.pid, "born": member.born}
            for name, member in self._members.items()
        }

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._asked.append(signal.Signals(number))

    def _relay(self, member: Member) -> None:
        assert member.process.stdout
        with member.process.stdout as output:
            for line in output:
                self.log.line(member.name, line.decode(errors="replace").rstrip())

    def _end_all(self) -> None:
        """End the processes that use data, then those that keep it, then whatever is left."""
        for are_servers, patience in ((False, 10.0), (True, 20.0)):
            members = [m for m in self._members.values() if m.is_server == are_servers]
            for member in members:
                processes.ask_to_end(member.process, member.command)
            deadline = time.monotonic() + patience
            for member in members:
                # A second Ctrl-C: the impatient lose a log line, but no data.
                while member.process.poll() is None and time.monotonic() < deadline:
                    if len(self._asked) > 1 and not are_servers:
                        break
                    time.sleep(0.05)
                processes.end(member.process, patience=0)
                member.let_finish_speaking()
        processes.end_all(processes.marked(self._data_dir), patience=2)
        self._members.clear()
