"""Durable PostgreSQL and Redis for one run, and a database of its own for each figure.

A figure leaves rows behind that are work for the app: callbacks that are not processed, matches
that are not played. In a shared database the next figure would measure that work, and its check of
the ledger would fail.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from bench.sizes import Sizes
from devstack import ports, postgres, valkey

ROOT = Path(__file__).resolve().parents[1]
_REFERENCE = "reference"


@dataclass(frozen=True)
class Testbed:
    """The addresses of one figure's databases; `environment` is that of the app's processes."""

    database_url: str
    reference_url: str  # a database with pgbench's own tables
    environment: dict[str, str]
    folder: Path
    sizes: Sizes

    def connect(self) -> Connection:
        """Open a connection as the owner of the tables."""
        return psycopg2.connect(self.database_url)

    def connect_reference(self) -> Connection:
        """Open a connection to the database of pgbench's tables."""
        return psycopg2.connect(self.reference_url)

    def analyze(self) -> None:
        """Update the planner's statistics after rows were made in bulk."""
        with closing(self.connect()) as owner:
            owner.autocommit = True
            owner.cursor().execute("VACUUM ANALYZE")

    def start_python(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a Python process with the app's environment; its pipes carry text."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@contextmanager
def running(sizes: Sizes) -> Iterator[Callable[[str], Testbed]]:
    """Start the servers and yield a function that returns the testbed of a database's name.

    The first call with a name copies the migrated, empty database. At the end all is deleted.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wagewars-bench-")))
        stack.callback(postgres.remove, folder)
        database = stack.enter_context(postgres.start(folder, durable=True))
        redis = stack.enter_context(valkey.start(folder))
        _migrate(_environment(database.app_url, database.url, redis.url))
        _create_database(database.url, _REFERENCE)
        _pgbench_tables(database.database_url(_REFERENCE), sizes.tpc_b_scale)
        made: dict[str, Testbed] = {}

        def testbed(name: str) -> Testbed:
            if name not in made:
                copy = name.lower()
                _create_database(database.database_url("postgres"), copy, postgres.DATABASE)
                url = database.database_url(copy)
                app_url = f"{database.app_url.rpartition('/')[0]}/{copy}"
                # Not the same keys for the same player ids of another figure.
                environment = _environment(app_url, url, redis.database_url(len(made) + 1))
                reference_url = database.database_url(_REFERENCE)
                made[name] = Testbed(url, reference_url, environment, folder, sizes)
            return made[name]

        yield testbed


def _create_database(url: str, name: str, template: str = "template1") -> None:
    with closing(psycopg2.connect(url)) as owner:
        owner.autocommit = True
        owner.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _pgbench_tables(url: str, scale: int) -> None:
    command = [str(postgres.program("pgbench")), "-i", "-q", "-s", str(scale), url]
    subprocess.run(command, check=True, capture_output=True)


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
        "PUSH_VAPID_KEYS": "21t6sJ8cd6W6MjwgsdzVRkoDUARx3wcBDNa_wl-wMbs",
        "LOG_LEVEL": "WARNING",
        "MPESA_ENVIRONMENT": "simulator",
        "MPESA_BASE_URL": "http://127.0.0.1:1/daraja",
        "MPESA_CONSUMER_KEY": "none",
        "MPESA_CONSUMER_SECRET": "none",
        "MPESA_SHORTCODE": "600123",
        "MPESA_PASSKEY": "none",
        "MPESA_CALLBACK_BASE_URL": api,
        "MPESA_C2B_TOKEN": "a-benchmark-token-0123456789abcdef",
        "SMS_BASE_URL": "http://127.0.0.1:1/sms",
        "SMS_USERNAME": "none",
        "SMS_API_KEY": "none",
    }
