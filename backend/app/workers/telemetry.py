"""Which request asked for a job, for its log lines: carried in the message's headers."""

import time
from typing import Any

from celery import signals

from app.core.request_id import current_request_id
from app.core.telemetry import context


@signals.before_task_publish.connect
def _write_headers(headers: dict[str, Any], **_: object) -> None:
    """Write into the message who asked for the job, and when it was sent (seconds since 1970)."""
    headers["sent_at"] = time.time()
    headers["request_id"] = current_request_id()


@signals.task_prerun.connect
def _begin(task_id: str, task: Any, **_: object) -> None:
    context.begin(
        request_id=str(task.request.get("request_id") or "-"), task=task.name, task_id=task_id
    )


@signals.task_postrun.connect
def _end(**_: object) -> None:
    context.begin()
