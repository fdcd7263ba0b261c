"""Celery's signals: which request asked for a job, how jobs end, and when beat last sent one."""

import time
from typing import Any

from celery import signals

from app.core.jobs import Job, queue_of
from app.core.telemetry import context
from app.core.telemetry.job_figures import BeatMark, JobCounter

counter = JobCounter()
_beat = BeatMark()
_began: dict[str, tuple[float, float]] = {}  # by job's id: when (monotonic), and how long it waited
_JOBS = frozenset(job.value for job in Job)


@signals.before_task_publish.connect
def _write_headers(headers: dict[str, Any], **_: object) -> None:
    """Write into the message who asked for the job, and when it was sent (seconds since 1970)."""
    headers["sent_at"] = time.time()
    request_id = context.facts().get("request_id")
    if request_id is not None:  # beat's jobs are nobody's
        headers["request_id"] = request_id


@signals.task_prerun.connect
def _begin(task_id: str, task: Any, **_: object) -> None:
    request = task.request
    asked_by = request.get("request_id")
    of_request = {"request_id": str(asked_by)} if asked_by else {}
    context.start(**of_request, task=task.name, task_id=task_id)
    sent_at = request.get("sent_at")
    waited = time.time() - sent_at if isinstance(sent_at, float) else 0.0
    _began[task_id] = (time.perf_counter(), waited)


@signals.task_postrun.connect
def _end(task_id: str, task: Any, state: str | None = None, **_: object) -> None:
    began = _began.pop(task_id, None)
    context.start()
    if began is None or task.name not in _JOBS:
        return
    counter.count(
        task.name,
        (state or "unknown").lower(),
        seconds=time.perf_counter() - began[0],
        queue=queue_of(Job(task.name)),
        waited=began[1],
    )


@signals.worker_shutdown.connect
def _write_the_rest(**_: object) -> None:
    counter.write()


@signals.beat_init.connect
def _watch_beat(**_: object) -> None:
    signals.after_task_publish.connect(_note_sent)


def _note_sent(**_: object) -> None:
    _beat.sent()
