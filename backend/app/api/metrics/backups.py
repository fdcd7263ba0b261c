"""Metrics of backups: when the last one was made, and when one was last restored for practice.

`ops` writes both moments into BACKUP_FOLDER. Without the folder, or before the first, they are
without a value.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from prometheus_client.core import Metric

from app.api.metrics.families import gauge
from app.core.settings import get_settings

_FILES = {
    "last-backup.json": (
        "wagewars_last_backup_timestamp_seconds",
        "When the last backup was made and verified",
    ),
    "last-restore-drill.json": (
        "wagewars_last_restore_timestamp_seconds",
        "When a backup was last restored and passed its checks",
    ),
}


def families() -> Iterator[Metric]:
    """Yield both moments."""
    for name, (metric, meaning) in _FILES.items():
        moment = moment_of(name)
        yield gauge(metric, meaning, None if moment is None else moment.timestamp())


def moment_of(name: str) -> datetime | None:
    """Return the `at` of a file of BACKUP_FOLDER, an ISO time with its zone; None without one."""
    folder = get_settings().telemetry.backup_folder
    if not folder:
        return None
    try:
        moment = datetime.fromisoformat(json.loads((Path(folder) / name).read_text())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return moment if moment.tzinfo is not None else None
