#!/usr/bin/env python3
"""A stand-in for the programs docker and docker compose, which keeps its containers in a file.

It knows what ops/deploy.sh and ops/containers/replace.py ask for. A container of a tag that is
listed in the file `sick` never becomes healthy, one in `dying` has ended at once; a migration of
one listed in `unmigratable` fails. Everything is noted in `calls`.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

_HERE = Path(os.environ["DOCKER_STAND_IN"])  # noqa: TID251  # of this program, not of the app


def _read() -> list[dict[str, Any]]:
    path = _HERE / "containers"
    found: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    return found


def _write(containers: list[dict[str, Any]]) -> None:
    (_HERE / "containers").write_text(json.dumps(containers))


def _listed(name: str, tag: str) -> bool:
    path = _HERE / name
    return path.exists() and tag in path.read_text().split()


def _start(service: str, wanted: int) -> None:
    containers, tag = _read(), os.environ["TAG"]  # noqa: TID251
    while sum(one["service"] == service for one in containers) < wanted:
        number = max((one["number"] for one in containers), default=0) + 1
        containers.append(
            {"id": f"{number:064x}", "number": number, "service": service, "tag": tag}
        )
    _write(containers)


def _inspected(tag: str, *, by_format: bool) -> str:
    if by_format:  # the name of its image, which is all that is asked for so
        return f"wagewars:{tag}\n"
    health = "unhealthy" if _listed("sick", tag) else "healthy"
    status = "exited" if _listed("dying", tag) else "running"
    return json.dumps([{"State": {"Status": status, "Health": {"Status": health}}}])


def _compose(words: list[str]) -> int:
    tag = os.environ.get("TAG", "")  # noqa: TID251
    if words[0] == "ps":
        for one in _read():
            if one["service"] == words[-1]:
                sys.stdout.write(f"{one['id']}\n")
    elif words[0] == "up":
        scale = next((word.partition("=")[2] for word in words if "=" in word), "1")
        _start(words[-1], int(scale))
    elif words[0] == "run":
        return int(_listed("unmigratable", tag))
    return 0


def _docker(words: list[str]) -> int:
    if words[0] == "compose":
        return _compose(words[1:])
    if words[0] == "inspect":
        found = [one for one in _read() if one["id"] == words[-1]]
        if not found:
            return 1
        sys.stdout.write(_inspected(found[0]["tag"], by_format="--format" in words))
    elif words[0] == "rm":
        _write([one for one in _read() if one["id"] != words[-1]])
    return 0


if __name__ == "__main__":
    with (_HERE / "calls").open("a") as calls:
        calls.write(" ".join(sys.argv[1:]) + "\n")
    sys.exit(_docker(sys.argv[1:]))
