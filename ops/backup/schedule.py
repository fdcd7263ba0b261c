"""Take a backup each night: `python -m ops.backup schedule`, for a machine whose cron is not ours.

What fails is said and tried again; that it keeps failing shows in the age of last-backup.json.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg2

from app.core.clock import NAIROBI, utc_now
from devstack.errors import StackError
from ops.backup.folder import Folder
from ops.backup.settings import Settings

_LOOK_SECONDS = 30.0
_RETRY_SECONDS = 600.0


def run(settings: Settings, take: Callable[[], None]) -> None:
    """Call `take` whenever a backup is due, until a signal ends this process."""
    while True:
        pause = _LOOK_SECONDS
        if is_due(_last(settings), utc_now(), settings=settings):
            try:
                take()
            except (StackError, psycopg2.Error, OSError) as error:
                print(f"No backup was taken: {str(error).strip()}", file=sys.stderr, flush=True)
                pause = _RETRY_SECONDS
        time.sleep(pause)


def is_due(last: datetime | None, now: datetime, *, settings: Settings) -> bool:
    """Return whether BACKUP_AT, in Nairobi, has come since the last backup; the first is due."""
    if last is None:
        return True
    latest = datetime.combine(now.astimezone(NAIROBI), settings.nightly_at, NAIROBI)
    if latest > now:
        latest -= timedelta(days=1)
    return last < latest


def _last(settings: Settings) -> datetime | None:
    path = Folder(settings.folder).path / "last-backup.json"
    try:
        return datetime.fromisoformat(json.loads(path.read_text())["at"])
    except FileNotFoundError:
        return None
