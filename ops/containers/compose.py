"""One compose project: its files, its settings, and the containers of its services."""

import json
import subprocess
import time
from collections.abc import Mapping, Sequence

from ops.docker import ROOT, Docker
from ops.errors import OpsError

_LINES_OF_A_LOG = 30


class Compose:
    """Runs compose for one project, whichever version of it is here.

    Containers are found by their service, for versions name them differently.
    """

    def __init__(
        self,
        docker: Docker,
        files: Sequence[str],
        *,
        project: str = "",
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.docker = docker
        named = {"COMPOSE_PROJECT_NAME": project} if project else {}
        self._env = {**docker.env, **named, **(env or {})}
        self._argv = [*docker.compose_program(), *(part for file in files for part in ("-f", file))]

    def run(self, *arguments: str) -> None:
        """Run compose quietly; raises OpsError with the end of its output if it fails."""
        self._output(*arguments)

    def containers(self, service: str) -> list[str]:
        """Return the ids of the containers of a service."""
        return self._output("ps", "-q", service).split()

    def image(self, container: str) -> str:
        """Return what a container was started from: the image's name and its id then."""
        form = "{{.Config.Image}} {{.Image}}"
        return self.docker.output("inspect", "--format", form, container)

    def logs(self, service: str) -> str:
        """Return the end of what a service has written."""
        return self._output("logs", "--no-color", "--tail", str(_LINES_OF_A_LOG), service)

    def wait_until_healthy(self, containers: Sequence[str], *, seconds: float) -> None:
        """Return when all are healthy; raises OpsError if one has ended, or after so long."""
        deadline = time.monotonic() + seconds
        while unready := [one for one in containers if not self._is_healthy(one)]:
            if time.monotonic() > deadline:
                text = self.docker.logs(unready[0])
                raise OpsError(f"container {unready[0][:12]} is not healthy:\n{text[-3000:]}")
            time.sleep(0.5)

    def _is_healthy(self, container: str) -> bool:
        (found,) = json.loads(self.docker.output("inspect", container))
        state = found["State"]
        if state["Status"] not in {"created", "running"}:
            text = self.docker.logs(container)
            raise OpsError(f"container {container[:12]} has ended:\n{text[-3000:]}")
        return "Health" not in state or state["Health"]["Status"] == "healthy"

    def _output(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._argv, *arguments],
            cwd=ROOT,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            words = " ".join(arguments)
            raise OpsError(f"compose {words} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout
