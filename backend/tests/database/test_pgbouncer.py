"""The app behind a real PgBouncer in transaction mode: its session settings come with the login."""

import os
import pwd
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlsplit

import psycopg2
import pytest
from sqlalchemy import text

from app.core.database import get_engine, one_statement, require_safe_start, transaction
from app.core.database_login import UnsafeLogin
from devstack import ports, processes
from tests.support.databases import Database, forget_settings, one_row

_PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")  # noqa: TID251  # not the app's
pytestmark = pytest.mark.skipif(
    _PROGRAM is None, reason="PgBouncer is not installed: apt-get install pgbouncer"
)
_CONFIGURATION = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = 2
max_client_conn = 50
server_login_retry = 1
"""


@contextmanager
def pgbouncer(url: str) -> Iterator[str]:
    """Run a PgBouncer before the server of `url`; yields the address to use instead."""
    server = urlsplit(url)
    with TemporaryDirectory(prefix="wagewars-pgbouncer-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = ports.free_port()
        users = folder / "users.txt"
        users.write_text(f'"{server.username}" "{server.password}"\n')
        configuration = folder / "pgbouncer.ini"
        configuration.write_text(
            _CONFIGURATION.format(host=server.hostname, port=server.port, listen=port, users=users)
        )
        nobody = pwd.getpwnam("nobody")  # it refuses to run as root
        user = (nobody.pw_uid, nobody.pw_gid) if os.geteuid() == 0 else None
        command = processes.Command([str(_PROGRAM), str(configuration)], folder, user=user)
        with (folder / "log").open("ab") as log:
            process = processes.spawn(command, output=log)
        here = f"{server.username}:{server.password}@127.0.0.1:{port}"
        address = server._replace(netloc=here).geturl()
        try:
            for _ in processes.wait_until(monotonic() + 10):
                if not ports.is_free(port):
                    break
            yield address
        finally:
            processes.wait_or_kill(process, timeout=0)


@pytest.fixture
def behind_pgbouncer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two connections to the server, for all clients."""
    with pgbouncer(database.login_url) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        forget_settings()
        yield
        forget_settings()


def test_the_app_starts_and_works_behind_it(behind_pgbouncer: None, database: Database) -> None:
    require_safe_start()

    def work(number: int) -> tuple[str, ...]:
        with transaction() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(1)"))
            session.execute(text("UPDATE switches SET reason = :reason"), {"reason": str(number)})
            found = session.execute(
                text("SELECT current_setting('lock_timeout'), current_setting('plan_cache_mode')")
            ).one()
        return tuple(found)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(80))) == {("5s", "force_generic_plan")}
    with one_statement() as statement:
        statement.cursor.execute("UPDATE switches SET reason = 'alone' RETURNING reason")
        assert one_row(statement.cursor) == ("alone",)


def test_what_one_client_sets_no_other_client_gets(behind_pgbouncer: None) -> None:
    with transaction() as session:
        session.execute(text("SET LOCAL lock_timeout = '77ms'"))
    with transaction() as session:
        assert session.execute(text("SHOW lock_timeout")).scalar_one() == "5s"


def test_the_owner_is_refused_behind_it_as_well(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pgbouncer(database.url) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        forget_settings()
        with pytest.raises(UnsafeLogin, match="is or may become the owner"):
            get_engine().connect()
        monkeypatch.undo()
        forget_settings()


def test_it_takes_no_options_so_the_app_must_send_none(database: Database) -> None:
    with (
        pgbouncer(database.login_url) as url,
        pytest.raises(psycopg2.OperationalError, match="unsupported startup parameter: options"),
    ):
        psycopg2.connect(url, options="-c lock_timeout=5s")
