"""A system whose processes are killed, paused and started one by one while the others run on.

As under Docker or systemd, where a process that died is started again alone; in `devstack.stack`
the death of one process ends all.
"""

import os
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2

from devstack import environment, instances, log_canaries, ports, postgres, processes, valkey
from tests.chaos.player import eventually

SERVERS = ("redis", "postgres")
PROGRAMS = ("simulators", "api", "worker", "beat")


class System:
    """Processes by name; several of one kind are `worker`, `worker2`, …"""

    def __init__(self, data_dir: Path, *, settings: dict[str, str]) -> None:
        self.data_dir = data_dir.resolve()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        names = ("API_PORT", "SIM_PORT")
        chosen = {name: ports.remembered_port(self.data_dir, name) for name in names}
        given = {"PATH": os.defpath, "DEMO_PLAYERS": "0", **settings}
        self._instance = instances.Instance(self.data_dir, given, chosen)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._cache = valkey.prepare(self.data_dir)
        self._database = postgres.prepare(self.data_dir)
        self.api_url, self.sim_url = self._instance.api_url, self._instance.sim_url
        self.database_url, self.redis_url = self._database.url, self._cache.url

    def start_all(self) -> None:
        """Start all processes; return when API and simulators answer."""
        self.start(*SERVERS)
        self.start("simulators", "migrate")
        assert self._processes.pop("migrate").wait(60) == 0, self.log("migrate")
        self.start("api", "worker", "beat")
        eventually(lambda: self.answers(self.api_url + "/readyz"), "the API")
        eventually(lambda: self.answers(self.sim_url + "/_sim/switches"), "the simulators")

    def start(self, *names: str) -> None:
        """Start processes with their former ports and data; wait for PostgreSQL and Redis only."""
        for name in names:
            with (self.data_dir / f"{name}.log").open("ab") as log:
                self._processes[name] = processes.spawn(self._command(name), output=log)
        if "postgres" in names:
            eventually(lambda: postgres.is_ready(self.database_url), "PostgreSQL")
            postgres.create_app_login(self.database_url, postgres.APP, self._database.app_password)
        if "redis" in names:
            eventually(lambda: valkey.is_ready(self.redis_url), "Redis")

    def kill(self, name: str) -> None:
        """Send SIGKILL and wait for the end."""
        self._processes[name].kill()
        self._processes[name].wait()

    def pause(self, name: str) -> None:
        """Send SIGSTOP: connections stay open and nothing is answered."""
        self._processes[name].send_signal(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Send SIGCONT to a paused process."""
        self._processes[name].send_signal(signal.SIGCONT)

    def end(self, name: str) -> None:
        """Send SIGTERM, as a deployment does, and wait for the end."""
        self._processes[name].terminate()
        processes.wait_or_kill(self._processes.pop(name), timeout=15)

    def restore(self) -> None:
        """Start what is not running and end what a test has added."""
        for name, process in list(self._processes.items()):
            if name not in SERVERS + PROGRAMS:
                self.end(name)
            elif process.poll() is None:
                self.resume(name)
            else:
                self.start(name)

    def close(self) -> None:
        """Kill all processes, delete the cluster, and look through the logs."""
        for process in self._processes.values():
            processes.wait_or_kill(process, timeout=0)
        postgres.remove(self.data_dir)
        log_canaries.require_none(self.data_dir)

    def take_no_writes(self, *, is_so: bool) -> None:
        """Let PostgreSQL refuse writes on every connection, as a server does after a failover."""
        with closing(psycopg2.connect(self._database.admin_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                value = "on" if is_so else "off"
                cursor.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
                cursor.execute("SELECT pg_reload_conf()")

    def setting(self, name: str) -> str:
        """Return a setting of the processes."""
        return self._environment()[name]

    def delete_redis_data(self) -> None:
        """Delete the append-only files of Redis."""
        folder = self.data_dir / "redis" / "appendonlydir"
        for file in folder.iterdir():
            file.unlink()

    def log(self, name: str) -> str:
        """Return the output of a process."""
        return (self.data_dir / f"{name}.log").read_text()

    def answers(self, url: str) -> bool:
        """Return True if `url` answers with a success."""
        try:
            return httpx.get(url, timeout=5, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def _command(self, name: str) -> processes.Command:
        if name == "redis":
            return valkey.prepare(self.data_dir).command
        if name == "postgres":
            return postgres.prepare(self.data_dir).command
        env = self._environment()
        if name == "migrate":
            env = environment.as_owner(env, self.database_url)
        argv = {
            "simulators": environment.simulators(self._instance),
            "migrate": environment.migrate(),
            "api": environment.api(self._instance),
            "worker": environment.worker(),
            "beat": environment.beat(),
        }[name.rstrip("23456789")]
        if name.startswith("worker"):
            argv = [*argv, "--hostname", f"{name}@%h"]
        return processes.Command(argv, instances.ROOT, env)

    def _environment(self) -> dict[str, str]:
        return environment.build(
            self._instance, database_url=self._database.app_url, redis_url=self.redis_url
        )
