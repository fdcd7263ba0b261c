"""When a nightly backup is due, and where the schedule finds its secrets."""

from datetime import datetime
from pathlib import Path

import pytest

from app.core.clock import NAIROBI
from ops.backup import schedule, settings
from ops.backup.errors import BackupError
from ops.backup.settings import Settings


def read(tmp_path: Path, **values: str) -> Settings:
    return settings.read({"BACKUP_FOLDER": str(tmp_path), **values}, data_dir=tmp_path)


def nairobi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NAIROBI)


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        (None, "2026-12-02 12:00", True),  # the first one, whatever the hour
        ("2026-12-01 03:31", "2026-12-02 03:29", False),
        ("2026-12-01 03:31", "2026-12-02 03:30", True),
        ("2026-12-02 03:30", "2026-12-02 23:59", False),
        ("2026-12-01 15:00", "2026-12-02 04:00", True),  # by hand in the afternoon
        ("2026-11-20 03:30", "2026-12-02 01:00", True),  # the machine was away
    ],
)
def test_a_backup_is_due_once_its_hour_has_come(
    tmp_path: Path, last: str | None, now: str, *, is_due: bool
) -> None:
    before = nairobi(last) if last else None
    assert schedule.is_due(before, nairobi(now), settings=read(tmp_path)) is is_due


def test_the_hour_can_be_chosen(tmp_path: Path) -> None:
    late = read(tmp_path, BACKUP_AT="22:00")
    assert not schedule.is_due(
        nairobi("2026-12-01 22:01"), nairobi("2026-12-02 21:59"), settings=late
    )
    with pytest.raises(BackupError, match="BACKUP_AT is '25:00'"):
        read(tmp_path, BACKUP_AT="25:00")


def test_secrets_come_from_files_as_the_app_finds_them(tmp_path: Path) -> None:
    (tmp_path / "backup_database_url").write_text("postgresql://backup@db/wagewars\n")
    (tmp_path / "secret_key").write_text("of the folder\n")
    (tmp_path / "elsewhere").write_text("of a file of its own\n")
    found = read(
        tmp_path,
        SECRETS_FOLDER=str(tmp_path),
        RECEIPT_SIGNING_KEY_FILE=str(tmp_path / "elsewhere"),
        PUSH_VAPID_KEYS="of the environment",
    )
    assert settings.database_url(found) == "postgresql://backup@db/wagewars"
    assert found.keys() == {
        "SECRET_KEY": "of the folder",
        "RECEIPT_SIGNING_KEY": "of a file of its own",
        "PUSH_VAPID_KEYS": "of the environment",
    }
