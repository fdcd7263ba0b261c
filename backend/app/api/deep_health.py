"""How everything is, in one page for the person on call: `/healthz/deep`.

Each check says what it saw in a sentence. A check that failed makes the answer 503; a warning does
not. It is for people: balancers ask `/readyz`.
"""

import platform
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from redis import RedisError

from app.api.metrics import backups, certificate
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, transaction
from app.core.redis import get_redis
from app.core.resilience import disk_queue
from app.core.telemetry import job_figures, ledger_figures
from app.services.platform import alerts, database_figures
from app.services.platform.database_figures import DatabaseFigures

_MIGRATIONS = Path(__file__).parents[3] / "alembic" / "versions"
_MAX_SKEW = 2.0  # seconds
_MAX_BEAT_AGE = 30.0
_MAX_JOB_AGE = 60.0
_MAX_LEDGER_AGE = 300.0
_MAX_BACKUP_DAYS = {"last-backup.json": 2, "last-restore-drill.json": 8}
_MIN_CERTIFICATE_DAYS = 14
_DAY = 86_400

Status = Literal["ok", "warning", "failed"]


@dataclass(frozen=True)
class Check:
    """What one check saw."""

    name: str
    status: Status
    says: str


def run() -> tuple[Status, list[Check]]:
    """Run all checks; returns the worst status, and what each check says."""
    checks = [*_of_database(), *_of_redis(), _spool(), *_backups(), *_certificate()]
    seen = {check.status for check in checks}
    worst: Status = "failed" if "failed" in seen else "warning" if "warning" in seen else "ok"
    return worst, checks


def versions() -> dict[str, str]:
    """Return what runs here."""
    return {"python": platform.python_version(), "code_migration": _code_head() or "unknown"}


def _of_database() -> Iterator[Check]:
    try:
        with transaction() as session:
            figures = database_figures.take(session)
            now = utc_now()
            open_alerts = alerts.count_open(session)
    except DATABASE_AWAY as error:
        yield Check("database", "failed", f"PostgreSQL does not answer: {type(error).__name__}.")
        return
    yield _is(
        not figures.is_standby,
        "database",
        f"PostgreSQL {figures.version} answers and takes writes.",
        f"PostgreSQL {figures.version} is a standby: it takes no writes.",
    )
    yield _migration(figures.migration)
    yield _is(
        figures.lock_timeout != "0",
        "login",
        f"Login {figures.login}, lock_timeout {figures.lock_timeout}.",
        f"Login {figures.login} has no lock_timeout: see alembic/sql/app_login.sql.",
    )
    skew = (now - figures.clock).total_seconds()
    yield _is(
        abs(skew) <= _MAX_SKEW,
        "clock",
        f"Our clock and the database's differ by {skew:.3f} s.",
        f"Our clock and the database's differ by {skew:.1f} s: mend NTP on both.",
    )
    yield _replication(figures)
    total = sum(open_alerts.values())
    names = ", ".join(f"{kind} ({count})" for kind, count in sorted(open_alerts.items()))
    yield Check(
        "alerts", "warning" if total else "ok", f"{total} open{': ' + names if names else ''}."
    )


def _migration(found: str) -> Check:
    head = _code_head()
    if head is None:
        return Check("migration", "ok", f"The database is at {found}.")
    return _is(
        found == head,
        "migration",
        f"Database and code are at {found}.",
        f"The database is at {found}, the code at {head}: run alembic upgrade head, or roll back.",
    )


def _code_head() -> str | None:
    """Return the newest migration beside this code; None where the files are not."""
    revisions, parents = set[str](), set[str]()
    for path in _MIGRATIONS.glob("*.py"):
        text = path.read_text()
        revisions |= set(re.findall(r'^revision\b[^=\n]*= "(\w+)"', text, re.MULTILINE))
        parents |= set(re.findall(r'^down_revision\b[^=\n]*= "(\w+)"', text, re.MULTILINE))
    return next(iter(revisions - parents), None)


def _replication(figures: DatabaseFigures) -> Check:
    if not figures.wants_standby:
        return Check("replication", "ok", "No commit waits for a standby (none is configured).")
    if figures.standbys is None:
        return Check(
            "replication", "warning", f"Unknown: grant pg_read_all_stats to {figures.login}."
        )
    synchronous = figures.standbys.get("sync", 0) + figures.standbys.get("quorum", 0)
    return _is(
        synchronous > 0,
        "replication",
        f"{synchronous} synchronous standbys.",
        "No synchronous standby: commits wait, or one machine alone holds the money.",
    )


def _of_redis() -> Iterator[Check]:
    try:
        server = get_redis().info("server")
        jobs = job_figures.read(now=time.time())
        ledger = ledger_figures.read()
    except RedisError as error:
        yield Check("redis", "failed", f"Redis does not answer: {type(error).__name__}.")
        return
    version = server.get("valkey_version") or server.get("redis_version")
    yield Check(
        "redis", "ok", f"{server.get('server_name', 'redis').capitalize()} {version} answers."
    )
    age = jobs.beat_age
    yield _is(
        age is not None and age <= _MAX_BEAT_AGE,
        "beat",
        f"Beat sent a job {age or 0:.0f} s ago.",
        "Beat has sent nothing yet." if age is None else f"Beat has sent nothing for {age:.0f} s.",
    )
    late = {queue: age for queue, age in jobs.oldest.items() if age > _MAX_JOB_AGE}
    yield _is(
        not late,
        "queues",
        f"{sum(jobs.waiting.values())} jobs wait, the oldest {max(jobs.oldest.values()):.0f} s.",
        "Workers fall behind: "
        + ", ".join(
            f"{queue} by {age:.0f} s ({jobs.waiting[queue]})" for queue, age in late.items()
        ),
    )
    yield _ledger(ledger)


def _ledger(found: dict[str, float]) -> Check:
    if "checked_at" not in found:
        return Check("ledger", "warning", "No worker has looked at the ledger yet.")
    age = time.time() - found["checked_at"]
    if found["sum"] or found["drifted"]:
        says = f"Sum {found['sum']:.2f}, {found['drifted']:.0f} drifted: call the owner."
        return Check("ledger", "failed", says)
    return _is(
        age <= _MAX_LEDGER_AGE,
        "ledger",
        f"It added up {age:.0f} s ago.",
        f"Nobody has looked at it for {age:.0f} s.",
    )


def _spool() -> Check:
    size, aside = disk_queue.size(), disk_queue.count_set_aside()
    if aside:
        return Check("spool", "failed", f"{aside} batches of callbacks are set aside: read them.")
    if size:
        return Check("spool", "warning", f"{size} bytes of callbacks wait on disk.")
    return Check("spool", "ok", "No callback waits on disk.")


def _backups() -> Iterator[Check]:
    for name, most in _MAX_BACKUP_DAYS.items():
        moment = backups.moment_of(name)
        check = name.removesuffix(".json")
        if moment is None:
            yield Check(check, "warning", "Unknown: BACKUP_FOLDER is not set, or holds none.")
            continue
        days = (utc_now() - moment).total_seconds() / _DAY
        status: Status = "ok" if days <= most else "warning"
        yield Check(check, status, f"{days:.1f} days ago; {most} at most.")


def _certificate() -> Iterator[Check]:
    end = certificate.end()
    if end is not None:
        days = (end - utc_now()).total_seconds() / _DAY
        status: Status = "ok" if days > _MIN_CERTIFICATE_DAYS else "warning"
        if days <= 0:
            status = "failed"
        yield Check("certificate", status, f"The proxy's is good until {end:%Y-%m-%d}.")


def _is(good: bool, name: str, if_good: str, if_bad: str) -> Check:  # noqa: FBT001
    return Check(name, "ok" if good else "failed", if_good if good else if_bad)
