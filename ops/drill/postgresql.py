"""Three PostgreSQL under Patroni, which three etcd let agree on the primary (docs/drill.md)."""

import contextlib
import json
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg2

from devstack import ports, postgres, processes, secrets
from ops.drill import tools
from ops.drill.machines import Machine, ask, command, wait

NODES = ("n1", "n2", "n3")
_ETCD = ("e1", "e2", "e3")
# A dead machine costs the ttl, of which Patroni takes no less.
_DCS: dict[str, Any] = {
    "ttl": 20,
    "loop_wait": 2,
    "retry_timeout": 3,
    "maximum_lag_on_failover": 1_048_576,
    "synchronous_mode": True,  # and not strict: docs/decisions
    # etcd elects in up to three seconds, as long as the primary tries: without this it steps down.
    "failsafe_mode": True,
    "postgresql": {
        "use_pg_rewind": True,
        "use_slots": True,
        "parameters": {
            "synchronous_commit": "on",
            "max_connections": 120,
            "shared_buffers": "64MB",
            "wal_keep_size": "256MB",
            "tcp_keepalives_idle": 5,
            "tcp_keepalives_interval": 2,
            "tcp_keepalives_count": 3,
            "tcp_user_timeout": 10_000,
            "wal_sender_timeout": "5s",
            "wal_receiver_timeout": "5s",
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
        },
    },
}


class Postgres:
    """The database's machines; each has a Patroni and the server that it keeps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn = secrets.read(folder)
        self._programs, self._user = postgres.server_programs()
        names = [f"{kind}{name}" for name in NODES for kind in ("", "rest-")]
        names += [f"{kind}{name}" for name in _ETCD for kind in ("", "peer-")]
        self.ports = {name: ports.remembered_port(folder, name) for name in names}
        self.etcd = {name: Machine(name, folder, {"etcd": self._etcd(name)}) for name in _ETCD}
        self.machines = {name: Machine(name, folder, self._patroni(name)) for name in NODES}

    def start(self) -> None:
        """Start all; returns when three servers copy each other and the database exists."""
        for machine in (*self.etcd.values(), *self.machines.values()):
            machine.start()
        wait("a primary is elected", lambda: self.leader() is not None, seconds=90)
        wait("the replicas copy it", self.is_whole, seconds=120)
        leader = self.leader()
        assert leader is not None
        self._create_database(self.ports[leader])

    def members(self) -> list[dict[str, Any]]:
        """Return what the first Patroni that answers says about all."""
        for name in NODES:
            with contextlib.suppress(httpx.HTTPError, ValueError):
                url = f"http://127.0.0.1:{self.ports[f'rest-{name}']}/cluster"
                members: list[dict[str, Any]] = ask(url, seconds=1).json()["members"]
                return members
        return []

    def leader(self) -> str | None:
        """Return the primary's name."""
        return self._named("leader")

    def synchronous_standby(self) -> str | None:
        """Return the name of the replica that every commit waits for."""
        return self._named("sync_standby")

    def is_whole(self) -> bool:
        """Return whether there is a primary, and two replicas stream, one of them in step."""
        states = sorted((one["role"], one["state"]) for one in self.members())
        roles = [role for role, state in states if state in {"running", "streaming"}]
        return sorted(roles) == ["leader", "replica", "sync_standby"]

    def kill_machine(self, name: str) -> None:
        """Take the power from Patroni and PostgreSQL of one machine."""
        self.signal_machine(name, signal.SIGSTOP)  # all at once: none sees another's end
        self.signal_machine(name, signal.SIGKILL)
        self.machines[name].kill()

    def signal_machine(self, name: str, number: signal.Signals) -> None:
        """Send a signal to Patroni and to every process of PostgreSQL of one machine."""
        self.machines[name].signal(number)
        for process in self._servers(name):
            with contextlib.suppress(psutil.Error):
                process.send_signal(number)

    def etcd_leader(self) -> str | None:
        """Return the name of the etcd member that the others follow."""
        for name in _ETCD:
            with contextlib.suppress(httpx.HTTPError, KeyError):
                url = f"http://127.0.0.1:{self.ports[name]}/v3/maintenance/status"
                said = httpx.post(url, json={}, timeout=2, trust_env=False).json()
                if said["leader"] == said["header"]["member_id"]:
                    return name
        return None

    def kill_postmaster(self, name: str) -> None:
        """Kill the server's first process; Patroni lives."""
        pid = (self._data(name) / "postmaster.pid").read_text().splitlines()[0]
        psutil.Process(int(pid)).kill()

    def stop(self) -> None:
        """Kill all."""
        for name, machine in self.machines.items():
            self.signal_machine(name, signal.SIGKILL)
            machine.stop()
            processes.terminate_all(self._servers(name), timeout=1)
        for machine in self.etcd.values():
            machine.stop()

    def owner_url(self, port: int) -> str:
        """Return the address at `port` for the login that owns the tables."""
        password = self._drawn["POSTGRES_PASSWORD"]
        return f"postgresql://{postgres.OWNER}:{password}@127.0.0.1:{port}/{postgres.DATABASE}"

    def app_url(self, port: int) -> str:
        """Return the address at `port` for the app's login."""
        password = self._drawn["POSTGRES_APP_PASSWORD"]
        return f"postgresql://{postgres.APP}:{password}@127.0.0.1:{port}/{postgres.DATABASE}"

    def _named(self, role: str) -> str | None:
        found = (one for one in self.members() if one["role"] == role)
        return next(
            (one["name"] for one in found if one["state"] in {"running", "streaming"}), None
        )

    def _data(self, name: str) -> Path:
        return self._folder / name / "data"

    def _servers(self, name: str) -> list[psutil.Process]:
        return list(processes.running_in(self._data(name), name="postgres"))

    def _create_database(self, port: int) -> None:
        password = self._drawn["POSTGRES_PASSWORD"]
        admin = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        with closing(psycopg2.connect(admin)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(
                    f"CREATE ROLE {postgres.OWNER} LOGIN CREATEDB CREATEROLE PASSWORD %s",
                    (password,),
                )
                cursor.execute(f"CREATE DATABASE {postgres.DATABASE} OWNER {postgres.OWNER}")
        app_password = self._drawn["POSTGRES_APP_PASSWORD"]
        postgres.create_app_login(self.owner_url(port), postgres.APP, app_password)

    def _etcd(self, name: str) -> processes.Command:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        peers = ",".join(f"{one}=http://127.0.0.1:{self.ports[f'peer-{one}']}" for one in _ETCD)
        client = f"http://127.0.0.1:{self.ports[name]}"
        peer = f"http://127.0.0.1:{self.ports[f'peer-{name}']}"
        argv = [
            *(tools.program("etcd"), "--name", name, "--data-dir", str(folder / "data")),
            *("--listen-client-urls", client, "--advertise-client-urls", client),
            *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            *("--initial-cluster", peers, "--initial-cluster-state", "new"),
        ]
        return command(argv, folder)

    def _patroni(self, name: str) -> dict[str, processes.Command]:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        configuration = folder / "patroni.yml"  # JSON is YAML
        secrets.write_private(configuration, json.dumps(self._configuration(name), indent=1))
        if self._user is not None:
            postgres.give(configuration, self._user)
        argv = [tools.patroni(), str(configuration)]
        return {"patroni": command(argv, folder, user=self._user)}

    def _configuration(self, name: str) -> dict[str, Any]:
        listen = f"127.0.0.1:{self.ports[name]}"
        rest = f"127.0.0.1:{self.ports[f'rest-{name}']}"
        password = self._drawn["POSTGRES_PASSWORD"]
        return {
            "scope": "ww",
            "name": name,
            "restapi": {"listen": rest, "connect_address": rest},
            "etcd3": {"hosts": [f"127.0.0.1:{self.ports[one]}" for one in _ETCD]},
            "bootstrap": {
                "dcs": _DCS,
                "initdb": [
                    *({"encoding": "UTF8"}, {"locale": "C"}, {"locale-provider": "builtin"}),
                    {"builtin-locale": "C.UTF-8"},
                ],
            },
            "postgresql": {
                "listen": listen,
                "connect_address": listen,
                "data_dir": str(self._data(name)),
                "bin_dir": str(self._programs),
                "pgpass": str(self._folder / name / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": password},
                    "replication": {"username": "replicator", "password": password},
                    "rewind": {"username": "rewinder", "password": password},
                },
                "pg_hba": [
                    "host all all 127.0.0.1/32 scram-sha-256",
                    "host replication all 127.0.0.1/32 scram-sha-256",
                ],
                "parameters": {"unix_socket_directories": ""},
            },
        }
