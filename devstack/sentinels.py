"""A Valkey primary with replicas and sentinels on one machine, whose processes can be killed.

For tests and drills. A node that died comes back by `start`: its sentinels make it a replica.
"""

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import redis

from devstack import ports, processes, secrets, valkey
from devstack.errors import StackError

NAME = "ww"  # by which the sentinels know the primary
_QUORUM = 2
_NODE = """bind 127.0.0.1
port {port}
dir "{folder}"
requirepass {password}
primaryauth {password}
appendonly yes
appendfsync everysec
repl-diskless-sync-delay 0
maxmemory-policy noeviction
save ""
loglevel notice
{replicaof}
"""
_SENTINEL = """bind 127.0.0.1
port {port}
dir "{folder}"
sentinel monitor {name} 127.0.0.1 {primary} {quorum}
sentinel auth-pass {name} {password}
sentinel down-after-milliseconds {name} 2000
sentinel failover-timeout {name} 10000
sentinel parallel-syncs {name} 1
"""


class Sentinels:
    """Nodes r1, r2, … (r1 is the first primary) and sentinels s1, s2, s3."""

    def __init__(self, folder: Path, *, nodes: int = 2) -> None:
        self._folder = folder.resolve()
        self._password = secrets.read(self._folder)["REDIS_PASSWORD"]
        self.nodes = [f"r{number + 1}" for number in range(nodes)]
        self.sentinels = ["s1", "s2", "s3"]
        names = self.nodes + self.sentinels
        self.ports = {name: ports.remembered_port(self._folder, name) for name in names}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        for name in names:
            (self._folder / name).mkdir(exist_ok=True)
            secrets.write_private(self._folder / name / "valkey.conf", self._configuration(name))

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        hosts = ",".join(f"127.0.0.1:{self.ports[name]}" for name in self.sentinels)
        return f"redis+sentinel://:{self._password}@{hosts}/{NAME}"

    def start_all(self) -> None:
        """Start everything; returns when the sentinels know each other and all replicas.

        They look at replicas every ten seconds, so those are there first.
        """
        self.start(*self.nodes)
        self._wait_until_copied("r1", seconds=30)
        self.start(*self.sentinels)
        for _ in processes.wait_until(time.monotonic() + 30):
            if all(self._knows_all(name) for name in self.sentinels):
                return
        raise StackError("the sentinels did not find each other and the replicas")

    def start(self, *names: str) -> None:
        """Start nodes or sentinels, on their former ports and data."""
        for name in names:
            folder = self._folder / name
            argv = [str(valkey.binary()), str(folder / "valkey.conf")]
            if name in self.sentinels:
                argv.append("--sentinel")
            with (folder / "log").open("ab") as log:
                command = processes.Command(argv, folder)
                self._processes[name] = processes.spawn(command, output=log)

    def primary(self) -> str:
        """Return the name of the node that most sentinels call the primary."""
        votes = [self._ask(name, "get-master-addr-by-name", NAME) for name in self.sentinels]
        known = [int(vote[1]) for vote in votes if vote]
        elected = max(set(known), key=known.count)
        return next(name for name in self.nodes if self.ports[name] == elected)

    def kill(self, name: str) -> None:
        """Send SIGKILL and wait for the end."""
        self._processes[name].kill()
        self._processes[name].wait()

    def freeze(self, name: str) -> None:
        """Send SIGSTOP: connections stay open and nothing is answered."""
        self._processes[name].send_signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Send SIGCONT."""
        self._processes[name].send_signal(signal.SIGCONT)

    def wait_for_replicas(self, *, seconds: float = 30) -> None:
        """Return when all nodes but the primary copy it."""
        self._wait_until_copied(self.primary(), seconds=seconds)

    def stop(self) -> None:
        """Kill all processes."""
        for process in self._processes.values():
            processes.wait_or_kill(process, timeout=0)

    def _wait_until_copied(self, primary: str, *, seconds: float) -> None:
        for _ in processes.wait_until(time.monotonic() + seconds):
            with _client(self.ports[primary], self._password) as client:
                try:
                    info: Any = client.info("replication")
                except redis.RedisError:
                    continue
            replicas = [info.get(f"slave{one}", {}) for one in range(len(self.nodes))]
            online = sum(replica.get("state") == "online" for replica in replicas)
            if info["role"] == "master" and online == len(self.nodes) - 1:
                return
        raise StackError(f"not all nodes of Valkey copy {primary}")

    def _configuration(self, name: str) -> str:
        values = {
            "folder": self._folder / name,
            "port": self.ports[name],
            "primary": self.ports["r1"],
            "password": self._password,
            "name": NAME,
            "quorum": _QUORUM,
        }
        if name in self.sentinels:
            return _SENTINEL.format(**values)
        replicaof = f"replicaof 127.0.0.1 {values['primary']}" if name != "r1" else ""
        return _NODE.format(**values, replicaof=replicaof)

    def _knows_all(self, name: str) -> bool:
        known = self._ask(name, "master", NAME)
        if not known:
            return False
        found = dict(zip(known[::2], known[1::2], strict=True)) if known else {}
        others, replicas = found["num-other-sentinels"], found["num-slaves"]
        return (others, replicas) == (str(len(self.sentinels) - 1), str(len(self.nodes) - 1))

    def _ask(self, sentinel: str, *question: str) -> Any:
        with _client(self.ports[sentinel], None) as client:
            try:
                answer: Any = client.execute_command("SENTINEL", *question)
            except redis.RedisError:
                return None
        if isinstance(answer, dict):
            return [part for pair in answer.items() for part in pair]
        return answer


def _client(port: int, password: str | None) -> redis.Redis:
    return redis.Redis(
        port=port,
        password=password,
        socket_timeout=1,
        socket_connect_timeout=1,
        decode_responses=True,
    )
