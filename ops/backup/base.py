"""Take a base backup: full once a week, else what changed since the one before.

`pg_basebackup` writes one tar to a pipe; it is hashed, compressed and encrypted as it goes by, so
nothing lies in clear beside the database.
"""

import hashlib
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from devstack.processes import wait_until
from devstack.psql import connection_variables
from ops.backup import crypt, extras, manifest, retention, server, wal
from ops.backup.errors import BackupError
from ops.backup.folder import DATA, EXTRAS, Backup, Folder
from ops.backup.settings import Settings

_WAL_TIMEOUT = 90  # seconds; archive_timeout is 60
# What PostgreSQL says when the WAL between two backups was not summarised.
_NOT_INCREMENTAL = ("WAL summaries are required", "WAL summarization", "timeline")


class _IncrementalImpossible(BackupError):
    """Only a full backup helps."""


@dataclass(frozen=True)
class Taken:
    """A backup that was taken, the seconds that it took, and which ones were removed for it."""

    backup: Backup
    seconds: float
    stored_bytes: int
    removed: list[str]
    note: str = ""


def take(settings: Settings, url: str, *, full: bool = False) -> Taken:
    """Take a backup of the database at `url`; raises BackupError, and then nothing new counts."""
    began = time.monotonic()
    keys = crypt.recipients(settings.recipients)
    folder = Folder(settings.folder)
    with folder.locked(), server.connected(url) as connection:
        server.require_backups_possible(connection)
        folder.claim_for(server.system_identifier(connection))
        parent = None if full else _parent(folder, settings)
        run = _Run(settings, folder, url, keys, connection)
        note = ""
        try:
            backup = run.take(parent)
        except _IncrementalImpossible as error:
            note = f"An incremental backup was not possible, so this is a full one: {error}"
            backup = run.take(None)
        folder.check(backup)
        folder.note(
            "last-backup.json", rpo_seconds=server.seconds_at_risk(connection), rto_seconds=None
        )
        removed = retention.expire(folder, keep_seconds=settings.keep_seconds, now=utc_now())
    stored = sum((folder.place(backup.id) / name).stat().st_size for name in backup.digests)
    return Taken(backup, time.monotonic() - began, stored, removed, note)


def _parent(folder: Folder, settings: Settings) -> Backup | None:
    """Return the backup from which an incremental one counts; None if a full one is due."""
    backups = folder.backups()
    if not backups:
        return None
    latest = backups[-1]
    try:
        chain = folder.chain(latest)
        for backup in chain:
            folder.check(backup)
    except BackupError as error:
        print(f"The last backup is of no use, so this is a full one: {error}", flush=True)
        return None
    age = utc_now() - chain[0].ended
    return None if age >= timedelta(seconds=settings.full_seconds) else latest


class _Run:
    def __init__(
        self,
        settings: Settings,
        folder: Folder,
        url: str,
        keys: list[Any],
        connection: Connection,
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._url = url
        self._keys = keys
        self._connection = connection

    def take(self, parent: Backup | None) -> Backup:
        began = utc_now()
        backup_id = f"{began:%Y%m%dT%H%M%S.%f}Z-{'incremental' if parent else 'full'}"
        with self._folder.unfinished(backup_id) as fresh:
            check = manifest.TarCheck()
            with (fresh / DATA).open("wb") as file:
                data = _Writer(file)
                self._stream(data, check, parent)
                data.sync()
            known = check.finish()
            (fresh / manifest.NAME).write_bytes(known.text)
            with (fresh / EXTRAS).open("wb") as file:
                rest = _Writer(file)
                listing = extras.save(
                    self._settings,
                    rest,
                    self._keys,
                    backup_id=backup_id,
                    before=parent.extras if parent else {},
                )
                rest.sync()
            self._wait_for_wal(known)
            backup = Backup(
                id=backup_id,
                parent=parent.id if parent else None,
                began_at=began.isoformat(),
                ended_at=utc_now().isoformat(),
                system_identifier=known.system_identifier,
                timeline=known.timeline,
                start_lsn=known.start_lsn,
                end_lsn=known.end_lsn,
                segment_bytes=server.segment_size(self._connection),
                unpacked_bytes=check.bytes,
                digests={
                    DATA: data.digest(),
                    EXTRAS: rest.digest(),
                    manifest.NAME: hashlib.sha256(known.text).hexdigest(),
                },
                extras=listing,
            )
            self._folder.finish(fresh, backup)
        return backup

    def _stream(self, target: "_Writer", check: manifest.TarCheck, parent: Backup | None) -> None:
        argv = [self._settings.program("pg_basebackup"), "--pgdata=-", "--format=tar"]
        argv += ["--wal-method=none", "--checkpoint=fast", "--manifest-checksums=SHA256"]
        argv += ["--no-password"]
        if parent:
            argv.append(f"--incremental={self._folder.manifest(parent)}")
        variables = connection_variables(self._url) | {"PGAPPNAME": "wagewars-base-backup"}
        with tempfile.TemporaryFile() as said:
            program = subprocess.Popen(
                argv,
                env={**os.environ, **variables},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
            )
            assert program.stdout
            try:
                crypt.encrypt(program.stdout, target, self._keys, watch=check.write)
            except BaseException:
                program.kill()
                raise
            finally:
                program.stdout.close()
                program.wait()
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
        if program.returncode:
            raise _failure(text, is_incremental=parent is not None)

    def _wait_for_wal(self, known: manifest.Manifest) -> None:
        """Wait until the WAL without which the backup cannot be restored is in the folder."""
        end = server.lsn(known.end_lsn)
        names = server.segment_names(
            timeline=known.timeline,
            start=server.lsn(known.start_lsn),
            end=end,
            size=server.segment_size(self._connection),
        )
        missing: list[str] = []
        for _ in wait_until(time.monotonic() + _WAL_TIMEOUT):
            missing = [name for name in names if not wal.has(self._folder, name)]
            if not missing:
                return
        raise BackupError(
            f"The WAL file {missing[0]}, without which the backup cannot be restored, has not "
            f"come into {self._folder.path} for {_WAL_TIMEOUT} s: see archive_command and the "
            "receiver of WAL. The backup does not count."
        )


def _failure(text: str, *, is_incremental: bool) -> BackupError:
    reason = text.splitlines()[-1] if text else "it says nothing"
    if is_incremental and any(word in text for word in _NOT_INCREMENTAL):
        return _IncrementalImpossible(reason)
    return BackupError(f"pg_basebackup failed: {reason}")


class _Writer:
    """Writes to a file and hashes what it writes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        piece = bytes(data)
        self._hash.update(piece)
        self._file.write(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def digest(self) -> str:
        return self._hash.hexdigest()
