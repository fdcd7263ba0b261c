"""Run one test, test file or folder, of backend, frontend or browser (`make test T=path::name`).

The path is as seen from the repository, from backend/ or from frontend/. What the test needs is
installed first: nothing of the web for a backend test, no build for a frontend test.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from devstack import check, install, linters
from devstack.errors import StackError
from devstack.instances import ROOT

_BACKEND = ROOT / "backend"
_FRONTEND = ROOT / "frontend"
_BROWSER = _FRONTEND / "e2e"


@dataclass(frozen=True)
class Selection:
    """What to run: a file or folder, and the name of a test in it (empty: all)."""

    path: Path
    name: str

    @property
    def is_backend(self) -> bool:
        """Whether pytest runs it."""
        return self.path.is_relative_to(_BACKEND)

    @property
    def is_browser(self) -> bool:
        """Whether Playwright runs it against a whole WageWars."""
        return self.path.is_relative_to(_BROWSER)


def parse(text: str) -> Selection:
    """Split `path::name` and find the path; raises StackError if there is no such file."""
    path, _, name = text.partition("::")
    for base in (ROOT, _BACKEND, _FRONTEND):
        found = (base / path).resolve()
        is_ours = found.is_relative_to(_BACKEND) or found.is_relative_to(_FRONTEND)
        if path and is_ours and found.exists():
            return Selection(found, name)
    raise StackError(f"There is no test at {path}: give a path such as backend/tests/api.")


def run(selection: Selection) -> bool:
    """Install what the selection needs and run it; returns whether it passed."""
    if selection.is_backend:
        target = f"{selection.path}::{selection.name}" if selection.name else str(selection.path)
        return check.run(linters.python("pytest", "-q", target), _BACKEND)
    install.install(python=False, build=selection.is_browser)
    file = str(selection.path.relative_to(_FRONTEND))
    if selection.is_browser:
        return check.browser(file, *(["--grep", selection.name] if selection.name else []))
    return check.run(
        linters.npm(
            "test", file, *(["--testNamePattern", selection.name] if selection.name else [])
        ),
        _FRONTEND,
    )


def main() -> int:
    """Run the selection of the command line; returns 0 if it passed, else 1."""
    parser = argparse.ArgumentParser(prog="make test T=path::name", description=__doc__)
    parser.add_argument("selection")
    try:
        return 0 if run(parse(parser.parse_args().selection)) else 1
    except StackError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
