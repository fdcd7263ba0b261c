"""A queue on disk for callbacks while PostgreSQL is away: M-Pesa does not send them again.

One file per batch, written whole or not at all. When the database is back, the first process that
locks a file stores it. Storing a batch twice is harmless: the table has each callback once.
"""

import base64
import contextlib
import fcntl
import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from app.core.database import DATABASE_AWAY
from app.core.settings import get_settings

logger = logging.getLogger(__name__)

_COMPLETE, _UNFINISHED, _SET_ASIDE = ".spool", ".part", ".aside"
_DEAD_SECONDS = 3_600
_BYTES = "base64:"
Record = Mapping[str, Any]
Store = Callable[[list[dict[str, Any]]], object]


class QueueFull(Exception):
    """The queue has reached its limit (`SPOOL_MEGABYTES`)."""


def put(records: Iterable[Record]) -> None:
    """Append a batch; returns when it is on disk.

    Raises QueueFull, and OSError when the disk does not take it.
    """
    text = json.dumps([_pack(record) for record in records]).encode()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if size() + len(text) > get_settings().spool_megabytes * 1024 * 1024:
        raise QueueFull
    name = f"{time.time_ns():020d}-{secrets.token_hex(6)}"
    unfinished = folder / f"{name}{_UNFINISHED}"
    with unfinished.open("xb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / f"{name}{_COMPLETE}")
    _sync_folder(folder)


def size() -> int:
    """Return the bytes of all files, finished or not."""
    try:
        return sum(entry.stat().st_size for entry in os.scandir(_folder()) if entry.is_file())
    except FileNotFoundError:
        return 0


def count_set_aside() -> int:
    """Return how many batches could not be read or stored, and wait for people."""
    return sum(1 for _ in _folder().glob(f"*{_SET_ASIDE}"))


def is_empty() -> bool:
    """Return whether no batch waits."""
    return next(iter(_waiting()), None) is None


def replay(store: Store) -> int:
    """Pass every batch to `store`, the oldest first, and delete those stored; return how many.

    Raises one of DATABASE_AWAY from `store`; that batch stays. Another process may replay at the
    same time: a batch is locked while it is stored.
    """
    stored = 0
    _delete_unfinished()
    for path in sorted(_waiting()):
        stored += _replay_one(path, store)
    return stored


def _replay_one(path: Path, store: Store) -> int:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0
    except OSError:
        logger.exception("%s cannot be opened; those behind it do not wait for it", path.name)
        return 0
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        if not path.exists():  # another process stored it between open and lock
            return 0
        try:
            records = [_unpack(record) for record in json.load(file)]
        except ValueError:
            logger.exception("%s cannot be read; it is set aside for staff", path.name)
            path.rename(path.with_suffix(_SET_ASIDE))
            return 0
        return _store(path, records, store)


def _store(path: Path, records: list[dict[str, Any]], store: Store) -> int:
    try:
        store(records)
    except DATABASE_AWAY:
        raise
    except Exception:
        logger.exception("%s cannot be stored; it is set aside for staff", path.name)
        path.rename(path.with_suffix(_SET_ASIDE))
        return 0
    path.unlink()
    return 1


def _delete_unfinished() -> None:
    """Delete files of processes that died while they wrote: their callbacks were not answered."""
    for path in _folder().glob(f"*{_UNFINISHED}"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _DEAD_SECONDS:
                path.unlink()


def _waiting() -> Iterable[Path]:
    return _folder().glob(f"*{_COMPLETE}")


def _folder() -> Path:
    return Path(get_settings().spool_folder)


def _pack(record: Record) -> dict[str, Any]:
    return {
        name: _BYTES + base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in record.items()
    }


def _unpack(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value.removeprefix(_BYTES))
        if isinstance(value, str) and value.startswith(_BYTES)
        else value
        for name, value in record.items()
    }


def _sync_folder(folder: Path) -> None:
    """Sync the directory entry: syncing the file does not make its name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
