"""The developer's commands: choosing a test, creating a migration, connecting, reloading."""

import sys
import time
from datetime import UTC
from io import StringIO
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy.orm import Session

from devstack import environment, instances, migration, one_test, processes, psql, shell
from devstack.errors import StackError

_MARKED = "import os, pathlib, time; pathlib.Path(f'started-{os.getpid()}').touch(); time.sleep(60)"


@pytest.mark.parametrize(
    ("text", "path", "name", "runner"),
    [
        ("backend/tests/devstack", "backend/tests/devstack", "", "pytest"),
        ("tests/devstack/test_ports.py", "backend/tests/devstack/test_ports.py", "", "pytest"),
        (
            "backend/tests/devstack/test_ports.py::test_x[a::b]",
            "backend/tests/devstack/test_ports.py",
            "test_x[a::b]",
            "pytest",
        ),
        ("frontend/e2e/tour.spec.ts::a b", "frontend/e2e/tour.spec.ts", "a b", "playwright"),
        ("src", "frontend/src", "", "vitest"),
    ],
)
def test_a_selection_is_found_from_every_folder(
    text: str, path: str, name: str, runner: str
) -> None:
    selection = one_test.parse(text)

    assert selection.path == instances.ROOT / path
    assert selection.name == name
    assert selection.is_backend == (runner == "pytest")
    assert selection.is_browser == (runner == "playwright")


@pytest.mark.parametrize("text", ["backend/tests/nothing.py", "docs", "/", ""])
def test_a_selection_without_tests_is_refused(text: str) -> None:
    with pytest.raises(StackError, match="There is no test at"):
        one_test.parse(text)


@pytest.fixture
def alembic(tmp_path: Path) -> Config:
    """A configuration with our template and two migrations, in a folder of its own."""
    versions = tmp_path / "alembic" / "versions"
    versions.mkdir(parents=True)
    for name in ("alembic.ini", "alembic/script.py.mako", "alembic/env.py", "alembic/sql_files.py"):
        (tmp_path / name).write_text((instances.ROOT / name).read_text())
    for revision, after in (("0001", None), ("0002", "0001")):
        (versions / f"2026_01_01_{revision}_x.py").write_text(
            f'"""X."""\n\nrevision = {revision!r}\ndown_revision = {after!r}\n'
        )
    return Config(tmp_path / "alembic.ini", stdout=StringIO())


def test_a_new_migration_follows_the_last_one(alembic: Config) -> None:
    path = migration.create("add_tournaments", alembic)

    text = path.read_text()
    assert path.name.endswith("_add_tournaments.py")
    assert text.startswith('"""Add tournaments.\n')
    assert "revision = '0003'\ndown_revision = '0002'\n" in text.replace('"', "'")


@pytest.mark.parametrize("name", ["", "Add", "add tournaments", "../add", "add-tournaments"])
def test_a_migration_name_that_makes_no_file_name_is_refused(name: str, alembic: Config) -> None:
    with pytest.raises(ValueError, match="is no name such as add_tournaments"):
        migration.create(name, alembic)


def test_two_last_migrations_are_refused(alembic: Config) -> None:
    branch = Path(alembic.get_main_option("script_location") or "") / "versions" / "x.py"
    branch.write_text('"""X."""\n\nrevision = "0003"\ndown_revision = "0001"\n')

    with pytest.raises(ValueError, match=r"end in 000\d and 000\d"):
        migration.create("add_tournaments", alembic)


def test_psql_gets_the_password_by_the_environment() -> None:
    variables = psql.connection_variables("postgresql+psycopg2://amina:s%20e@127.0.0.1:5433/games")

    assert variables == {
        "PGHOST": "127.0.0.1",
        "PGPORT": "5433",
        "PGUSER": "amina",
        "PGPASSWORD": "s e",
        "PGDATABASE": "games",
    }


def test_without_a_run_there_is_nothing_to_connect_to(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="is not running; start it first: make run"):
        instances.running(tmp_path)


def test_the_shell_knows_the_session_and_every_model() -> None:
    session = Session()

    known = shell.names(session)

    assert known["session"] is session
    assert known["User"].__tablename__ == "users"
    assert {"Deposit", "Match", "transaction", "settings"} <= set(known)
    assert known["now"]().tzinfo == UTC


def test_a_change_of_the_source_restarts_a_process(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    argv = environment.restarting([sys.executable, "-c", _MARKED], source)
    command = processes.Command(argv, tmp_path)

    def wait_for_starts(number: int, *, change: bool = False) -> None:
        for _ in processes.wait_until(time.monotonic() + 30):
            if len(list(tmp_path.glob("started-*"))) >= number:
                return
            if change:  # again and again: the watch may begin after the first start
                (source / "changed.py").write_text(f"# {time.monotonic()}\n")
        pytest.fail(f"the process did not start {number} times")

    with (tmp_path / "log").open("wb") as log:
        process = processes.spawn(command, output=log)
    try:
        wait_for_starts(1)
        wait_for_starts(2, change=True)
    finally:
        processes.request_stop(process, command)
        processes.wait_or_kill(process, timeout=15)
