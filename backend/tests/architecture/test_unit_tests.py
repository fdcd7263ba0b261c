"""Unit tests import no client of a server, so that one file of them runs in a second."""

import subprocess
import sys
from pathlib import Path

_CLIENTS = ("celery", "fastapi", "httpx", "psycopg2", "redis", "sqlalchemy", "uvicorn")
# It raises the driver's error itself; the queue on disk serves while there is no database.
_EXEMPT = ("tests/unit/core/test_disk_queue.py",)
_IMPORT_ALL = """
import sys
from importlib import import_module

names, clients = sys.argv[1].split(), sys.argv[2].split()
for name in names:
    import_module(name)
print(*(client for client in clients if client in sys.modules))
"""


def test_unit_tests_import_no_client_of_a_server() -> None:
    paths = [path.as_posix() for path in sorted(Path("tests/unit").rglob("*.py"))]
    names = [path.removesuffix(".py").replace("/", ".") for path in paths if path not in _EXEMPT]

    found = subprocess.run(
        [
            sys.executable,
            "-c",
            _IMPORT_ALL,
            " ".join(["tests.conftest", *names]),
            " ".join(_CLIENTS),
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(names) > 40
    assert found.stdout.split() == []
