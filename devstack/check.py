"""`make lint` and `make test`: every check there is, one after another, up to the first failure."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from devstack.errors import StackError
from devstack.site import ROOT
from devstack.stack import Stack

_BACKEND = ROOT / "backend"
_FRONTEND = ROOT / "frontend"
# As seen from backend/, where pyproject.toml is and all Python tools run.
_PYTHON_SOURCES = (".", "../devstack", "../alembic", "../bench", "../load")
_MOST_WORKERS = 4
_IN_ORDER = ("--no-loadscope-reorder",)


@dataclass(frozen=True)
class Stage:
    """One check: what it is called, and how it is run (returns whether it passed)."""

    name: str
    run: Callable[[], bool]


def lint() -> list[Stage]:
    """Return the checks that run none of our code."""
    sources = [name for name in _PYTHON_SOURCES if (_BACKEND / name).exists()]
    return [
        _python("ruff check", "ruff", "check", *sources),
        _python("ruff format", "ruff", "format", "--check", *sources),
        _python("mypy", "mypy", *sources),
        _python("import-linter", "lint-imports"),
        _npm("eslint", "lint"),
        _npm("tsc", "typecheck"),
    ]


def tests() -> list[Stage]:
    """Return the checks that run our code, the quick ones first."""
    workers = str(max(1, min(_MOST_WORKERS, os.cpu_count() or 1)))
    return [
        _npm("vitest", "test"),
        # By files, as listed: a file may start a whole system, which a second process would repeat.
        _python("pytest", "pytest", "-n", workers, "--dist", "loadfile", *_IN_ORDER, "-q"),
        Stage("browser", _browser),
    ]


def _browser() -> bool:
    """Run the browser tests against a whole WageWars with an empty database."""
    with tempfile.TemporaryDirectory(prefix="wagewars-") as folder:
        # Boards are drawn up often, so that a story need not wait a minute for its place.
        stack = Stack(Path(folder), web=True, settings={"RATING_BOARD_SECONDS": "5"})
        try:
            with stack:
                status = stack.status()
                env = {
                    "BASE_URL": status["web_url"],
                    "API_URL": status["api_url"],
                    "SIM_URL": status["sim_url"],
                    "CHROMIUM_PATH": _chromium(),
                }
                return _run(["npm", "run", "--silent", "e2e"], _FRONTEND, env)
        except StackError as error:
            print(error)
            return False


def _chromium() -> str:
    finder = ["npm", "run", "--silent", "browser"]
    found = subprocess.run(finder, cwd=_FRONTEND, stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        raise StackError("No browser was found for the browser tests; set CHROMIUM_PATH.")
    return found.stdout.strip()


def _python(name: str, tool: str, *arguments: str) -> Stage:
    program = str(Path(sys.executable).with_name(tool))
    return Stage(name, lambda: _run([program, *arguments], _BACKEND, {"MYPYPATH": "..:."}))


def _npm(name: str, script: str) -> Stage:
    return Stage(name, lambda: _run(["npm", "run", "--silent", script], _FRONTEND))


def _run(argv: list[str], cwd: Path, env: Mapping[str, str] | None = None) -> bool:
    done = subprocess.run(argv, cwd=cwd, env={**os.environ, **(env or {})}, check=False)
    return done.returncode == 0


def main() -> int:
    """Run the stages asked for; returns 0 if all passed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m devstack.check", description=__doc__)
    parser.add_argument("what", choices=("lint", "test"))
    stages = lint() if parser.parse_args().what == "lint" else lint() + tests()
    done: list[str] = []
    for stage in stages:
        print(f"\n── {stage.name} ".ljust(72, "─"), flush=True)
        began = time.monotonic()
        passed = stage.run()
        took = f"{stage.name} ({time.monotonic() - began:.0f} s)"
        if not passed:
            skipped = len(stages) - len(done) - 1
            print(f"\nFAILED: {took}; {len(done)} stages passed, {skipped} not run", flush=True)
            return 1
        print(f"passed: {took}", flush=True)
        done.append(took)
    print(f"\nAll {len(done)} stages passed: {', '.join(done)}", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
