"""`ops/deploy.sh`: new containers before old ones go, and back to the former release on failure.

In place of Docker stands a program that keeps containers in a file; git, bash, the script and the
program that it calls are real, with a Python that has none of our packages, as on a server. What
Docker does with a request under way is measured by `make compose-test` (docs/containers.md).
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from devstack.instances import ROOT

IMAGES = [f"ghcr.io/wagewars/{name}@sha256:{'0' * 63}{n}" for n, name in enumerate(("a", "web"))]
SERVICES = ("api", "worker", "beat", "web")
PROGRAMS = (
    *("ops/deploy.sh", "ops/__init__.py", "ops/docker.py", "ops/errors.py"),
    *(f"ops/containers/{name}.py" for name in ("__init__", "compose", "replace")),
)


class Host:
    """A machine with a checkout, two releases, and a release that runs."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.checkout, self.docker = (
            folder / name for name in ("origin", "checkout", "docker")
        )
        self.docker.mkdir()
        self.origin.mkdir()
        (self.docker / "bin").mkdir()
        stand_in = ROOT / "backend" / "tests" / "support" / "docker_stand_in.py"
        self._install("docker", f"#!{sys.executable} -IS\n{stand_in.read_text()}")
        self._install("python3", f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n')
        self._git(self.origin, "init", "-q", "-b", "main")
        (self.origin / "ops" / "nginx").mkdir(parents=True)
        for name in PROGRAMS:
            (self.origin / name).parent.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, self.origin / name)
        (self.origin / ".gitignore").write_text(".deploy\n.env\n")
        self.first = self.release("first")
        self._git(folder, "clone", "-q", str(self.origin), str(self.checkout))

    def release(self, text: str, file: str = "VERSION") -> str:
        """Commit a release; returns its revision."""
        (self.origin / file).write_text(text)
        self._git(self.origin, "add", "-A")
        self._git(self.origin, "commit", "-q", "-m", text)
        return self._git(self.origin, "rev-parse", "HEAD").strip()

    def ask(self, *words: str, by_ssh: bool = False) -> subprocess.CompletedProcess[str]:
        """Run the script, directly or as the command of a key that somebody signs in with."""
        env = {
            "PATH": f"{self.docker / 'bin'}{os.pathsep}{os.defpath}",
            "DOCKER_STAND_IN": str(self.docker),
            "DEPLOY_PATIENCE": "0",
            "DEPLOY_KNOWN": "0",
            "HOME": str(self.docker),
        }
        if by_ssh:
            env["SSH_ORIGINAL_COMMAND"] = " ".join(words)
        script = str(self.checkout / "ops" / "deploy.sh")
        argv = [script] if by_ssh else [script, *words]
        return subprocess.run(argv, env=env, capture_output=True, text=True, check=False)

    def running(self) -> dict[str, Counter[str]]:
        """Return how many containers of which release each service has."""
        containers = self._read()
        return {
            service: Counter(one["tag"] for one in containers if one["service"] == service)
            for service in SERVICES
        }

    def start(self, tag: str, counts: Sequence[int]) -> None:
        """Let containers of a release run that is already there."""
        self._write([])
        for name, count in zip(SERVICES, counts, strict=True):
            for _ in range(count):
                self.add(name, tag=tag)
        (self.checkout / ".deploy").mkdir()
        (self.checkout / ".deploy" / "current").write_text(tag)

    def add(self, service: str, *, tag: str) -> None:
        """Let one more container of a release run."""
        containers = self._read()
        number = len(containers) + 1
        one = {"id": f"{number:064x}", "number": number, "service": service, "tag": tag}
        self._write([*containers, one])

    def stop(self, service: str) -> None:
        """Let no container of a service run."""
        self._write([one for one in self._read() if one["service"] != service])

    def list_in(self, file: str, tag: str) -> None:
        """Tell the stand-in what happens to containers of this release."""
        (self.docker / file).write_text(tag)

    def calls(self) -> list[str]:
        return (self.docker / "calls").read_text().splitlines()

    def _read(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.docker / "containers").read_text())
        return found

    def _write(self, containers: list[dict[str, Any]]) -> None:
        (self.docker / "containers").write_text(json.dumps(containers))

    def _install(self, name: str, text: str) -> None:
        program = self.docker / "bin" / name
        program.write_text(text)
        program.chmod(0o755)

    @staticmethod
    def _git(folder: Path, *words: str) -> str:
        author = ["-c", "user.name=Amina", "-c", "user.email=amina@wagewars.example"]
        argv = ["git", *author, *words]
        return subprocess.run(argv, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def host(tmp_path: Path) -> Host:
    if shutil.which("flock") is None:
        pytest.skip("the script is for Linux: there is no flock here")
    host = Host(tmp_path)
    host.start(host.first, counts=(2, 1, 1, 1))
    return host


def test_every_container_is_replaced_after_its_successor_is_there(host: Host) -> None:
    second = host.release("second")

    done = host.ask("deploy", second, *IMAGES, by_ssh=True)

    assert done.returncode == 0, done.stderr
    assert host.running() == {
        "api": {second: 2},
        "worker": {second: 1},
        "beat": {second: 1},
        "web": {second: 1},
    }
    calls = host.calls()
    migrated = calls.index("compose run --rm --no-deps migrate")
    ups = [calls.index(call) for call in calls if call.startswith("compose up")]
    stops = [calls.index(call) for call in calls if call.startswith("stop")]
    assert migrated < min(ups) < min(stops)
    assert len(stops) == 5
    assert not any("nginx" in call for call in calls)
    assert (host.checkout / "VERSION").read_text() == "second"
    assert (host.checkout / ".env").read_text() == f"TAG={second}\n"


@pytest.mark.parametrize("fate", ["sick", "dying"])
def test_a_release_that_does_not_get_ready_is_taken_back(host: Host, fate: str) -> None:
    second = host.release("second")
    host.list_in(fate, second)

    done = host.ask("deploy", second, *IMAGES)

    assert done.returncode == 1
    assert f"{second} did not get ready; {host.first} runs" in done.stderr
    assert {tag for tags in host.running().values() for tag in tags} == {host.first}
    assert [sum(tags.values()) for tags in host.running().values()] == [2, 1, 1, 1]
    assert (host.checkout / "VERSION").read_text() == "first"
    assert (host.checkout / ".deploy" / "current").read_text() == host.first


def test_a_failed_migration_changes_nothing_else(host: Host) -> None:
    second = host.release("second")
    host.list_in("unmigratable", second)

    done = host.ask("deploy", second, *IMAGES)

    assert (done.returncode, done.stderr.count("runs as before")) == (1, 1)
    assert host.running()["api"] == {host.first: 2}
    assert (host.checkout / "VERSION").read_text() == "first"


def test_a_service_that_does_not_run_is_started(host: Host) -> None:
    host.stop("beat")
    second = host.release("second")

    done = host.ask("deploy", second, *IMAGES)

    assert done.returncode == 0, done.stderr
    assert host.running()["beat"] == {second: 1}


def test_a_deployment_after_one_that_was_cut_short_leaves_no_container_too_many(host: Host) -> None:
    second = host.release("second")
    host.add("worker", tag=second)

    done = host.ask("deploy", second, *IMAGES)

    assert done.returncode == 0, done.stderr
    assert host.running()["worker"] == {second: 1}


def test_a_release_whose_smoke_test_fails_is_taken_back(host: Host) -> None:
    second = host.release("proxy", file="nginx.conf")
    assert host.ask("deploy", second, *IMAGES).returncode == 0
    assert "compose up -d --no-deps --force-recreate nginx" in host.calls()

    done = host.ask("rollback", by_ssh=True)

    assert done.returncode == 0, done.stderr
    assert {tag for tags in host.running().values() for tag in tags} == {host.first}
    assert host.calls().count("compose run --rm --no-deps migrate") == 1
    assert host.ask("rollback").returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        "",
        "sh",
        "deploy",
        "deploy main A B",
        "deploy $(id) A B",
        f"deploy {'a' * 40} ghcr.io/x/backend:latest {IMAGES[1]}",
        f"deploy {'a' * 40} {IMAGES[0]} {IMAGES[1]};id",
        f"deploy {'a' * 40} {IMAGES[0]} {IMAGES[1]} more",
    ],
)
def test_a_key_for_deployments_is_good_for_nothing_else(host: Host, words: str) -> None:
    done = host.ask(*words.split(), by_ssh=True)

    assert done.returncode != 0
    assert not (host.docker / "calls").exists() or "up" not in "".join(host.calls())
