"""A file whose age says whether this worker or this beat still works: for a container's check.

A worker touches it after each task, a beat after each job that it sends: both happen every second.
`celery inspect ping` would start a process each time, and ask all workers at once.
"""

from contextlib import suppress
from pathlib import Path

from celery import signals


def connect(file: str) -> None:
    """Touch `file` from now on; with an empty name do nothing."""
    if not file:
        return

    def touch(**_: object) -> None:
        with suppress(OSError):  # a full disk must fail no task
            Path(file).touch()

    def follow_beat(**_: object) -> None:
        signals.after_task_publish.connect(touch, weak=False)

    signals.worker_ready.connect(touch, weak=False)
    signals.task_postrun.connect(touch, weak=False)
    signals.beat_init.connect(follow_beat, weak=False)
