"""The linters: what must be there and is not is a failure; what only a system has is named."""

import sys
from pathlib import Path

import pytest

from devstack import linters
from devstack.instances import ROOT
from devstack.linters import Linter


def test_a_tool_that_should_be_installed_fails_the_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    passes = Linter("passes", [sys.executable, "-c", "pass"])
    absent = Linter("absent", [str(Path(sys.executable).with_name("no-such-tool"))])

    assert linters.run([passes])
    assert not linters.run([absent, passes])
    assert "no-such-tool is missing: make install" in capsys.readouterr().out


def test_a_program_of_the_system_that_is_missing_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert linters.run([Linter("nginx", ["nginx"], missing="nginx is not installed")])
    assert capsys.readouterr().out == "nginx: not run, nginx is not installed\n"


def test_operators_files_are_linted() -> None:
    named = {linter.name: linter for linter in linters.of_operations()}

    assert {"workflows", "zizmor", "actionlint", "shellcheck", "squawk", "gixy", "nginx"} <= {
        *named
    }
    assert str(ROOT / ".github" / "workflows" / "ci.yml") in named["zizmor"].argv
    assert str(ROOT / ".ci" / "run") in named["shellcheck"].argv
    assert bool(linters.found(["docker-compose*.yml"])) == ("compose" in named)


def test_the_sql_of_a_migration_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from ops import migration_sql

    monkeypatch.syspath_prepend(str(ROOT / "alembic"))
    versions = sorted((ROOT / "alembic" / "versions").glob("*.py"))

    baseline = migration_sql.recorded(versions[0])
    assert "CREATE TABLE users (" in baseline
    assert "CREATE OR REPLACE FUNCTION" in baseline
    assert all(migration_sql.recorded(path).strip() for path in versions)
