"""Start the servers of a run: one PostgreSQL, and one Redis for each process of the run.

The process that the developer started owns them; the workers of pytest-xdist only learn addresses.
"""

import os
import subprocess
import sys
from contextlib import ExitStack, closing

import psycopg2

from devstack import log_canaries, postgres, valkey
from tests.support.servers import cluster_cache
from tests.support.servers.addresses import Addresses, Reservation
from tests.support.servers.cluster_cache import REPOSITORY
from tests.support.servers.settings import SETTINGS


def run_sql(addresses: Addresses, *statements: str) -> None:
    """Run statements of maintenance, each in a transaction of its own."""
    with closing(psycopg2.connect(addresses.postgres_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


class Servers:
    """The running servers of a reservation. Make and use it in the main thread only."""

    def __init__(self, reservation: Reservation) -> None:
        self._reservation = reservation
        self._stack = ExitStack()
        processes = list(reservation.processes.values())
        try:
            self._start_postgres(processes[0])
            for addresses in processes:
                self.start_redis(addresses)
        except BaseException:
            self.stop()
            raise

    def start_redis(self, addresses: Addresses) -> None:
        """Start the Redis of one process, unless a server was given."""
        if self._reservation.owns_redis:
            folder = self._reservation.redis_folder(addresses.process)
            server = self._stack.enter_context(valkey.start(folder))
            _require_address(server.url, addresses.redis_url)

    def leaks(self) -> list[str]:
        """Return where the logs of the servers hold what no log may hold."""
        folders = [self._reservation.folder, *self._reservation.folder.glob("redis-*")]
        return [found for folder in folders for found in log_canaries.in_logs(folder)]

    def stop(self) -> None:
        """Stop everything that was started and delete what it wrote."""
        self._stack.close()

    def _start_postgres(self, addresses: Addresses) -> None:
        if not self._reservation.owns_postgres:
            self._stack.callback(_drop_databases, addresses)
            _build_template(addresses)
            return
        folder = self._reservation.folder
        self._stack.callback(postgres.remove, folder)
        if cluster_cache.fits(folder):
            postgres.copy_cluster(cluster_cache.entry(), folder)
        else:
            with postgres.start(folder, durable=False):
                _build_template(addresses)
            cluster_cache.keep(folder)
        server = self._stack.enter_context(postgres.start(folder, durable=False))
        _require_address(server.url, addresses.postgres_url)


def _build_template(addresses: Addresses) -> None:
    """Let the migrations build the one database that all others are copies of."""
    run_sql(addresses, f"CREATE DATABASE {addresses.template}")
    settings = SETTINGS | {
        "MIGRATION_DATABASE_URL": addresses.database_url(addresses.template),
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
    login = f"{addresses.template}_app"
    postgres.create_app_login(addresses.postgres_url, login, addresses.template)
    run_sql(addresses, f"GRANT {login} TO CURRENT_USER")  # to end its connections


def _drop_databases(addresses: Addresses) -> None:
    """Leave a server that is not ours as we found it."""
    with closing(psycopg2.connect(addresses.postgres_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                (addresses.template,),
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            cursor.execute(f"DROP ROLE IF EXISTS {addresses.template}_app")


def _require_address(served: str, reserved: str) -> None:
    """Fail if a program took a reserved port before the server was started."""
    if served != reserved:
        msg = "Another program took the port of a test server meanwhile; run the tests again."
        raise RuntimeError(msg)
