"""What Celery writes while it handles a signal ("worker: Warm shutdown"), as lines of our log.

It goes past logging, for a signal may come while a stream is being written; so does this.
"""

import logging
import os

from celery import signals

from app.core.logging import JsonFormatter
from app.core.settings import get_settings

_STDERR = 2


@signals.celeryd_init.connect
def _write_as_json(**_: object) -> None:
    from celery.apps import worker  # the API, which sends jobs, does not load it

    if get_settings().telemetry.log_format == "json":
        worker.safe_say = _say  # type: ignore[attr-defined]  # the stubs lack it


def _say(text: str, _file: object = None) -> None:
    facts = {"name": "celery.apps.worker", "levelname": "INFO", "msg": text.strip()}
    line = JsonFormatter().format(logging.makeLogRecord(facts))
    os.write(_STDERR, f"{line}\n".encode())
