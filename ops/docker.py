"""A Docker engine to build and run with: the one that answers, else one that is started here.

An engine of our own needs root, keeps its data in the ignored folder .data/docker, and is stopped
by its process id when the caller is done; its images stay there for the next time.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops.errors import OpsError

ROOT = Path(__file__).resolve().parents[1]
# To build: Debian's client first, for a newer one elsewhere on PATH has no BuildKit for its engine.
_DEBIAN_FIRST = f"/usr/bin:/usr/sbin:{os.environ.get('PATH', '')}"
_START_SECONDS = 60
_HOW_TO_INSTALL = "as root: apt-get install docker.io docker-compose mmdebstrap"


class Docker:
    """Runs `docker` and `docker-compose` against one engine, as `given` and the environment say."""

    def __init__(self, **given: str) -> None:
        self.env = {**os.environ, **given}

    def run(self, *arguments: str) -> None:
        """Run `docker` with its output shown; raises OpsError if it fails."""
        done = subprocess.run(["docker", *arguments], env=self.env, check=False)
        if done.returncode:
            raise OpsError(f"docker {' '.join(arguments)} failed with exit code {done.returncode}")

    def output(self, *arguments: str) -> str:
        """Return what `docker` prints; raises OpsError if it fails."""
        done = self._captured(["docker", *arguments])
        if done.returncode:
            raise OpsError(f"docker {' '.join(arguments)}: {done.stderr.strip()[-500:]}")
        return done.stdout.strip()

    def succeeds(self, *arguments: str) -> bool:
        """Return whether `docker` with these arguments exits with 0."""
        return self._captured(["docker", *arguments]).returncode == 0

    def compose_program(self) -> list[str]:
        """Return the command that is compose here; raises OpsError if there is none."""
        if self._has("docker") and self.succeeds("compose", "version"):
            return ["docker", "compose"]
        if self._has("docker-compose"):
            return ["docker-compose"]
        raise OpsError(f"There is no docker-compose; {_HOW_TO_INSTALL}.")

    def logs(self, container: str) -> str:
        """Return what a container has written, both streams after each other."""
        done = self._captured(["docker", "logs", "--tail", "40", container])
        return done.stdout + done.stderr

    def has_image(self, name: str) -> bool:
        """Return whether the engine holds this image."""
        return self.succeeds("image", "inspect", name)

    def _has(self, program: str) -> bool:
        return shutil.which(program, path=self.env["PATH"]) is not None

    def _captured(self, argv: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(argv, env=self.env, capture_output=True, text=True, check=False)


@contextmanager
def engine() -> Iterator[Docker]:
    """Yield an engine to build with, and stop it in the end if it was started here."""
    if not shutil.which("docker", path=_DEBIAN_FIRST):
        raise OpsError(f"There is no docker; {_HOW_TO_INSTALL}.")
    if _builder().succeeds("version"):
        yield _builder()
        return
    with _own_engine() as host:
        yield _builder(DOCKER_HOST=host)


def _builder(**given: str) -> Docker:
    building = {"DOCKER_BUILDKIT": "1", "COMPOSE_DOCKER_CLI_BUILD": "1"}
    return Docker(**building, **given, PATH=_DEBIAN_FIRST)


@contextmanager
def _own_engine() -> Iterator[str]:
    if os.geteuid() != 0 or not shutil.which("dockerd", path=_DEBIAN_FIRST):
        raise OpsError(
            f"No Docker engine answers, and none can be started here: it needs root and dockerd;"
            f" {_HOW_TO_INSTALL}."
        )
    folder = ROOT / ".data" / "docker"
    folder.mkdir(parents=True, exist_ok=True)
    host = f"unix://{folder / 'docker.sock'}"
    argv = ["dockerd", "--data-root", str(folder / "data"), "--exec-root", str(folder / "exec")]
    argv += ["--pidfile", str(folder / "dockerd.pid"), "-H", host]
    argv += ["--default-ulimit", "nofile=10000:10000"]
    with (folder / "dockerd.log").open("ab") as log:
        process = subprocess.Popen(
            argv, env=_builder().env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _builder(DOCKER_HOST=host).succeeds("version"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise OpsError(f"dockerd did not start; see {folder / 'dockerd.log'}")
            time.sleep(0.5)
        yield host
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
