"""Backups of a database that runs: what is refused, what an interruption leaves, what may go."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from devstack.instances import ROOT
from ops.backup import base, retention, settings, wal
from ops.backup.crypt import recipients
from ops.backup.errors import BackupError
from ops.backup.folder import Backup, Folder
from ops.backup_drill.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("running")) as running:
        yield running


@pytest.fixture(scope="module")
def first(world: World) -> Backup:
    """The first backup: a full one."""
    return base.take(world.settings, world.database.backup_url).backup


def test_two_backups_at_once_are_refused(world: World, first: Backup) -> None:
    folder = Folder(world.settings.folder)
    with folder.locked():
        done = run(world, "take")
    assert done.returncode == 1
    assert "Another backup" in done.stderr
    assert [backup.id for backup in folder.backups()] == [first.id]


def test_a_backup_that_is_killed_does_not_count_and_hinders_nobody(
    world: World, first: Backup
) -> None:
    folder = Folder(world.settings.folder)
    killed = start(world, "take", "--full")
    deadline = time.monotonic() + 20
    while not list(folder.path.glob("base/*.new/data*")) and time.monotonic() < deadline:
        assert killed.poll() is None
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert list(folder.path.glob("base/*.new"))
    before = folder.backups()
    taken = base.take(world.settings, world.database.backup_url)
    assert list(folder.path.glob("base/*.new")) == []
    assert [backup.id for backup in folder.backups()] == [*(b.id for b in before), taken.backup.id]


def test_a_full_disk_is_named_and_leaves_nothing_half(world: World, first: Backup) -> None:
    small = world.root / "small-disk"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(small)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk can be made by root only, where mounting is allowed")
    try:
        values = {**world.settings.values, "BACKUP_FOLDER": str(small)}
        full = settings.read(values, data_dir=world.data)
        with pytest.raises(BackupError, match="is full"):
            base.take(full, world.database.backup_url)
        assert list(small.glob("base/*")) == []
        assert not (small / "last-backup.json").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_another_database_s_wal_and_backups_are_not_mixed_in(world: World, first: Backup) -> None:
    folder = Folder(world.root / "of-another")
    folder.create()
    folder.claim_for("1234567890")
    values = {**world.settings.values, "BACKUP_FOLDER": str(folder.path)}
    with pytest.raises(BackupError, match="another database"):
        base.take(settings.read(values, data_dir=world.data), world.database.backup_url)
    with pytest.raises(BackupError, match="another database"):
        wal.archive(folder, segment(world), recipients(world.settings.recipients))
    assert list(folder.wal.iterdir()) == []


def test_archiving_is_repeated_without_harm_and_never_written_over(
    world: World, first: Backup, tmp_path: Path
) -> None:
    folder = Folder(world.settings.folder)
    source = segment(world)
    for _ in range(2):
        done = run(world, "archive", str(source))
        assert done.returncode == 0, done.stderr
    stored = [path for path in folder.wal.glob(f"{source.name}.*") if len(path.name) == 93]
    assert len(stored) == 1
    other = tmp_path / source.name
    other.write_bytes(source.read_bytes()[:-1] + b"x")
    done = run(world, "archive", str(other))
    assert done.returncode == 1
    assert "with other contents" in done.stderr


def test_an_old_chain_goes_with_its_wal_once_a_newer_one_was_checked(
    world: World, first: Backup
) -> None:
    folder = Folder(world.settings.folder)
    newer = base.take(world.settings, world.database.backup_url, full=True).backup
    soon = newer.ended + timedelta(seconds=100)
    assert retention.expire(folder, keep_seconds=101, now=soon) == []
    damaged = folder.place(newer.id) / "extras.tar.gz.age"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1])
    with pytest.raises(BackupError, match="cut or changed"):
        retention.expire(folder, keep_seconds=50, now=soon)
    assert first.id in [backup.id for backup in folder.backups()]
    damaged.write_bytes(whole)
    assert first.id in retention.expire(folder, keep_seconds=50, now=soon)
    assert [backup.id for backup in folder.backups()] == [newer.id]
    assert not wal.has(folder, first_segment(first))
    assert wal.has(folder, first_segment(newer))


def test_without_public_keys_nothing_is_written(world: World) -> None:
    values = {**world.settings.values, "BACKUP_RECIPIENTS": "", "BACKUP_FOLDER": "/nowhere"}
    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS is not set"):
        base.take(settings.read(values, data_dir=world.data), world.database.backup_url)


def first_segment(backup: Backup) -> str:
    high, _, low = backup.start_lsn.partition("/")
    return f"{backup.timeline:08X}{int(high, 16):08X}{int(low, 16) // backup.segment_bytes:08X}"


def segment(world: World) -> Path:
    """Return the path of a finished file of WAL in the server's own folder."""
    return max((world.data / "postgres" / "pg_wal").glob("0" * 7 + "?" + "?" * 16))


def start(world: World, *arguments: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,  # noqa: TID251  # what a shell passes on
        **world.settings.values,
        "BACKUP_DATABASE_URL": world.database.backup_url,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "backend"), str(ROOT)]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "ops.backup", "--data", str(world.data), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(world: World, *arguments: str) -> "subprocess.CompletedProcess[str]":
    process = start(world, *arguments)
    out, err = process.communicate()
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)
