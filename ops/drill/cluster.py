"""The whole of a WageWars that survives the loss of any one machine, on distinct ports."""

import os
import time
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2

from devstack import environment, instances, ports, processes
from devstack.sentinels import Sentinels
from ops.drill import proxies
from ops.drill.machines import Machine, ask, wait
from ops.drill.postgresql import Postgres

_API = ("a1", "a2")
_WORKERS = ("w1", "w2")
# Accounts and deposits of a drill follow each other quickly; nothing else differs from a laptop.
_SETTINGS = {
    "DEMO_PLAYERS": "0",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "json",  # whose lines say when
    "LOGIN_BCRYPT_ROUNDS": "4",
    "LOGIN_ACCESS_SECONDS": "3600",
    "DEPOSIT_EXCLUSION_SECONDS": "1",
    "DEPOSIT_FIRST_QUERY_SECONDS": "3",
    "DEPOSIT_QUERY_EVERY_SECONDS": "2",
    "DEPOSIT_RETRY_SECONDS": "2",
    "SIM_SPEED": "4",
}


class Cluster:
    """Start it, break it through its parts, and stop it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.postgres = Postgres(folder)
        self.redis = Sentinels(folder)
        names = ("api", "primary", "pgbouncer", "SIM_PORT", *_API)
        self._ports = {name: ports.remembered_port(folder, name) for name in names}
        self.api_url = f"http://127.0.0.1:{self._ports['api']}"
        self.sim_url = f"http://127.0.0.1:{self._ports['SIM_PORT']}"
        self.owner_url = self.postgres.owner_url(self._ports["primary"])
        database = self.postgres.ports
        self.haproxy = proxies.haproxy(
            folder,
            listens={"primary": self._ports["primary"], "api": self._ports["api"]},
            databases={database[n]: database[f"rest-{n}"] for n in self.postgres.machines},
            hosts={name: self._ports[name] for name in _API},
        )
        self.pgbouncer = proxies.pgbouncer(
            folder,
            listen=self._ports["pgbouncer"],
            primary=self._ports["primary"],
            app_url=self.postgres.app_url(self._ports["pgbouncer"]),
        )
        self._simulators = Machine(
            "sim", folder, {"sim": self._python(environment.simulators(self._instance("a1")))}
        )
        self.hosts = {name: self._api(name) for name in _API}
        self.workers = {name: self._worker(name) for name in _WORKERS}

    def start(self) -> None:
        """Start everything in order; returns when the API answers through HAProxy."""
        began = time.monotonic()
        self.postgres.start()
        self.redis.start_all()
        for machine in (self.haproxy, self.pgbouncer, self._simulators):
            machine.start()
        wait("HAProxy finds the primary", self._takes_writes)
        self._migrate()
        for machine in (*self.hosts.values(), *self.workers.values()):
            machine.start()
        wait("the API answers", lambda: _answers(f"{self.api_url}/readyz"), seconds=120)
        wait("the simulators answer", lambda: _answers(f"{self.sim_url}/_sim/switches"))
        print(f"the cluster stands after {time.monotonic() - began:.0f} s", flush=True)

    def restore(self) -> None:
        """Start what is dead; returns when everything has its replicas again."""
        for machine in (
            *self.postgres.etcd.values(),
            *self.postgres.machines.values(),
            *self.hosts.values(),
            *self.workers.values(),
        ):
            machine.start()
        wait("PostgreSQL has its replicas", self.postgres.is_whole, seconds=120)
        self.redis.wait_for_replicas(seconds=60)
        for name in _API:
            address = f"http://127.0.0.1:{self._ports[name]}/readyz"
            wait(f"host {name} answers", lambda at=address: _answers(at))  # type: ignore[misc]

    def stop(self) -> None:
        """Kill everything."""
        applications = (*self.hosts.values(), *self.workers.values(), self._simulators)
        for machine in (*applications, self.pgbouncer, self.haproxy):
            machine.stop()
        self.redis.stop()
        self.postgres.stop()

    def _migrate(self) -> None:
        env = environment.as_owner(self._environment("a1"), self.owner_url)
        command = processes.Command(environment.migrate(), instances.ROOT, env)
        with (self._folder / "migrate.log").open("ab") as log:
            code = processes.spawn(command, output=log).wait(120)
        assert code == 0, (self._folder / "migrate.log").read_text()[-2000:]

    def _takes_writes(self) -> bool:
        try:
            with closing(psycopg2.connect(self.owner_url, connect_timeout=2)) as connection:
                return connection.info.parameter_status("in_hot_standby") == "off"
        except psycopg2.OperationalError:
            return False

    def _instance(self, host: str) -> instances.Instance:
        chosen = {"API_PORT": self._ports[host], "SIM_PORT": self._ports["SIM_PORT"]}
        settings = {
            **_SETTINGS,
            "PATH": os.defpath,
            "MPESA_CALLBACK_BASE_URL": self.api_url,  # either host takes a callback
            "SPOOL_FOLDER": str(self._folder / host / "spool"),
        }
        return instances.Instance(self._folder, settings, chosen)

    def _environment(self, host: str) -> dict[str, str]:
        return environment.build(
            self._instance(host),
            database_url=self.postgres.app_url(self._ports["pgbouncer"]),
            redis_url=self.redis.url,
        )

    def _python(self, argv: list[str], host: str = "a1") -> processes.Command:
        return processes.Command(argv, instances.ROOT, self._environment(host))

    def _api(self, name: str) -> Machine:
        argv = environment.api(self._instance(name))
        return Machine(name, self._folder, {"api": self._python(argv, name)})

    def _worker(self, name: str) -> Machine:
        worker = [*environment.worker(), "--hostname", f"{name}@%h"]
        commands = {"worker": self._python(worker), "beat": self._python(environment.beat())}
        return Machine(name, self._folder, commands)


def _answers(url: str) -> bool:
    try:
        return ask(url, seconds=3).is_success
    except httpx.HTTPError:
        return False
