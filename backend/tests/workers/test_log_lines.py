"""What a worker and beat write with LOG_FORMAT=json: one object a line, and whose job it was."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack import environment, instances, log_canaries, processes
from tests.support.arena import Arena

Line = dict[str, Any]


@contextmanager
def running(argv: list[str], log: Path) -> Iterator[Callable[[], list[Line]]]:
    """Run a process as `make run` does; yields what reads all lines that it has written so far."""
    paths = {"PYTHONPATH": f"{instances.ROOT / 'backend'}:{instances.ROOT}"}
    command = processes.Command(argv, instances.ROOT, {**paths, "LOG_FORMAT": "json"})

    def lines() -> list[Line]:
        whole, _, _ = log.read_text().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    with log.open("wb") as output:
        process = processes.spawn(command, output=output)
    try:
        yield lines
    finally:
        processes.request_stop(process, command)
        processes.wait_or_kill(process, timeout=60)


def test_every_line_of_a_worker_and_of_beat_is_an_object(
    arena: Arena, celery: None, tmp_path: Path
) -> None:
    """Its job's id, and the request's that asked for the job; nothing of the player who asked."""
    amina = arena.player(money=0, username="amina")
    asked = amina.post("/payments/deposits", {"amount": 500})  # M-Pesa is away: the job says so
    request_id = asked.headers["X-Request-Id"]
    logs = tmp_path / "worker.log", tmp_path / "beat.log"
    with (
        running(environment.worker(), logs[0]) as of_worker,
        running(environment.beat(), logs[1]) as of_beat,
    ):
        for _ in processes.wait_until(time.monotonic() + 120):
            jobs = [line for line in of_worker() if "task" in line]
            asked_for = [line for line in jobs if line.get("request_id") == request_id]
            if asked_for and len(jobs) > len(asked_for):
                break
        else:
            raise AssertionError(of_worker())
    assert {line["task"] for line in asked_for} == {"mpesa.send_stk_push"}
    for line in (*of_worker(), *of_beat()):
        assert {"ts", "level", "logger", "msg"} <= line.keys(), line
        assert ("task" in line) == ("task_id" in line), line
        assert line.get("request_id", request_id) == request_id, "beat's jobs are of no request"
    assert of_worker()[-1]["msg"].startswith("worker: Warm shutdown"), "its last word, too"
    assert of_beat(), "beat says that it starts"
    text = "".join(log.read_text() for log in logs)
    assert text.endswith("\n")
    assert list(log_canaries.in_text(text, source="the logs")) == []
    assert "amina" not in text
