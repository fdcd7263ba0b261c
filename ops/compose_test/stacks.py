"""The two stacks under test, each brought up from the tree with ports and secrets of its own."""

import resource
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.containers import draw_secrets
from ops.containers.compose import Compose
from ops.docker import ROOT, Docker
from ops.errors import OpsError

_HERE = Path(__file__).parent
_UP_SECONDS = 300
# No more open files than this machine allows, which a container is started with.
_FILES = {"NGINX_FILES": str(min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))}
# PostgreSQL's own registry is not everywhere; Debian's next release has a PgBouncer as new.
_IMAGES_FROM = {"PGBOUNCER_FROM": "debian", "DEBIAN_IMAGE": "debian:sid-slim"}


@dataclass(frozen=True)
class Stack:
    """One that runs: where it is, and what certificate it shows."""

    name: str
    compose: Compose
    url: str
    sim_url: str
    tls: ssl.SSLContext
    up_seconds: float
    http_url: str = ""


@contextmanager
def trial(docker: Docker) -> Iterator[Stack]:
    """Run docker-compose.yml; in the end nothing of it is left."""
    ports = {"HTTPS_PORT": "18443", "SIM_PORT": "19000", "SUBNET": "172.31.248"}
    env = {**ports, **_FILES, "DEMO_PLAYERS": "4"}
    compose = Compose(docker, ["docker-compose.yml"], project="wagewars-trial", env=env)
    with _running(compose) as seconds:
        (nginx,) = compose.containers("nginx")
        certificate = docker.output("exec", nginx, "cat", "/etc/nginx/tls/fullchain.pem")
        yield Stack(
            name="docker-compose.yml",
            compose=compose,
            url="https://localhost:18443",
            sim_url="http://127.0.0.1:19000",
            tls=ssl.create_default_context(cadata=certificate),
            up_seconds=seconds,
        )


@contextmanager
def production(docker: Docker, folder: Path) -> Iterator[Stack]:
    """Run docker-compose.prod.yml with the simulators over it; in the end nothing is left.

    Its secrets and its certificate lie in `folder`.
    """
    for name in draw_secrets.draw(folder / "secrets"):
        (folder / "secrets" / name).write_text("not used with the simulators")
    certificate = folder / "tls" / "fullchain.pem"
    draw_secrets.make_certificate(certificate, folder / "tls" / "privkey.pem")
    env = {
        "SECRETS": str(folder / "secrets"),
        "TLS": str(folder / "tls"),
        "SETTINGS": str(_HERE / "settings.env"),
        "HTTP_PORT": "28080",
        "HTTPS_PORT": "28443",
        "SIM_PORT": "29000",
        "SUBNET": "172.31.249",
        "POSTGRES_SHARED_BUFFERS": "256MB",
        **_FILES,
        **_IMAGES_FROM,
    }
    files = ["docker-compose.prod.yml", str((_HERE / "simulated.yml").relative_to(ROOT))]
    compose = Compose(docker, files, project="wagewars-prod-test", env=env)
    with _running(compose) as seconds:
        yield Stack(
            name="docker-compose.prod.yml",
            compose=compose,
            url="https://localhost:28443",
            sim_url="http://127.0.0.1:29000",
            tls=ssl.create_default_context(cafile=str(certificate)),
            up_seconds=seconds,
            http_url="http://localhost:28080",
        )


def build(docker: Docker) -> None:
    """Build the images of both files."""
    Compose(docker, ["docker-compose.yml"]).run("build")
    settings = {"SETTINGS": str(_HERE / "settings.env"), **_IMAGES_FROM}
    Compose(docker, ["docker-compose.prod.yml"], env=settings).run("build", "pgbouncer")


@contextmanager
def _running(compose: Compose) -> Iterator[float]:
    began = time.monotonic()
    try:
        compose.run("down", "-v", "--remove-orphans")
        compose.run("up", "-d")
        compose.wait_until_healthy(compose.containers("nginx"), seconds=_UP_SECONDS)
        _wait_for_ends(compose, "register")
        yield time.monotonic() - began
    finally:
        compose.run("down", "-v", "--remove-orphans", "--timeout", "20")


def _wait_for_ends(compose: Compose, service: str) -> None:
    """Return when a service that ends has ended well."""
    deadline = time.monotonic() + _UP_SECONDS
    (container,) = compose.containers(service)
    while compose.docker.output("inspect", "--format", "{{.State.Status}}", container) != "exited":
        if time.monotonic() > deadline:
            raise OpsError(f"{service} does not end:\n{compose.logs(service)}")
        time.sleep(0.5)
    if compose.docker.output("inspect", "--format", "{{.State.ExitCode}}", container) != "0":
        raise OpsError(f"{service} has failed:\n{compose.logs(service)}")
