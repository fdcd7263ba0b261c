"""The file by which a container's health check sees that worker and beat still work."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import signals

from app.workers import heartbeat

_LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "heartbeat"
    path.touch()
    os.utime(path, (_LONG_AGO, _LONG_AGO))
    heartbeat.connect(str(path))
    yield path
    tmp_path.joinpath("heartbeat").unlink(missing_ok=True)


def is_touched(path: Path) -> bool:
    return path.stat().st_mtime > _LONG_AGO


def test_each_task_that_ends_in_a_worker_touches_it(file: Path) -> None:
    signals.task_postrun.send(sender=None, task_id="1", task=None)
    assert is_touched(file)


def test_beat_touches_it_with_each_job_that_it_sends_and_nobody_else_does(file: Path) -> None:
    signals.after_task_publish.send(sender="a request that enqueues")
    assert not is_touched(file)

    signals.beat_init.send(sender=None)
    signals.after_task_publish.send(sender="a job")
    assert is_touched(file)


def test_a_file_that_cannot_be_written_fails_no_task(tmp_path: Path) -> None:
    heartbeat.connect(str(tmp_path / "no such folder" / "heartbeat"))
    answers = signals.task_postrun.send(sender=None, task_id="1", task=None)
    assert not [error for _, error in answers if isinstance(error, BaseException)]
