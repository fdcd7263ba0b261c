"""Let squawk read the SQL that each migration sends, written down without a database.

`alembic upgrade --sql` cannot do it: our migrations send whole files through the driver's cursor
(`alembic/sql_files.py`). Here that cursor writes. A migration that reads rows would get none.
"""

import importlib.util
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from alembic.migration import MigrationContext
from alembic.operations import Operations

_ALEMBIC = Path(__file__).resolve().parent.parent / "alembic"
# Earlier migrations have met empty tables only: a lock or a scan of these delays nobody.
_FIRST_DEPLOYMENT = "2026_12_02"
_ABOUT_LOCKS = (
    "adding-foreign-key-constraint",
    "adding-required-field",
    "ban-drop-constraint",
    "ban-drop-not-null",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
)
_NEVER = (
    "require-lock-timeout",  # alembic/env.py sets it for every migration
    "require-statement-timeout",  # the same
    "prefer-text-field",  # a varchar(n) is a limit that the database keeps
    "prefer-bigint-over-int",  # ids are bigint; counts and sizes need not be
    "prefer-bigint-over-smallint",
)


class _Recorder:
    """Stands for the connection of the database, its driver's connection and its cursor."""

    def __init__(self, output: io.StringIO) -> None:
        self._output = output

    @property
    def connection(self) -> Self:
        return self

    def cursor(self) -> Self:
        return self

    def execute(self, statement: str) -> None:
        self._output.write(statement.rstrip().rstrip(";") + ";\n")

    def close(self) -> None:
        pass


def recorded(path: Path) -> str:
    """Return what the migration in file `path` sends to PostgreSQL."""
    output = io.StringIO()
    settings: dict[str, Any] = {"as_sql": True, "output_buffer": output}
    context = MigrationContext.configure(dialect_name="postgresql", opts=settings)
    context.impl.connection = _Recorder(output)  # type: ignore[assignment]
    with Operations.context(context):
        _module(path).upgrade()
    # The driver's escape of a percent sign, which alembic leaves in a text that it prints.
    return output.getvalue().replace("%%", "%")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Let squawk read all migrations; returns its exit code."""
    sys.path.insert(0, str(_ALEMBIC))  # where migrations import sql_files from
    with tempfile.TemporaryDirectory(prefix="wagewars-sql-") as folder:
        written: dict[bool, list[str]] = {False: [], True: []}
        for path in sorted((_ALEMBIC / "versions").glob("*.py")):
            file = Path(folder, f"{path.stem}.sql")
            file.write_text(recorded(path))
            written[path.name >= _FIRST_DEPLOYMENT].append(str(file))
        return max(_squawk(written[False], _NEVER + _ABOUT_LOCKS), _squawk(written[True], _NEVER))


def _squawk(files: list[str], excluded: tuple[str, ...]) -> int:
    if not files:
        return 0
    squawk = str(Path(sys.executable).with_name("squawk"))
    about = ["--pg-version", "18.0", "--assume-in-transaction", "--reporter", "gcc"]
    argv = [squawk, *about, "--exclude", ",".join(excluded), *files]
    return subprocess.run(argv, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
