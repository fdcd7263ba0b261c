"""Write a list of all packages that we ship, as CycloneDX 1.6 JSON (`make sbom`).

It is read from the two locks, so it needs no network and says the same for one commit: Python's
from `backend/requirements.txt`, the web app's from `frontend/package-lock.json` without what only
development needs.
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from devstack.instances import ROOT

REQUIREMENTS = ROOT / "backend" / "requirements.txt"
PACKAGE_LOCK = ROOT / "frontend" / "package-lock.json"
_PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)")
_ALGORITHMS = {"sha512": "SHA-512", "sha256": "SHA-256", "sha384": "SHA-384", "sha1": "SHA-1"}

Json = dict[str, Any]


def python_components(text: str) -> Iterator[Json]:
    """Yield each pinned package of a requirements file.

    Without hashes: the file names one for each wheel, and which is installed is not known here.
    """
    for line in text.splitlines():
        if found := _PINNED.match(line):
            name, version = re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]
            yield _component(name, version, f"pkg:pypi/{name}@{quote(version)}")


def web_components(lock: Json) -> Iterator[Json]:
    """Yield each package of a lock of npm that is there outside development, with its hash."""
    for path, package in lock["packages"].items():
        name = package.get("name") or path.rpartition("node_modules/")[2]
        if not path or package.get("dev") or package.get("link"):
            continue
        version = package["version"]
        purl = f"pkg:npm/{quote(name)}@{quote(version)}"
        component = _component(name, version, purl)
        if "integrity" in package:
            algorithm, _, digest = package["integrity"].split()[0].partition("-")
            content = base64.b64decode(digest).hex()
            component["hashes"] = [{"alg": _ALGORITHMS[algorithm], "content": content}]
        yield component


def document() -> Json:
    """Return the whole list, sorted, each package once."""
    components = [
        *python_components(REQUIREMENTS.read_text()),
        *web_components(json.loads(PACKAGE_LOCK.read_text())),
    ]
    once = {component["bom-ref"]: component for component in components}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "wagewars"}},
        "components": [once[ref] for ref in sorted(once)],
    }


def _component(name: str, version: str, purl: str) -> Json:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
    }


def main(arguments: list[str]) -> int:
    """Write the list to the file that is named, or to standard output."""
    text = json.dumps(document(), indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text)
        print(f"{len(document()['components'])} packages are in {arguments[0]}")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
