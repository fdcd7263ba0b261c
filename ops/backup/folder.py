"""The folder of backups: what lies where, what counts, and who may write.

    base/<id>/      backup.json  data.tar.gz.age  backup_manifest  extras.tar.gz.age
    wal/            <segment>.<SHA-256>.age
    stream/         what pg_receivewal is writing
    last-backup.json  last-restore-drill.json  cluster.json  lock

A backup is written under another name and renamed when it is whole, so that nothing half counts.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.clock import utc_now
from ops.backup.errors import BackupError, explaining_disk
from ops.backup.manifest import NAME as MANIFEST
from ops.backup.manifest import file_digest

DATA, EXTRAS = "data.tar.gz.age", "extras.tar.gz.age"
_FACTS = "backup.json"
_UNFINISHED = ".new"


@dataclass(frozen=True)
class Backup:
    """A whole base backup; times in ISO 8601, UTC."""

    id: str
    parent: str | None  # of an incremental one
    began_at: str
    ended_at: str
    system_identifier: str
    timeline: int
    start_lsn: str
    end_lsn: str
    segment_bytes: int  # of a file of its WAL
    unpacked_bytes: int
    digests: dict[str, str]  # of its files, as they lie here
    # Evidence and spool: path: [size, mtime in ns, id of the backup that holds it].
    extras: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether it can be restored without another."""
        return self.parent is None

    @property
    def ended(self) -> datetime:
        """When it was whole: earlier seconds cannot be restored from it."""
        return datetime.fromisoformat(self.ended_at)


class Folder:
    """The backups in `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wal = path / "wal"
        self.stream = path / "stream"
        self._base = path / "base"

    def create(self) -> None:
        """Make sure that the folder can be written to."""
        with explaining_disk(self.path):
            for place in (self.path, self.wal, self.stream, self._base):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Refuse a second backup at the same time; the kernel frees the lock with the process."""
        self.create()
        with (self.path / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError(
                    f"Another backup into {self.path} is running; wait until it has ended."
                ) from None
            yield

    def claim_for(self, system_identifier: str) -> None:
        """Refuse to mix the backups of two databases."""
        path = self.path / "cluster.json"
        if not path.exists():
            write_json(path, {"system_identifier": system_identifier})
        known = json.loads(path.read_text())["system_identifier"]
        if known != system_identifier:
            raise BackupError(
                f"{self.path} holds the backups of another database ({known}, not "
                f"{system_identifier}); choose another BACKUP_FOLDER."
            )

    def place(self, backup_id: str) -> Path:
        """Return where a backup's files are."""
        return self._base / backup_id

    def backups(self) -> list[Backup]:
        """Return all whole backups, oldest first."""
        found = []
        for facts in sorted(self._base.glob(f"*/{_FACTS}")):
            if facts.parent.suffix != _UNFINISHED:
                content: dict[str, Any] = json.loads(facts.read_text())
                content["extras"] = {
                    name: tuple(entry) for name, entry in content["extras"].items()
                }
                found.append(Backup(**content))
        return sorted(found, key=lambda backup: backup.ended_at)

    def chain(self, backup: Backup) -> list[Backup]:
        """Return the full backup and the incremental ones that lead to `backup`."""
        known = {one.id: one for one in self.backups()}
        chain = [backup]
        while chain[0].parent is not None:
            parent = known.get(chain[0].parent)
            if parent is None:
                raise BackupError(f"{chain[0].id} needs {chain[0].parent}, which is missing.")
            chain.insert(0, parent)
        return chain

    def check(self, backup: Backup) -> None:
        """Raise BackupError unless a backup's files lie here as they were written."""
        for name, digest in backup.digests.items():
            path = self.place(backup.id) / name
            if not path.exists():
                raise BackupError(f"{path} is missing.")
            if file_digest(path) != digest:
                raise BackupError(f"{path} was cut or changed since it was written.")

    def manifest(self, backup: Backup) -> Path:
        """Return the manifest of a backup, from which the next one is counted."""
        return self.place(backup.id) / MANIFEST

    @contextmanager
    def unfinished(self, backup_id: str) -> Iterator[Path]:
        """Yield a folder for a backup's files; it goes if the block is left by an error."""
        for left in self._base.glob(f"*{_UNFINISHED}"):
            shutil.rmtree(left)
        fresh = self._base / f"{backup_id}{_UNFINISHED}"
        with explaining_disk(self.path):
            try:
                fresh.mkdir(mode=0o700)
                yield fresh
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise

    def finish(self, fresh: Path, backup: Backup) -> None:
        """Let a whole backup count from now on."""
        write_json(fresh / _FACTS, asdict(backup))
        sync(fresh)
        fresh.rename(self.place(backup.id))
        sync(self._base)

    def remove(self, backup: Backup) -> None:
        """Delete a backup; at once it no longer counts."""
        doomed = self.place(backup.id)
        going = doomed.with_name(f"{doomed.name}{_UNFINISHED}")
        doomed.rename(going)
        shutil.rmtree(going)

    def note(self, name: str, *, rpo_seconds: float | None, rto_seconds: float | None) -> None:
        """Write when a backup (or a drill) succeeded, for whoever watches its age."""
        figures = {"rpo_seconds": rpo_seconds, "rto_seconds": rto_seconds}
        rounded = {key: None if v is None else round(v, 1) for key, v in figures.items()}
        write_json(self.path / name, {"at": utc_now().isoformat(), **rounded, "ok": True})


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replace a file in one step; after a crash it is the old one or the new."""
    fresh = path.with_name(f"{path.name}{_UNFINISHED}")
    with explaining_disk(path), fresh.open("w") as file:
        file.write(json.dumps(content, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
