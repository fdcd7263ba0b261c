"""Where a benchmark runs: PostgreSQL and Redis of its own, durable, with our tables."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from devstack import ports, postgres, valkey

ROOT = Path(__file__).resolve().parents[1]
_REFERENCE_SCALE = 20


@dataclass(frozen=True)
class Site:
    """Addresses of one benchmark run; `environment` is what processes of the app need."""

    database_url: str  # of the owner of the tables
    app_url: str  # of the app
    reference_url: str  # a database with pgbench's own tables
    environment: dict[str, str]
    folder: Path

    def connect(self) -> Connection:
        """Open a connection as the owner of the tables."""
        return psycopg2.connect(self.database_url)

    def connect_reference(self) -> Connection:
        """Open a connection to the database of pgbench's tables."""
        return psycopg2.connect(self.reference_url)

    def python(self, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
        """Start a Python process of ours; it reads and writes text."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@contextmanager
def running() -> Iterator[Site]:
    """Start the servers, migrate, prepare pgbench's tables, and clean up at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wagewars-bench-")))
        stack.callback(postgres.remove, folder)
        server = stack.enter_context(postgres.start(folder, durable=True))
        redis = stack.enter_context(valkey.start(folder))
        with closing(psycopg2.connect(server.url)) as owner:
            owner.autocommit = True
            owner.cursor().execute("CREATE DATABASE reference")
        reference = server.database_url("reference")
        site = Site(
            database_url=server.url,
            app_url=server.app_url,
            reference_url=reference,
            environment=_environment(server.app_url, server.url, redis.url),
            folder=folder,
        )
        subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"],
            cwd=ROOT,
            env=site.environment,
            check=True,
        )
        pgbench(site, "-i", "-q", "-s", str(_REFERENCE_SCALE))
        yield site


def _environment(app_url: str, owner_url: str, redis_url: str) -> dict[str, str]:
    api = f"http://127.0.0.1:{ports.free_port()}"
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
        "ENVIRONMENT": "test",
        "DATABASE_URL": app_url,
        "MIGRATION_DATABASE_URL": owner_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "a-benchmark-key-that-signs-nothing",
        "RECEIPT_SIGNING_KEY": "0123456789abcdef" * 4,
        "LOG_LEVEL": "WARNING",
        "MPESA_ENVIRONMENT": "simulator",
        "MPESA_BASE_URL": "http://127.0.0.1:1/daraja",
        "MPESA_CONSUMER_KEY": "none",
        "MPESA_CONSUMER_SECRET": "none",
        "MPESA_SHORTCODE": "600123",
        "MPESA_PASSKEY": "none",
        "MPESA_CALLBACK_BASE_URL": api,
        "MPESA_C2B_TOKEN": "a-benchmark-word-0123456789abcdef",
        "SMS_BASE_URL": "http://127.0.0.1:1/sms",
        "SMS_USERNAME": "none",
        "SMS_API_KEY": "none",
    }


def pgbench(site: Site, *arguments: str, url: str | None = None) -> str:
    """Run pgbench of the wheel, by default on the reference database; return what it printed."""
    return subprocess.run(
        [str(postgres.program("pgbench")), *arguments, url or site.reference_url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def tps(printed: str) -> float:
    """Read the transactions a second, connection time left out, from pgbench's output."""
    line = next(line for line in printed.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])
