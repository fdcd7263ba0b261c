"""One PostgreSQL for the run and one Redis for each of its processes, stopped when it ends.

The process that the developer started owns them; the workers of pytest-xdist only learn addresses.
`MIGRATION_DATABASE_URL` and `REDIS_URL`, when set, are used instead of servers of our own.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from sqlalchemy import make_url

from devstack import postgres, valkey
from tests.support.settings import SETTINGS

REPOSITORY = Path(__file__).resolve().parents[3]


# A database is a thousand small files: copying one took 15 ms in memory and 400 ms on a disk.
_MEMORY = Path("/dev/shm")  # a folder of our own in it
_ROOM = 2 * 1024**3  # bytes; a run used 0.6 GB


@dataclass(frozen=True)
class Addresses:
    """What one process of the run works with; the login of `postgres_url` owns the tables."""

    postgres_url: str
    template: str  # the name of a database that has all migrations and no players
    redis_url: str
    process: str  # "gw0", "gw1", …, or "main"

    def database_url(self, name: str) -> str:
        """Return the address of database `name` for the owner of its tables."""
        url = make_url(self.postgres_url).set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    def login_url(self, name: str) -> str:
        """Return the address of `name` for a member of the app's role and of nothing else."""
        url = make_url(self.database_url(name))
        url = url.set(username=f"{self.template}_app", password=self.template)
        return url.render_as_string(hide_password=False)

    def run_sql(self, *statements: str) -> None:
        """Run statements of maintenance, each in a transaction of its own."""
        with closing(psycopg2.connect(self.postgres_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)


class Servers:
    """The servers of one run of pytest."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(tempfile.mkdtemp(prefix="wagewars-test-", dir=_in_memory()))
        self._stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
        self._template = f"wagewars_test_{secrets.token_hex(4)}"
        self._own_postgres = "MIGRATION_DATABASE_URL" not in os.environ  # noqa: TID251  # not the app's
        self._given_redis = os.environ.get("REDIS_URL")  # noqa: TID251  # not the app's
        self._processes = 0
        try:
            self._postgres_url = self._find_postgres()
            self._build_template()
        except BaseException:
            self.stop()
            raise

    def addresses(self, process: str) -> Addresses:
        """Return what `process` shall work with; starts its Redis. Call from the main thread."""
        return Addresses(self._postgres_url, self._template, self._new_redis(process), process)

    def stop(self) -> None:
        """Stop everything that was started and delete what it wrote."""
        self._stack.close()

    def _find_postgres(self) -> str:
        if not self._own_postgres:
            url = make_url(os.environ["MIGRATION_DATABASE_URL"])  # noqa: TID251  # not the app's
            self._stack.callback(self._drop_what_we_made)
            return url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._stack.callback(postgres.remove, self._folder)
        server = self._stack.enter_context(postgres.start(self._folder, durable=False))
        return server.url

    def _build_template(self) -> None:
        """Let the migrations build the one database that all others are copies of."""
        here = Addresses(self._postgres_url, self._template, "", "main")
        here.run_sql(f"CREATE DATABASE {self._template}")
        settings = SETTINGS | {
            "MIGRATION_DATABASE_URL": here.database_url(self._template),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "backend"), str(REPOSITORY)]),
        }
        done = subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"],
            cwd=REPOSITORY,
            env={**os.environ, **settings},  # noqa: TID251  # what a shell passes on
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            msg = f"The migrations failed:\n{done.stdout}{done.stderr}"
            raise RuntimeError(msg)
        postgres.create_app_login(self._postgres_url, f"{self._template}_app", self._template)
        here.run_sql(f"GRANT {self._template}_app TO CURRENT_USER")  # to end its connections

    def _drop_what_we_made(self) -> None:
        """Leave a server that is not ours as we found it."""
        with closing(psycopg2.connect(self._postgres_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                    (self._template,),
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
                cursor.execute(f"DROP ROLE IF EXISTS {self._template}_app")

    def _new_redis(self, process: str) -> str:
        """Return the address of a Redis for `process` alone.

        A given server is shared by database number. Its channels are not (Redis knows no channels
        per database), so with a given server and several processes live messages may cross.
        """
        self._processes += 1
        if self._given_redis:
            return urlsplit(self._given_redis)._replace(path=f"/{self._processes}").geturl()
        folder = self._folder / f"redis-{process}"
        folder.mkdir()
        return self._stack.enter_context(valkey.start(folder)).url


def _in_memory() -> Path | None:
    """Return a place for data that nobody keeps; None for the usual one."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    return _MEMORY
