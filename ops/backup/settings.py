"""What an operator sets for backups, read from the environment and the project's .env."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from devstack import instances, postgres, secrets
from ops.backup.errors import BackupError

DAY = 86_400
# Which settings hold keys: lost, nobody signs in any more, and old receipts cannot be checked.
KEY_NAMES = (
    *("SECRET_KEY", "RECEIPT_SIGNING_KEY", "PUSH_VAPID_KEYS"),
    *("KEYS_TOKENS", "KEYS_PASSWORDS", "KEYS_SMS_CODES", "KEYS_DEVICES", "KEYS_CALLBACKS"),
    "KEYS_FACTORS",
)
_SECRETS_FOLDER = "/run/secrets"


@dataclass(frozen=True)
class Settings:
    """The folder, the keys and the times of one WageWars' backups."""

    folder: Path
    recipients: tuple[str, ...]  # public keys, each of which can read every backup
    key_file: Path | None  # private keys; on the machine that restores, and nowhere else
    database_url: str  # a login with REPLICATION, in the database of the app; empty: the embedded
    programs: Path | None  # PostgreSQL 18's bin; None: the wheel's
    full_seconds: float  # age at which the next backup is a full one
    keep_seconds: float  # how far back one can restore, at least
    nightly_at: time  # of `schedule`, in Nairobi
    data_dir: Path
    values: Mapping[str, str]  # everything that is set, for the folders and keys that are saved

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        found = self.programs / name if self.programs else postgres.program(name)
        if not found.exists():
            raise BackupError(f"{found} is missing; set BACKUP_PG_BIN to PostgreSQL 18's programs.")
        return str(found)

    @property
    def evidence(self) -> Path | None:
        """The folder of evidence; None where a bucket keeps it, whose versions are its backup."""
        if self.values.get("EVIDENCE_STORE") == "s3":
            return None
        return self._beside("EVIDENCE_FOLDER", "evidence")

    @property
    def spool(self) -> Path:
        """The folder of callbacks that wait for the database."""
        return self._beside("SPOOL_FOLDER", "spool")

    def keys(self) -> dict[str, str]:
        """Return the keys by their settings' names: those that are set, else the generated ones."""
        generated: dict[str, str] = {}
        path = self.data_dir / "secrets.json"
        if not self.database_url and path.exists():
            generated = json.loads(path.read_text())
        return generated | {name: self.values[name] for name in KEY_NAMES if self.values.get(name)}

    def _beside(self, name: str, default: str) -> Path:
        return Path(self.values.get(name) or self.data_dir / default).resolve()


def read(
    values: Mapping[str, str] | None = None, *, data_dir: Path = instances.DEFAULT_DATA
) -> Settings:
    """Read the settings; raises BackupError for one that is missing or makes no sense."""
    given = dict(instances.read(data_dir).settings if values is None else values)
    given |= _from_files(given)
    if not given.get("BACKUP_FOLDER"):
        raise BackupError(
            "BACKUP_FOLDER is not set: say where backups go, on another disk than the database's; "
            "see docs/backups.md."
        )
    programs = given.get("BACKUP_PG_BIN")
    key_file = given.get("BACKUP_KEY_FILE")
    return Settings(
        folder=Path(given["BACKUP_FOLDER"]).expanduser().resolve(),
        recipients=tuple(given.get("BACKUP_RECIPIENTS", "").replace(",", " ").split()),
        key_file=Path(key_file).expanduser() if key_file else None,
        database_url=given.get("BACKUP_DATABASE_URL", ""),
        programs=Path(programs) if programs else None,
        full_seconds=_days(given, "BACKUP_FULL_DAYS", "7") * DAY,
        keep_seconds=_days(given, "BACKUP_KEEP_DAYS", "28") * DAY,
        nightly_at=_time(given.get("BACKUP_AT") or "03:30"),
        data_dir=data_dir.resolve(),
        values=given,
    )


def database_url(settings: Settings) -> str:
    """Return the address for backups: the one that is set, else that of the running `make run`."""
    if settings.database_url:
        return settings.database_url.replace("+psycopg2", "", 1)
    if settings.values.get("DATABASE_URL"):
        raise BackupError(
            "DATABASE_URL is set, and BACKUP_DATABASE_URL is not: backups need a login with "
            "REPLICATION of their own; see docs/backups.md."
        )
    running = instances.running(settings.data_dir).database_url
    password = secrets.read(settings.data_dir)["POSTGRES_PASSWORD"]
    return postgres.superuser_url(urlsplit(running).port or 5432, password)


def environment(settings: Settings, database_url: str) -> dict[str, str]:
    """Return the environment of a child process that works with the same settings."""
    return {
        **os.environ,
        "BACKUP_FOLDER": str(settings.folder),
        "BACKUP_RECIPIENTS": " ".join(settings.recipients),
        "BACKUP_DATABASE_URL": database_url,
    }


def _from_files(given: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets that stand in files, found as the app finds them (docs/settings.md)."""
    folder = Path(given.get("SECRETS_FOLDER") or _SECRETS_FOLDER)
    found = {}
    for name in (*KEY_NAMES, "BACKUP_DATABASE_URL"):
        named = given.get(f"{name}_FILE")
        path = Path(named) if named else folder / name.lower()
        if not given.get(name) and (named or path.is_file()):
            found[name] = path.read_text().strip()
    return found


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise BackupError(
            f"BACKUP_AT is {text!r}; it is a time in Nairobi, such as 03:30."
        ) from None


def _days(given: Mapping[str, str], name: str, default: str) -> float:
    text = given.get(name) or default
    try:
        days = float(text)
    except ValueError:
        days = 0
    if not 0 < days <= 3_650:
        raise BackupError(f"{name} is {text!r}; it is a number of days above 0.")
    return days
