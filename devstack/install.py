"""Install Python and web packages and build the web app, in parallel, each only if changed.

Standard library only: it runs before anything is installed. Each result carries a stamp, a file
with a digest of the content that it was made from; file times would call everything stale after a
`git checkout` and miss deleted sources, another Python, another Node or a moved folder.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from devstack import instances, node
from devstack.errors import StackError
from devstack.instances import ROOT

VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
_LOCK = ROOT / "backend" / "requirements-dev.txt"
_PROGRESS_INTERVAL = 15  # seconds
# Below frontend/, but not sources of the web app: written by tools, or tests.
_NOT_SOURCES = {"node_modules", ".next", "test-results", "playwright-report", "coverage", "e2e"}
_NOT_SOURCE_FILES = {"sw.js", "next-env.d.ts", "tsconfig.tsbuildinfo"}


class InstallTask:
    """One of the tasks that run in parallel; keeps its current step and its error."""

    def __init__(self, name: str, work: Callable[["InstallTask"], None]) -> None:
        self.name = name
        self.step = "starting"
        self.error: StackError | None = None
        self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)

    def _run(self, work: Callable[["InstallTask"], None]) -> None:
        try:
            work(self)
        except StackError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - whatever it is, the main thread reports it
            self.error = StackError(f"{type(error).__name__}: {error}")

    def log(self, text: str) -> None:
        """Print a line under this task's name."""
        print(f"{self.name:6} | {text}", flush=True)

    def run_program(
        self, argv: list[str], *, step: str, counts: str = "", env: Mapping[str, str] | None = None
    ) -> None:
        """Run a program quietly; its output is shown only if it fails.

        Output lines that begin with `counts` are counted and shown as progress. Raises
        StackError if the program fails.
        """
        self.step = step
        self.log(step)
        began, counted, lines = time.monotonic(), 0, []
        with subprocess.Popen(
            argv,
            cwd=FRONTEND if self.name == "web" else ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                lines.append(line)
                if counts and line.startswith(counts):
                    counted += 1
                    self.step = f"{step} ({counted} so far)"
        if process.returncode:
            raise StackError(f"{step} failed:\n{''.join(lines[-40:])}")
        self.log(f"{step}: done in {time.monotonic() - began:.0f} s")


def install(*, python: bool = True, web: bool = True, build: bool = True) -> None:
    """Bring packages and build up to date, in parallel; raises StackError if a task fails."""
    tasks = []
    if python and not _python_is_fresh():
        tasks.append(InstallTask("python", _install_python))
    if web:
        version = node.version()
        if not (_web_is_fresh(version) and (not build or _build_is_fresh())):
            tasks.append(InstallTask("web", lambda task: _install_web(task, version, build=build)))
    _run_in_parallel(tasks)


def _run_in_parallel(tasks: Sequence[InstallTask]) -> None:
    for task in tasks:
        task.thread.start()
    printed_at = time.monotonic()
    while working := [task for task in tasks if task.thread.is_alive()]:
        working[0].thread.join(timeout=0.5)
        if time.monotonic() - printed_at > _PROGRESS_INTERVAL:
            printed_at = time.monotonic()
            print("… " + "; ".join(f"{task.name}: {task.step}" for task in working), flush=True)
    for task in tasks:
        if task.error:
            raise task.error


def _install_python(task: InstallTask) -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    python = str(VENV / "bin" / "python")
    try:
        import ensurepip  # noqa: F401 - Debian ships a Python without it
    except ImportError:
        task.run_program(
            [sys.executable, "-m", "venv", "--without-pip", str(VENV)], step="make .venv"
        )
        pip = [sys.executable, "-m", "pip", "--python", python]
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
            raise StackError(
                f"{sys.executable} has neither ensurepip nor pip; install the package that adds "
                "them (on Debian: python3-venv) or choose another with PYTHON=…"
            ) from None
    else:
        task.run_program([sys.executable, "-m", "venv", str(VENV)], step="make .venv")
        pip = [python, "-m", "pip"]
    # The lock is whole, so nothing needs resolving (--no-deps), and most of what is installed is
    # never imported, so that compiling on first use is quicker (--no-compile).
    task.run_program(
        [
            *(*pip, "install", "--no-deps", "--require-hashes", "--no-compile"),
            *("--disable-pip-version-check", "--no-input", "-r", str(_LOCK)),
        ],
        step="install Python packages",
        counts="Collecting",
    )
    _stamp(VENV).write_text(_python_key())


def _install_web(task: InstallTask, node_version: str, *, build: bool) -> None:
    env = {
        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    if not _web_is_fresh(node_version):
        task.run_program(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            step="install web packages",
            env=env,
        )
        _stamp(FRONTEND / "node_modules").write_text(_web_key(node_version))
    if build and not _build_is_fresh():
        _stamp(FRONTEND / ".next").unlink(missing_ok=True)
        task.run_program(["npm", "run", "build"], step="build the web app", env=env)
        _stamp(FRONTEND / ".next").write_text(_build_key())


def _python_is_fresh() -> bool:
    return (VENV / "bin" / "python").exists() and _is_stamped(VENV, _python_key())


def _web_is_fresh(node_version: str) -> bool:
    return _is_stamped(FRONTEND / "node_modules", _web_key(node_version))


def _build_is_fresh() -> bool:
    return _is_stamped(FRONTEND / ".next", _build_key())


def _stamp(folder: Path) -> Path:
    """Return the path of the stamp of `folder`; inside it, so that both are deleted together."""
    return folder / ".wagewars-stamp"


def _is_stamped(folder: Path, key: str) -> bool:
    stamp = _stamp(folder)
    return stamp.exists() and stamp.read_text() == key


def _python_key() -> str:
    version = ".".join(str(number) for number in sys.version_info[:2])
    return _digest([_LOCK], f"{VENV} {version}")


def _web_key(node_version: str) -> str:
    return _digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"], node_version)


def _build_key() -> str:
    return _digest(sorted(_web_sources()), "")


def _web_sources() -> Iterable[Path]:
    for folder, subfolders, files in os.walk(FRONTEND):
        subfolders[:] = [name for name in subfolders if name not in _NOT_SOURCES]
        for name in files:
            if name not in _NOT_SOURCE_FILES:
                yield Path(folder, name)


def _digest(files: Iterable[Path], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Install from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make install", description=__doc__)
    parser.add_argument("--no-web", action="store_true", help="leave the web app alone")
    parser.add_argument("--no-build", action="store_true", help="do not build the web app")
    parser.add_argument("--to-run", action="store_true", help="first make sure that it can run")
    options = parser.parse_args()
    try:
        if options.to_run:
            instances.require_startable(instances.read())
        install(web=not options.no_web, build=not options.no_build)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
