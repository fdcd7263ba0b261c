"""Start all processes of WageWars, watch them, and stop all when one ends (`make run`)."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg2
import redis
from celery import Celery

from devstack import environment, instances, ports, postgres, processes, secrets, valkey
from devstack.errors import StackError
from devstack.instances import DEFAULT_DATA, ROOT, Instance
from devstack.supervisor import Log, Stopped, Supervisor

_BEAT_STARTED = "beat:started_at"
_READY_TIMEOUT = 90  # seconds that one process has to get ready, on a slow and busy machine
_READY = """
────────────────────────────────────────────────────────────────────────
  WageWars is ready

  {addresses}

  Players      amina · brian · chebet · otieno
  Admins       referee · umpire
  Password     Karibu-WageWars-1   (all six, for this demo only)
  Admins' code `make code`, or an authenticator app with KARIBUWAGEWARSDEMOSECRETONLY2547
{opponents}
  Ctrl-C stops everything; the data stays in {data}
────────────────────────────────────────────────────────────────────────
"""

_OPPONENTS = "  Opponents    {players} simulated players: KES 50, 100 or 200, and challenges\n"


class Startup:
    """Starts the processes of one instance in order and waits until each is ready."""

    def __init__(self, instance: Instance, supervisor: Supervisor, *, reload: bool) -> None:
        self._instance = instance
        self._reload = reload
        self._supervisor = supervisor
        self._env: dict[str, str] = {}
        self._is_ready = False

    def run(self) -> None:
        """Start everything in the right order; returns when all of it answers."""
        began = time.monotonic()
        redis_url = self._start_redis()
        app_url, owner_url = self._start_postgres()
        self._env = environment.build(self._instance, database_url=app_url, redis_url=redis_url)
        self._env["DATABASE_URL"] = app_url  # the caller may have given the owner's
        owner_env = environment.as_owner(self._env, owner_url)
        self._start("simulators", environment.simulators(self._instance))
        if self._instance.web_url:
            self._start("web", environment.web(reload=self._reload))
        self._supervisor.run_once("migrate", self._command(environment.migrate(), owner_env))
        self._wait_for("simulators", _answers(self._instance.sim_url))  # the seed pays there
        self._supervisor.run_once("seed", self._command(environment.seed(), owner_env))
        self._start("api", environment.api(self._instance, reload=self._reload))
        self._start("worker", environment.worker(reload=self._reload))
        self._start("beat", environment.beat(reload=self._reload))
        self._wait()
        if self._env["MPESA_ENVIRONMENT"] == "simulator":  # elsewhere an operator does it, once
            self._supervisor.run_once("register", self._command(environment.register()))
        self._is_ready = True
        self._write_status()
        self._supervisor.log.line("devstack", f"ready after {time.monotonic() - began:.1f} s")
        self._supervisor.log.block(self._ready_block())
        if int(self._env["DEMO_PLAYERS"]):  # they are at home a few seconds later
            self._start("demo", environment.demo_players())

    def _start_postgres(self) -> tuple[str, str]:
        """Start the embedded server unless the caller has one; return app_url and owner_url."""
        app_url = self._instance.settings.get("DATABASE_URL", "")
        owner_url = self._instance.settings.get("MIGRATION_DATABASE_URL", "")
        for setting, url in (("DATABASE_URL", app_url), ("MIGRATION_DATABASE_URL", owner_url)):
            if url:
                _require_postgres(setting, url)
        if owner_url and not app_url:
            raise StackError(
                "MIGRATION_DATABASE_URL is the login of the owner of the tables; the app needs one"
                " of its own, DATABASE_URL; see docs/operations.md."
            )
        if app_url and not owner_url:
            return postgres.separate_app_login(self._instance.data_dir, app_url), app_url
        if app_url:
            return app_url, owner_url
        is_backed_up = environment.is_backed_up(self._instance)
        database = postgres.prepare(self._instance.data_dir, backed_up=is_backed_up)
        self._supervisor.start("postgres", database.command, is_server=True)
        self._wait_for("postgres", lambda: postgres.is_ready(database.url))
        postgres.create_app_login(database.url, postgres.APP, database.app_password)
        if is_backed_up:
            argv, env = environment.wal_receiver(self._instance, database.backup_url)
            self._supervisor.start("wal", processes.Command(argv, ROOT, env))
        return database.app_url, database.url

    def _start_redis(self) -> str:
        """Start the embedded server, unless the caller has one; return its address."""
        redis_url = self._instance.settings.get("REDIS_URL", "")
        if redis_url:
            _require_redis(redis_url)
        else:
            cache = valkey.prepare(self._instance.data_dir)
            self._supervisor.start("redis", cache.command, is_server=True)
            redis_url = cache.url
        self._wait_for("redis", lambda: valkey.is_ready(redis_url))
        return redis_url

    def _wait(self) -> None:
        celery = Celery(broker=self._env["REDIS_URL"])
        self._wait_for("simulators", _answers(self._instance.sim_url))
        self._wait_for("api", _answers(f"{self._instance.api_url}/readyz"))
        self._wait_for("worker", lambda: bool(celery.control.ping(timeout=0.5)))
        self._wait_for("beat", self._beat_is_ready)
        if self._instance.web_url:
            self._wait_for(
                "web", _answers(self._instance.web_url.replace("localhost", "127.0.0.1"))
            )

    def _wait_for(self, name: str, is_ready: Callable[[], bool]) -> None:
        self._supervisor.wait_for(name, is_ready, seconds=_READY_TIMEOUT)

    def _beat_is_ready(self) -> bool:
        """Return whether this beat has stored its start in Redis (`workers/celery_app.py`)."""
        started_at = self._supervisor.pids()["beat"]["started_at"] or 0
        with redis.Redis.from_url(self._env["REDIS_URL"]) as client:
            stored: Any = client.get(_BEAT_STARTED)
        return stored is not None and float(stored) >= started_at

    def _start(self, name: str, argv: list[str]) -> None:
        self._supervisor.start(name, self._command(argv))
        self._write_status()

    def _command(self, argv: list[str], env: dict[str, str] | None = None) -> processes.Command:
        return processes.Command(argv, ROOT, env or self._env)

    def _write_status(self) -> None:
        status = {
            "ready": self._is_ready,
            "supervisor": {"pid": os.getpid(), "started_at": processes.started_at(os.getpid())},
            "processes": self._supervisor.pids(),
            "web_url": self._instance.web_url,
            "api_url": self._instance.api_url,
            "sim_url": self._instance.sim_url,
            "ports": self._instance.ports,
            "DATABASE_URL": self._env["DATABASE_URL"],
            "REDIS_URL": self._env["REDIS_URL"],
        }
        path = instances.status_path(self._instance.data_dir)
        secrets.write_private(path, json.dumps(status, indent=2) + "\n")

    def _ready_block(self) -> str:
        sim, api = self._instance.ports["SIM_PORT"], self._instance.ports["API_PORT"]
        addresses = [
            f"Phones       http://localhost:{sim}   (their SMS and M-Pesa prompts)",
            f"API console  http://localhost:{api}/docs",
        ]
        if self._instance.web_url:
            addresses.insert(0, f"Play         {self._instance.web_url}")
        players = int(self._env["DEMO_PLAYERS"])
        return _READY.format(
            addresses="\n  ".join(addresses),
            opponents="" if players == 0 else _OPPONENTS.format(players=players),
            data=self._instance.data_dir,
        )


def run(data_dir: Path, *, web: bool, reload: bool = False) -> int:
    """Run one instance until something ends it; returns the exit code.

    130 and 143: Ctrl-C or SIGTERM ended it. 1: it could not start, or a process died.
    """
    log = Log()
    try:
        instance = instances.read(data_dir, web=web)
        with instances.locked(instance):
            clear_leftovers(instance)
            ports.require_free(instance.ports)
            supervisor = Supervisor(log, instance.data_dir)
            try:
                with supervisor.handling_signals():
                    Startup(instance, supervisor, reload=reload).run()
                    supervisor.watch()
            except Stopped as stop:
                return 128 + stop.signal
            finally:
                postgres.clear_leftovers(instance.data_dir / "postgres")
                instances.status_path(instance.data_dir).unlink(missing_ok=True)
    except StackError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def clear_leftovers(instance: Instance) -> None:
    """Terminate the processes that a killed supervisor has left running."""
    left = {process.pid: process for process in processes.with_mark(instance.data_dir)}
    for entry in instances.status(instance.data_dir).get("processes", {}).values():
        if (
            entry["started_at"] is not None
            and processes.started_at(entry["pid"]) == entry["started_at"]
        ):
            left[entry["pid"]] = psutil.Process(entry["pid"])
    if left:
        print(f"Ending {len(left)} processes that an earlier run left behind.", flush=True)
        processes.terminate_all(left.values(), timeout=10)
    instances.status_path(instance.data_dir).unlink(missing_ok=True)


def _answers(url: str) -> Callable[[], bool]:
    """Return a function that returns whether `url` answers with a 2xx status."""
    client = httpx.Client(timeout=5, trust_env=False, follow_redirects=True)

    def answers() -> bool:
        try:
            return client.get(url).is_success
        except httpx.HTTPError:
            return False

    return answers


def _require_postgres(setting: str, url: str) -> None:
    try:
        psycopg2.connect(url.replace("+psycopg2", "", 1), connect_timeout=5).close()
    except psycopg2.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise StackError(f"{setting} is set, but no database answers there: {reason}") from None


def _require_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise StackError(f"REDIS_URL is set, but no Redis answers there: {error}") from None


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m devstack.run", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the data folder")
    parser.add_argument("--no-web", action="store_true", help="leave the web app out")
    parser.add_argument("--reload", action="store_true", help="restart what changes (make dev)")
    options = parser.parse_args()
    return run(options.data, web=not options.no_web, reload=options.reload)


if __name__ == "__main__":
    sys.exit(main())
