"""The database that is backed up: which it is, whether its WAL leaves it, and how far that is."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from ops.backup.errors import BackupError

SLOT = "wagewars_backup"
_MAJOR = 18


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Yield a connection in autocommit mode; raises BackupError if nobody answers."""
    try:
        connection = psycopg2.connect(url, connect_timeout=5, application_name="wagewars-backup")
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise BackupError(f"The database for backups does not answer: {reason}") from None
    with closing(connection):
        connection.autocommit = True
        yield connection


def system_identifier(connection: Connection) -> str:
    """Return the number by which a cluster's backups and WAL are told from another's."""
    return str(_value(connection, "SELECT system_identifier FROM pg_control_system()"))


def segment_size(connection: Connection) -> int:
    """Return how many bytes a file of WAL has."""
    size: int = _value(
        connection, "SELECT setting::int FROM pg_settings WHERE name = 'wal_segment_size'"
    )
    return size


def timeline(connection: Connection) -> int:
    """Return the number of the history that the server writes: each restore begins a new one."""
    number: int = _value(
        connection, "SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int"
    )
    return number


def drop_lost_slot(connection: Connection) -> None:
    """Drop the receiver's slot if the server has given up keeping WAL for it."""
    lost = _value(
        connection,
        "SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = %s",
        SLOT,
    )
    if lost:
        print("The receiver was away too long; from now on it receives anew.", flush=True)
        _value(connection, "SELECT pg_drop_replication_slot(%s)", SLOT)


def require_backups_possible(connection: Connection) -> None:
    """Raise BackupError unless a backup would be of use: its WAL must leave this machine."""
    if connection.server_version // 10_000 < _MAJOR:
        raise BackupError(f"Backups need PostgreSQL {_MAJOR}; this server is older.")
    if _value(connection, "SHOW summarize_wal") != "on":
        raise BackupError(
            "summarize_wal is off on the server: incremental backups need it before the first "
            "full one. With `make run`, set BACKUP_FOLDER before it starts; else see "
            "docs/backups.md."
        )
    failing = _value(
        connection,
        "SELECT last_failed_wal FROM pg_stat_archiver"
        " WHERE last_failed_time > coalesce(last_archived_time, '-infinity')",
    )
    if failing:
        raise BackupError(
            f"archive_command fails on {failing}; mend that first (the server's log says why): "
            "a backup without its WAL cannot be restored."
        )
    if _value(connection, "SHOW archive_mode") == "off" and not _is_streaming(connection):
        raise BackupError(
            "The server's WAL goes nowhere: archive_mode is off, and nobody receives slot "
            f"{SLOT}. A backup without its WAL cannot be restored; see docs/backups.md."
        )


def seconds_at_risk(connection: Connection) -> float:
    """Return how many of the last seconds would be lost if the server's machine vanished now."""
    if _is_streaming(connection):
        lag = _value(
            connection,
            "SELECT extract(epoch FROM coalesce(max(flush_lag), '0'))::float8"
            " FROM pg_stat_replication WHERE application_name = %s",
            SLOT,
        )
        return float(lag)
    archived: datetime | None = _value(
        connection, "SELECT last_archived_time FROM pg_stat_archiver"
    )
    return (utc_now() - archived).total_seconds() if archived else 0.0


def lsn(text: str) -> int:
    """Return a position in the WAL, written as `0/3000028`, as a number of bytes."""
    found = re.fullmatch(r"([0-9A-F]+)/([0-9A-F]+)", text)
    if not found:
        raise BackupError(f"{text!r} is no position in the WAL.")
    return (int(found[1], 16) << 32) + int(found[2], 16)


def segment_names(*, timeline: int, start: int, end: int, size: int) -> list[str]:
    """Return the names of the files that hold the WAL from `start` up to `end`."""
    per_log = (1 << 32) // size
    numbers = range(start // size, max(end - 1, start) // size + 1)
    return [f"{timeline:08X}{n // per_log:08X}{n % per_log:08X}" for n in numbers]


def _is_streaming(connection: Connection) -> bool:
    return bool(
        _value(connection, "SELECT active FROM pg_replication_slots WHERE slot_name = %s", SLOT)
    )


def _value(connection: Connection, query: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row[0] if row else None
