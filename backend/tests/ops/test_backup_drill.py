"""A database loses its disk while money moves in it; its backups bring it back, or say why not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.core.clock import utc_now
from ops.backup import crypt, restore, settings
from ops.backup.errors import BackupError
from ops.backup.folder import DATA, Folder
from ops.backup.manifest import file_digest
from ops.backup.settings import Settings
from ops.backup_drill import drill


@dataclass(frozen=True)
class Lost:
    """What is left of a database whose machine is gone: its backups, and what the drill saw."""

    figures: drill.Figures
    settings: Settings

    @property
    def folder(self) -> Folder:
        return Folder(self.settings.folder)


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Lost:
    root = tmp_path_factory.mktemp("drill")
    figures = drill.run(root, transactions=25, threads=2, say=lambda _: None)
    values = {
        "BACKUP_FOLDER": str(root / "backups"),
        "BACKUP_KEY_FILE": str(root / "private-key"),
    }
    return Lost(figures, settings.read(values, data_dir=root / "data"))


def test_a_second_is_restored_with_all_that_was_before_it_and_nothing_after(lost: Lost) -> None:
    point = lost.figures.to_second
    assert point.expected >= 75
    assert point.later > 10
    assert (point.missing, point.too_late, point.violations) == ([], [], [])


def test_the_end_is_restored_without_losing_anything_that_was_acknowledged(lost: Lost) -> None:
    point = lost.figures.to_end
    assert point.expected > lost.figures.to_second.expected
    assert (point.missing, point.violations) == ([], [])
    assert lost.figures.lost_seconds == 0


def test_the_second_backup_holds_only_what_changed_since_the_first(lost: Lost) -> None:
    full, incremental = lost.figures.full, lost.figures.incremental
    assert incremental.backup.parent == full.backup.id
    assert incremental.backup.unpacked_bytes < full.backup.unpacked_bytes / 2
    assert lost.figures.to_end.restored.backups == [full.backup.id, incremental.backup.id]


def test_evidence_spool_and_keys_come_back_with_it(lost: Lost) -> None:
    into = lost.settings.folder.parent / "to-end"
    assert (into / "evidence" / "one.bin").read_bytes() == b"evidence" * 10_000
    assert (into / "spool" / "one.bin").read_bytes() == b"spool" * 10_000
    keys = into / "secrets.json"
    assert set(json.loads(keys.read_text())) >= {"SECRET_KEY", "RECEIPT_SIGNING_KEY"}
    assert keys.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["last-backup.json", "last-restore-drill.json"])
def test_whoever_watches_learns_when_it_was_done(lost: Lost, name: str) -> None:
    noted = json.loads((lost.settings.folder / name).read_text())
    assert noted["ok"] is True
    assert {"rpo_seconds", "rto_seconds"} < set(noted)
    assert timedelta(0) <= utc_now() - datetime.fromisoformat(noted["at"]) < timedelta(minutes=5)


def test_a_file_that_was_cut_or_changed_is_refused(lost: Lost) -> None:
    data = lost.folder.place(lost.figures.full.backup.id) / DATA
    whole = data.read_bytes()
    with changed(data, whole[:-1_000]):
        refuse_restore(lost.settings, "was cut or changed since it was written")
    with changed(data, whole[:5_000] + b"x" + whole[5_001:]):
        refuse_restore(lost.settings, "was cut or changed since it was written")


def test_a_changed_file_with_a_checksum_that_fits_does_not_decrypt(lost: Lost) -> None:
    place = lost.folder.place(lost.figures.full.backup.id)
    whole = (place / DATA).read_bytes()
    facts = (place / "backup.json").read_bytes()
    with changed(place / DATA, whole[:-1_000]):
        content = json.loads(facts)
        content["digests"][DATA] = file_digest(place / DATA)
        with changed(place / "backup.json", json.dumps(content).encode()):
            refuse_restore(lost.settings, "does not decrypt")


def test_another_key_opens_nothing(lost: Lost, tmp_path: Path) -> None:
    crypt.new_key(tmp_path / "another")
    values = {**lost.settings.values, "BACKUP_KEY_FILE": str(tmp_path / "another")}
    refuse_restore(settings.read(values, data_dir=tmp_path), "Wrong key")


def test_a_second_before_the_first_backup_cannot_be_restored(lost: Lost) -> None:
    before = datetime.fromisoformat(lost.figures.full.backup.began_at)
    refuse_restore(lost.settings, "no full backup before that second", to=before)


def test_a_restore_never_writes_over_anything(lost: Lost, tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(BackupError, match="is not empty"):
        restore.restore(lost.settings, None, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_changed_wal_ends_a_restore_instead_of_shortening_it(lost: Lost) -> None:
    for stored in lost.folder.wal.glob("0*.age"):
        stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    for streamed in lost.folder.stream.iterdir():
        streamed.unlink()
    refuse_restore(lost.settings, "does not decrypt")


def refuse_restore(chosen: Settings, sentence: str, *, to: datetime | None = None) -> None:
    """Expect a restore to be refused with `sentence`, and to leave nothing behind."""
    into = chosen.folder.parent / "refused"
    with pytest.raises(BackupError, match=sentence):
        restore.restore(chosen, to, into)
    assert not into.exists() or list(into.iterdir()) == []


@contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    """Have other bytes in a file within the block."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)
