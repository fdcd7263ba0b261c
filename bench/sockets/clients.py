"""The sockets of one round: opened by a Node process, counted and timed there."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.testbed import ROOT

_TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Checked:
    """How what came compares with what each player must get."""

    missed: int
    doubled: int
    resyncs: int
    failures: list[str]

    def require_exact(self) -> None:
        """Raise AssertionError if a hint was missed or came twice."""
        assert (self.missed, self.doubled) == (0, 0), self


class Clients:
    """Orders to the Node process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._expected: list[int] = []

    def open(self, sockets: list[dict[str, Any]]) -> None:
        """Open sockets and wait until all are ready."""
        assert self._order("open", sockets=sockets)["opened"] == len(sockets)
        self._expected = [0] * len(sockets)

    def mark(self) -> None:
        """Forget what has come."""
        self._order("mark")
        self._expected = [0] * len(self._expected)

    def expect(self, number: int) -> int:
        """Count one more hint for the socket of this number; return the hint's own number."""
        self._expected[number] += 1
        return self._expected[number]

    def take(self) -> tuple[list[float], float]:
        """Wait for all hints; return their latencies, and when the last came, in milliseconds."""
        taken = self._order("take", messages=sum(self._expected), seconds=_TIMEOUT_SECONDS)
        return taken["latencies"], taken["last"]

    def start_drop(self) -> None:
        """Cut all connections at once, and let them come back while other things happen."""
        self._write("drop")

    def end_drop(self) -> float:
        """Wait until all are back; return how long it took, in seconds."""
        return float(self._answer()["seconds"])

    def check(self) -> Checked:
        """Compare what came since `mark` with what was expected."""
        return Checked(**self._order("check", expected=self._expected))

    def close(self) -> None:
        """Close all sockets."""
        self._order("close")

    def _order(self, order: str, **details: Any) -> Any:
        self._write(order, **details)
        return self._answer()

    def _write(self, order: str, **details: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order, **details}) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process of the sockets has died"
        return json.loads(line)


@contextmanager
def started() -> Iterator[Clients]:
    """Run the Node process."""
    process = subprocess.Popen(
        ["node", str(ROOT / "bench" / "sockets" / "clients.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Clients(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
