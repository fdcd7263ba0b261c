"""Run checks in stages, up to the first stage that fails (`make lint`, `make test`)."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from devstack import instances, linters, log_canaries
from devstack.errors import StackError
from devstack.instances import ROOT
from devstack.linters import npm, python
from devstack.stack import Stack

_BACKEND = ROOT / "backend"
_FRONTEND = ROOT / "frontend"
_MAX_WORKERS = 4
_LISTED_ORDER = ("--no-loadscope-reorder",)
# For a browser's tests: no waiting for a place on a board (seconds), and a check at Activision for
# each of some forty new names, where a real hour has thirty.
_IMPATIENT = {
    "RATING_BOARD_SECONDS": "5",
    "COD_API_CALLS_PER_HOUR": "36000",
    "TOURNAMENT_FINALISING_SECONDS": "3",
}


@dataclass(frozen=True)
class Stage:
    """One stage: its name, and a function that runs it and returns whether it passed."""

    name: str
    run: Callable[[], bool]


def quick() -> list[Stage]:
    """Return the linters of Python that take seconds, for a hook before each commit."""
    return [Stage("lint", lambda: linters.run(linters.quick()))]


def lint() -> list[Stage]:
    """Return the checks that run none of our code, as one stage."""
    return [Stage("lint", lambda: linters.run(linters.everything()))]


def tests() -> list[Stage]:
    """Return the checks that run our code, the quick ones first.

    Raises StackError if there is no browser for the last of them.
    """
    _chromium()  # before twenty minutes of tests, not after them
    # Not more than there are cores: many tests start whole systems of processes.
    workers = str(max(1, min(_MAX_WORKERS, os.cpu_count() or 1)))
    # Distributed by file: a file may start a whole system, which a second worker would repeat.
    # The same examples each time; without the profile Hypothesis looks for new ones.
    same_examples = "--hypothesis-profile=ci"
    pytest = python(
        *("pytest", "-n", workers, "--dist", "loadfile", *_LISTED_ORDER, same_examples, "-q")
    )
    return [
        # Reads the build that `make test` has made: a second.
        Stage("first load", lambda: run(npm("firstload"), _FRONTEND)),
        Stage("vitest", lambda: run(npm("test"), _FRONTEND)),
        Stage("bench", lambda: run([sys.executable, "-m", "bench", "--smoke"], ROOT)),
        Stage("pytest", lambda: run(pytest, _BACKEND)),
        Stage("browser", browser),
    ]


def browser(*arguments: str) -> bool:
    """Run Playwright with `arguments` against a whole WageWars with an empty database."""
    with tempfile.TemporaryDirectory(prefix="wagewars-") as folder:
        stack = Stack(Path(folder), web=True, settings=_IMPATIENT)
        try:
            with stack:
                status = stack.status()
                env = {
                    "BASE_URL": status["web_url"],
                    "API_URL": status["api_url"],
                    "SIM_URL": status["sim_url"],
                    "CHROMIUM_PATH": _chromium(),
                }
                passed = run(npm("e2e", *arguments), _FRONTEND, env)
            log_canaries.require_none(Path(folder))
            return passed
        except log_canaries.CanaryFound as found:
            print(f"A log holds what no log may hold:\n{found}")
            return False
        except StackError as error:
            print(error)
            return False


def _chromium() -> str:
    """Return the path of the browser; raises StackError if there is none.

    CHROMIUM_PATH, in the environment or in .env, wins over what is installed.
    """
    chosen = {"CHROMIUM_PATH": instances.read().settings.get("CHROMIUM_PATH", "")}
    found = subprocess.run(
        npm("browser"),
        cwd=_FRONTEND,
        env={**os.environ, **chosen},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if found.returncode:
        raise StackError(
            "No browser was found for the browser tests; install Chromium or Chrome, or set "
            "CHROMIUM_PATH."
        )
    return found.stdout.strip()


def run(argv: list[str], cwd: Path, env: Mapping[str, str] | None = None) -> bool:
    """Run a command with its output shown; returns whether it exited with 0."""
    done = subprocess.run(argv, cwd=cwd, env={**os.environ, **(env or {})}, check=False)
    return done.returncode == 0


def main() -> int:
    """Run the stages asked for; returns 0 if all passed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m devstack.check", description=__doc__)
    parser.add_argument("what", choices=("quick", "lint", "test"))
    what = parser.parse_args().what
    try:
        stages = quick() if what == "quick" else lint() + (tests() if what == "test" else [])
        return _run_stages(stages)
    except StackError as error:
        print(error)
        return 1


def _run_stages(stages: list[Stage]) -> int:
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
