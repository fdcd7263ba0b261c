"""Find the Node on PATH and the oldest one that will do; standard library only.

The tools of the web app need a newer Node than most machines have. npm brings one where a package
carries it (optionalDependencies of frontend/package.json), and then any Node that runs npm will do.
"""

import json
import platform
import shutil
import subprocess
from typing import Any

from devstack.errors import StackError
from devstack.instances import ROOT

_LOCK = ROOT / "frontend" / "package-lock.json"
_OLDEST = (20, 0)
_OLDEST_ALONE = (22, 23)  # what the packages of package-lock.json ask for, jsdom the most
_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def carried(system: str, machine: str) -> list[str]:
    """Return the packages that npm would install for their Node; normally one or none.

    `system` and `machine` are spelt as by the module platform: Linux or Darwin; x86_64, arm64, …
    """
    packages: dict[str, dict[str, Any]] = json.loads(_LOCK.read_text())["packages"]
    return [
        name.removeprefix("node_modules/")
        for name, package in packages.items()
        if "node" in package.get("bin", {})
        and _SYSTEMS.get(system, system) in package.get("os", "")
        and _MACHINES.get(machine, machine) in package.get("cpu", "")
    ]


def oldest(system: str, machine: str) -> tuple[int, int]:
    """Return major and minor version of the oldest Node on PATH that will do on such a machine."""
    return _OLDEST if carried(system, machine) else _OLDEST_ALONE


def version() -> str:
    """Return the version of the Node on PATH, such as v20.20.2.

    Raises StackError if there is none, or no npm, or if it is too old.
    """
    needed = oldest(platform.system(), platform.machine())
    sentence = f"WageWars needs Node.js {_spelt(needed)} or newer"
    if needed != _OLDEST:
        sentence += f" on {platform.system()} {platform.machine()}"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        name = "Node.js" if node is None else "npm"
        raise StackError(f"{sentence}; no {name} is on PATH.")
    found = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not found.startswith("v") or _parsed(found) < needed:
        raise StackError(f"{sentence}; {node} is {found or 'broken'}.")
    return found


def _parsed(text: str) -> tuple[int, int]:
    major, minor, *_ = text.removeprefix("v").split(".")
    return int(major), int(minor)


def _spelt(number: tuple[int, int]) -> str:
    major, minor = number
    return f"{major}.{minor}" if minor else str(major)
