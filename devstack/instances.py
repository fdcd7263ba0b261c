"""One WageWars on this machine: its data folder, ports, settings, lock and status file.

Standard library only: it runs before anything is installed.
"""

import contextlib
import difflib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from devstack import ports
from devstack.errors import StackError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATA = ROOT / ".data"
# Of the simulators, of commands for developers, and of the build of the web app.
_OTHER_SETTINGS = ("SIM_", "LOAD_", "BENCH_", "DRILL_", "NEXT_PUBLIC_")
_DEFAULT_PORTS = {"WEB_PORT": 3000, "API_PORT": 8000, "SIM_PORT": 9000}


@dataclass(frozen=True)
class Instance:
    """The data folder, settings and ports of one WageWars."""

    data_dir: Path
    settings: Mapping[str, str]  # what the caller has set, in the environment or in .env
    ports: Mapping[str, int]  # by the environment variable that chooses them

    @property
    def web_url(self) -> str:
        """Where players go; empty when the web app is left out."""
        port = self.ports.get("WEB_PORT")
        return f"http://localhost:{port}" if port else ""

    @property
    def api_url(self) -> str:
        """Where the API listens."""
        return f"http://127.0.0.1:{self.ports['API_PORT']}"

    @property
    def sim_url(self) -> str:
        """Where the simulated providers (M-Pesa, SMS, …) listen."""
        return f"http://127.0.0.1:{self.ports['SIM_PORT']}"


def read(data_dir: Path = DEFAULT_DATA, *, web: bool = True) -> Instance:
    """Read the instance from the environment and the project's .env; the environment wins.

    An empty value counts as not set. Raises StackError for a port that is no port.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    settings = {**read_dotenv(ROOT / ".env"), **os.environ}
    settings = {name: value for name, value in settings.items() if value}
    wanted = {name: port for name, port in _DEFAULT_PORTS.items() if web or name != "WEB_PORT"}
    chosen = {name: _port(name, settings.get(name), port) for name, port in wanted.items()}
    return Instance(data_dir, settings, chosen)


@dataclass(frozen=True)
class Running:
    """An instance that runs, with the ports that it serves, and the addresses of its servers."""

    instance: Instance
    database_url: str
    redis_url: str


def running(data_dir: Path = DEFAULT_DATA) -> Running:
    """Return the instance that runs on `data_dir`; raises StackError if none does."""
    known = status(data_dir)
    if not known:
        raise StackError("WageWars is not running; start it first: make run")
    instance = replace(read(data_dir), ports=known["ports"])
    return Running(instance, known["DATABASE_URL"], known["REDIS_URL"])


def status_path(data_dir: Path) -> Path:
    """Return the path of the status file: process ids by name, addresses, ready or not."""
    return data_dir / "status.json"


def status(data_dir: Path) -> dict[str, Any]:
    """Return the content of the status file; empty if nothing runs."""
    try:
        known: dict[str, Any] = json.loads(status_path(data_dir).read_text())
    except FileNotFoundError:
        return {}
    return known


@contextlib.contextmanager
def locked(instance: Instance) -> Iterator[None]:
    """Lock the data folder; raises StackError if another run holds the lock.

    The kernel releases the lock with the process, however that ends.
    """
    with (instance.data_dir / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = status(instance.data_dir).get("web_url") or "see its terminal"
            raise StackError(
                f"WageWars is already running with the data in {instance.data_dir} ({where}); "
                "stop it first, with Ctrl-C in its terminal."
            ) from None
        yield


def require_startable(instance: Instance) -> None:
    """Raise StackError if this instance cannot start: it runs already, or a port is taken."""
    with locked(instance):
        # Leftovers of an earlier run may hold the ports until they have been cleared up.
        if not status(instance.data_dir):
            ports.require_free(instance.ports)


def _port(name: str, value: str | None, default: int) -> int:
    if value is None:
        return default
    if not value.isdecimal() or not 0 < int(value) < 65_536:
        raise StackError(f"{name} is {value!r}, which is not a port (1 to 65535).")
    return int(value)


def read_dotenv(path: Path) -> dict[str, str]:
    """Return what a .env sets; raises StackError for what the .env.example beside it has not."""
    if not path.exists():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    found = {name.strip(): _unquoted(value.strip()) for name, _, value in pairs}
    _require_known(found, path)
    return found


def _require_known(names: Iterable[str], path: Path) -> None:
    """Raise StackError for a name that .env.example does not have: it is usually misspelt."""
    example = path.with_name(".env.example").read_text().splitlines()
    known = {line.partition("=")[0] for line in example if "=" in line and line[0] != "#"}
    for name in names:
        if {name, name.removesuffix("_FILE")} & known or name.startswith(_OTHER_SETTINGS):
            continue
        nearest = difflib.get_close_matches(name, sorted(known), 1, cutoff=0.5)
        hint = f"; the nearest is {nearest[0]}" if nearest else ""
        raise StackError(f"{path} sets {name}, and there is no such setting{hint}.")


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()
