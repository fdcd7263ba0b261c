"""Unit tests load no driver of a server: one file of them must run in a second."""

import subprocess
import sys

_SERVERS = ("celery", "fastapi", "httpx", "psycopg2", "redis", "sqlalchemy", "uvicorn")
_IMPORT_ALL = """
import sys
from pathlib import Path
from importlib import import_module

import tests.conftest
for path in sorted(Path("tests/unit").rglob("*.py")):
    import_module(".".join(path.with_suffix("").parts))
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_unit_tests_import_nothing_that_talks_to_servers() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, *_SERVERS], capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == []
