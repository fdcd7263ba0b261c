"""The Node that npm brings: one for each platform we serve, new enough for the tools.

Rows of docs/security.md: S59.
"""

import json
import platform
import re
from typing import Any

import pytest

from devstack import node
from devstack.errors import StackError
from devstack.instances import ROOT

PLATFORMS = [
    ("Linux", "x86_64"),
    ("Linux", "aarch64"),
    ("Darwin", "arm64"),
    ("Darwin", "x86_64"),
]


def packages() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        (ROOT / "frontend" / "package-lock.json").read_text()
    )["packages"]
    return found


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def accepts(engines: str, version: str) -> bool:
    """Return whether a range such as "^22.14.0 || >=24.0.0" admits `version`."""
    for operator, text in re.findall(r"(\^|>=?)\s*v?(\d+(?:\.\d+)*)", engines):
        bound = (*numbers(text), 0, 0)[:3]
        if numbers(version) >= bound and (operator != "^" or numbers(version)[0] == bound[0]):
            return True
    return False


def refusing(version: str) -> dict[str, str]:
    """Return the packages that are always installed and do not admit this Node."""
    engines = {
        name: package["engines"]["node"]
        for name, package in packages().items()
        if "node" in package.get("engines", {}) and not package.get("optional")
    }
    return {
        name: range_
        for name, range_ in engines.items()
        if range_ != "*" and not accepts(range_, version)
    }


@pytest.mark.parametrize(("system", "machine"), PLATFORMS)
def test_npm_brings_one_node_for_each_platform(system: str, machine: str) -> None:
    (name,) = node.carried(system, machine)

    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())["optionalDependencies"]
    package = packages()[f"node_modules/{name}"]
    assert package["version"] == wanted[name]
    assert package["optional"] is True
    assert node.oldest(system, machine) == (20, 0)


@pytest.mark.parametrize(("system", "machine"), PLATFORMS)
def test_the_node_that_npm_brings_is_new_enough_for_every_package(
    system: str, machine: str
) -> None:
    (name,) = node.carried(system, machine)

    assert refusing(packages()[f"node_modules/{name}"]["version"]) == {}


def test_every_carried_node_belongs_to_a_platform_we_serve() -> None:
    carried = {name for platform in PLATFORMS for name in node.carried(*platform)}

    with_node = {name for name, package in packages().items() if "node" in package.get("bin", {})}
    assert {f"node_modules/{name}" for name in carried} == with_node
    assert len(carried) == len(PLATFORMS)


def test_the_lock_holds_no_address_to_download_from() -> None:
    assert [name for name, package in packages().items() if "resolved" in package] == []


@pytest.mark.parametrize(("system", "machine"), [("Linux", "riscv64"), ("FreeBSD", "amd64")])
def test_where_npm_brings_none_the_machines_own_must_be_new_enough(
    system: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert node.carried(system, machine) == []
    needed = node.oldest(system, machine)
    assert refusing(f"{needed[0]}.{needed[1]}.0") == {}

    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StackError, match=rf"needs Node.js 22.23 or newer on {system} {machine};"):
        node.version()
