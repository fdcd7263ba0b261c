"""Choose free TCP ports on loopback, and remember them per data folder."""

import json
import random
import socket
from collections.abc import Mapping
from pathlib import Path

from devstack.errors import StackError

# Below the range from which kernels hand out ports to outgoing connections (32768 on Linux, 49152
# on macOS), so that no connection of our own can take a port between the check and the bind.
_FIRST, _LAST = 20_000, 32_000
_REMEMBERED = "ports.json"


def is_free(port: int) -> bool:
    """Return whether a server could listen on `port` of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a random port that nobody listens on; raises StackError if none is found."""
    for port in random.SystemRandom().sample(range(_FIRST, _LAST), 200):
        if is_free(port):
            return port
    raise StackError(f"No free port was found between {_FIRST} and {_LAST}.")


def remembered_port(data_dir: Path, name: str) -> int:
    """Return the port that server `name` of this data folder had before, or a new one if taken.

    The choice is stored in ports.json of `data_dir`.
    """
    path = data_dir / _REMEMBERED
    known: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    port = known.get(name)
    if port is not None and is_free(port):
        return port
    known[name] = free_port()
    path.write_text(json.dumps(known, indent=2) + "\n")
    return known[name]


def require_free(ports: Mapping[str, int]) -> None:
    """Raise StackError naming the first port that is taken, by its environment variable.

    `ports` maps names of environment variables to ports, for example {"API_PORT": 8000}.
    """
    names: dict[int, str] = {}
    for variable, port in ports.items():
        if port in names:
            raise StackError(f"{names[port]} and {variable} are both {port}; choose two ports.")
        names[port] = variable
    for variable, port in ports.items():
        if is_free(port):
            continue
        other = next((p for p in range(port + 1, 65_536) if p not in names and is_free(p)), None)
        hint = "" if other is None else f" or choose another: {variable}={other} make run"
        raise StackError(f"Port {port} is taken by another program; stop it{hint}")
