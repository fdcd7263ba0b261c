"""Addresses of the servers of a run, chosen before any server is started.

Every run of pytest imports this, so it imports no driver of a server.
"""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

import devstack.secrets
from devstack import ports
from tests.support.servers import cluster_cache

# A database is a thousand small files: copying one took 15 ms in memory and 400 ms on a disk.
_MEMORY = Path("/dev/shm")  # a folder of our own in it
_FREE_BYTES = 2 * 1024**3  # a run used 0.6 GB


@dataclass(frozen=True)
class Addresses:
    """What one process of the run works with; the login of `postgres_url` owns the tables."""

    postgres_url: str
    template: str  # the name of a database that has all migrations and no players
    redis_url: str
    process: str  # "gw0", "gw1", …, or "main"

    def database_url(self, name: str) -> str:
        """Return the address of database `name` for the owner of its tables."""
        return urlsplit(self.postgres_url)._replace(path=f"/{name}").geturl()

    def login_url(self, name: str) -> str:
        """Return the address of `name` for a member of the app's role and of nothing else."""
        server = urlsplit(self.postgres_url).netloc.rpartition("@")[2]
        login = f"{self.template}_app:{quote(self.template)}@{server}"
        return urlsplit(self.database_url(name))._replace(netloc=login).geturl()


ADDRESSES = pytest.StashKey[Addresses]()


class Reservation:
    """The folder, ports and passwords of one run's servers.

    `MIGRATION_DATABASE_URL` and `REDIS_URL`, when set, name servers to use in place of our own.
    """

    def __init__(self) -> None:
        given_postgres = os.environ.get("MIGRATION_DATABASE_URL")  # noqa: TID251  # not the app's
        self._given_redis = os.environ.get("REDIS_URL")  # noqa: TID251  # not the app's
        self.owns_postgres = given_postgres is None
        self.owns_redis = self._given_redis is None
        self.folder = Path(tempfile.mkdtemp(prefix="wagewars-test-", dir=_in_memory()))
        self.processes: dict[str, Addresses] = {}
        if given_postgres is None:
            # In a cluster of our own nothing else can have this name.
            self._template = "wagewars_test"
            cluster_cache.copy_secrets(self.folder)
            port = ports.remembered_port(self.folder, "postgres")
            password = devstack.secrets.read(self.folder)["POSTGRES_PASSWORD"]
            self._postgres_url = f"postgresql://wagewars:{password}@127.0.0.1:{port}/wagewars"
        else:
            self._template = f"wagewars_test_{secrets.token_hex(4)}"
            self._postgres_url = urlsplit(given_postgres)._replace(scheme="postgresql").geturl()

    def addresses(self, process: str) -> Addresses:
        """Return what `process` of this run shall work with."""
        if process not in self.processes:
            self.processes[process] = Addresses(
                self._postgres_url, self._template, self._redis_url(process), process
            )
        return self.processes[process]

    def redis_folder(self, process: str) -> Path:
        """Return the folder of the Redis that `process` has for itself."""
        folder = self.folder / f"redis-{process}"
        folder.mkdir(exist_ok=True)
        return folder

    def remove(self) -> None:
        """Delete the folder; the servers must have been stopped."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _redis_url(self, process: str) -> str:
        """Return the address of a Redis for `process` alone.

        A given server is shared by database number. Its channels are not (Redis knows no channels
        per database), so with a given server and several processes live messages may cross.
        """
        if self._given_redis is not None:
            return urlsplit(self._given_redis)._replace(path=f"/{len(self.processes) + 1}").geturl()
        folder = self.redis_folder(process)
        port = ports.remembered_port(folder, "redis")
        password = devstack.secrets.read(folder)["REDIS_PASSWORD"]
        return f"redis://:{password}@127.0.0.1:{port}/0"


def _in_memory() -> Path | None:
    """Return a place for data that nobody keeps; None for the usual one."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _FREE_BYTES:
        return None
    return _MEMORY
