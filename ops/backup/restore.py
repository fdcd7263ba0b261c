"""Restore to a chosen second, into an empty folder, and ask whether the money is right there."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devstack import postgres
from ops.backup import crypt, extras, manifest, recovery
from ops.backup.errors import BackupError, explaining_disk
from ops.backup.folder import DATA, Backup, Folder, write_json
from ops.backup.questions import Answers
from ops.backup.settings import Settings

_WORK = "unpacking"


@dataclass(frozen=True)
class Restored:
    """What was restored from which backups, and what the database there says."""

    target: str  # a time in ISO 8601, or "latest"
    backups: list[str]
    files: int
    seconds: float
    answers: Answers


def moment(text: str) -> datetime | None:
    """Read the second to restore to; None is the end of what there is ("latest")."""
    if text.strip() == "latest":
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BackupError(
            f'{text!r} is no time; write TO="2026-12-01 12:00:00+03", or TO=latest.'
        ) from None
    if found.tzinfo is None:
        raise BackupError(
            f'{text!r} lacks its time zone; write TO="{text.strip()}+03" for Nairobi\'s time.'
        )
    return found.astimezone(UTC)


def restore(settings: Settings, to: datetime | None, into: Path) -> Restored:
    """Restore the state of the second `to` into the folder `into`, which must be empty.

    Afterwards `into` is a data folder: the cluster, evidence, spool, keys and restored.json. Of the
    folder of backups only the time of the last restore changes. Raises BackupError, and then
    `into` is empty again.
    """
    began = time.monotonic()
    keys = crypt.identities(settings.key_file)
    folder = Folder(settings.folder)
    chain = folder.chain(_newest_before(folder, to))
    with _emptied_on_error(into):
        _require_room(chain, into)
        for backup in chain:
            folder.check(backup)
        work = into / _WORK
        work.mkdir(mode=0o700)
        files = extras.restore(folder, chain[-1], into, keys, work=work)
        cluster = _combine(settings, folder, chain, keys, work)
        place = postgres.adopt_cluster(cluster, into)
        shutil.rmtree(work)
        answers = recovery.recover(settings, folder, place, keys, to=to)
        # The standbys of the lost server are not those of this one: it would wait for them.
        with (place / "postgresql.auto.conf").open("a") as configuration:
            configuration.write("synchronous_standby_names = ''\n")
        restored = Restored(
            target=to.isoformat() if to else "latest",
            backups=[backup.id for backup in chain],
            files=files,
            seconds=round(time.monotonic() - began, 1),
            answers=answers,
        )
        write_json(into / "restored.json", asdict(restored))
    if not answers.violations:
        _note(folder, restored)
    return restored


def _note(folder: Folder, restored: Restored) -> None:
    try:
        folder.note("last-restore-drill.json", rpo_seconds=None, rto_seconds=restored.seconds)
    except (BackupError, OSError) as error:  # the folder may be mounted for reading only
        print(f"The time of this restore could not be noted: {error}", flush=True)


def _newest_before(folder: Folder, to: datetime | None) -> Backup:
    backups = folder.backups()
    if not backups:
        raise BackupError(f"There is no backup in {folder.path}.")
    fitting = [backup for backup in backups if to is None or backup.ended <= to]
    if not fitting:
        raise BackupError(
            f"There is no full backup before that second: the first in {folder.path} was whole "
            f"at {backups[0].ended_at}."
        )
    return fitting[-1]


def _require_room(chain: list[Backup], into: Path) -> None:
    needed = sum(backup.unpacked_bytes for backup in chain) * 2
    free = shutil.disk_usage(into).free
    if free < needed:
        raise BackupError(
            f"The disk of {into} is too full: {needed >> 20} MB may be needed while backups are "
            f"combined, {free >> 20} MB are free. Nothing was written."
        )


@contextmanager
def _emptied_on_error(into: Path) -> Iterator[None]:
    """Require an empty folder, and leave it empty if the block fails."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError(
            f"{into} is not empty. A restore writes into an empty folder only, so that it never "
            "replaces data; choose another."
        )
    with explaining_disk(into):
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            yield
        except BaseException:
            postgres.remove(into)
            for path in into.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise


def _combine(
    settings: Settings, folder: Folder, chain: list[Backup], keys: list[Any], work: Path
) -> Path:
    """Unpack a chain, each backup checked by its manifest, and make one cluster of it."""
    parts = []
    for backup in chain:
        part = work / backup.id
        part.mkdir(mode=0o700)
        with manifest.TarCheck(part) as check:
            crypt.decrypt(folder.place(backup.id) / DATA, check, keys)
            known = check.finish()
        if known.text != folder.manifest(backup).read_bytes():
            raise BackupError(f"The manifest of {backup.id} is not the one inside of the backup.")
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    combined = work / "combined"
    argv = [settings.program("pg_combinebackup"), *map(str, parts), f"--output={combined}"]
    argv += ["--manifest-checksums=SHA256", "--link", "--no-sync"]
    done = subprocess.run(
        argv, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        if "No space left" in done.stderr:
            raise BackupError(f"The disk of {work} is full: {reason}")
        raise BackupError(f"pg_combinebackup failed: {reason}")
    manifest.check_folder(combined)
    return combined
