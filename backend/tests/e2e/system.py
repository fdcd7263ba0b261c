"""A whole system as in production, with one process each: API, worker and simulators."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from app.core.after_commit import send
from app.core.jobs import Job, queue_of
from app.integrations.mpesa import daraja
from devstack import log_canaries
from devstack.api_client import registration, sms_code
from tests.e2e.player import PATIENCE, Player, eventually
from tests.support.databases import Database, forget_settings, fresh_database
from tests.support.players import make_player
from tests.support.servers.addresses import Addresses
from tests.support.servers.cluster_cache import REPOSITORY

SIM_SPEED = 20
SWEEPS = (
    Job.DRAIN_CALLBACKS,
    Job.SWEEP_DEPOSITS,
    Job.SWEEP_WITHDRAWALS,
    Job.SWEEP_INQUIRIES,
    Job.SWEEP_PAYBILL,
    Job.SWEEP_REFUNDS,
    Job.PULL_TRANSACTIONS,
    Job.PAIR_PLAYERS,
    Job.SWEEP_MATCHES,
    Job.SWEEP_TOURNAMENTS,
)
_WORKER = "celery -A app.workers.celery_app worker --pool threads --concurrency 8"
_WORKER += " --without-gossip --without-mingle --without-heartbeat --loglevel WARNING"

# Delays shorter than in production; the settings allow whole seconds only.
DELAYS = {
    "DEPOSIT_FIRST_QUERY_SECONDS": "2",
    "DEPOSIT_QUERY_EVERY_SECONDS": "1",
    "DEPOSIT_RETRY_SECONDS": "1",
    "DEPOSIT_CLAIM_SECONDS": "6",
    "WITHDRAWAL_FIRST_QUESTION_SECONDS": "2",
    "WITHDRAWAL_QUESTION_SECONDS": "4",
    "WITHDRAWAL_ANSWER_SECONDS": "2",
    "WITHDRAWAL_RETRY_SECONDS": "1",
    "WITHDRAWAL_CLAIM_SECONDS": "6",
    "MPESA_READ_TIMEOUT": "2",
    "PAYBILL_QUESTION_SECONDS": "1",
    "PAYBILL_NOT_FOUND_SECONDS": "3",
    "PAYBILL_PULL_SECONDS": "86400",  # a test that needs M-Pesa's list starts the pull itself
    "REFUND_RETRY_SECONDS": "1",
    "REFUND_QUESTION_SECONDS": "1",
    "REFUND_CLAIM_SECONDS": "6",
    "TOURNAMENT_FINALISING_SECONDS": "1",
}
_MAX_WAITING = 2 * len(SWEEPS)
_numbers = count(1)


@dataclass
class System:
    """A running system and clients of its parts."""

    database: Database
    api: httpx.Client
    sims: httpx.Client
    api_url: str
    sims_url: str
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _players: list[Player] = field(default_factory=list)

    def player(self, **attributes: Any) -> Player:
        """Return a new player with a verified phone, signed in through the API."""
        phone = attributes.pop("phone", None) or next_phone()
        user = make_player(phone=phone, **attributes)
        return self._signed_in(user.username, user.id, phone)

    def sign_up(self, username: str, spelling: str | None = None) -> Player:
        """Register, sign in and verify the phone with the code from the SMS."""
        form = registration(username, spelling or next_phone())
        me = self.api.post("/api/v1/auth/register", json=form)
        assert me.status_code == 201, me.text
        phone = me.json()["phone"]
        player = self._signed_in(username, me.json()["id"], phone)
        inbox = eventually(lambda: self.sims.get(f"/_sim/phones/{phone}").json()["sms"])
        code = sms_code(inbox[0]["text"])
        verified = player.post("/auth/verify-phone", {"code": code})
        assert verified.status_code == 200, verified.text
        return player

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Return the rows of a query, run as the owner of the tables."""
        connection = self.database.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def write(self, sql: str, *values: Any) -> None:
        """Execute a statement as the owner of the tables."""
        connection = self.database.connect()
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values)
        finally:
            connection.close()

    def fault(self, api: str, kind: str, **more: Any) -> None:
        """Make the simulated provider fail at its next request."""
        answer = self.sims.post("/_sim/faults", json={"api": api, "kind": kind, **more})
        assert answer.status_code == 201, answer.text

    def switch(self, **changes: Any) -> None:
        """Change switches of the simulators."""
        answer = self.sims.put("/_sim/switches", json=changes)
        assert answer.status_code == 200, answer.text

    def fund(self, utility: int, **more: Any) -> None:
        """Set the utility account at M-Pesa to so many KES and unlock our operator."""
        facts = {"utility": utility, "initiator_locked": False, **more}
        answer = self.sims.put("/_sim/org", json=facts)
        assert answer.status_code == 200, answer.text

    def do(self, job: Job, **ids: int) -> None:
        """Enqueue a job for the worker."""
        send(job, **ids)

    def sent(self, path: str) -> list[Any]:
        """Return the requests that the simulators received at `path`, newest first."""
        return list(self.sims.get("/_sim/requests", params={"path": path, "limit": 1000}).json())

    def close(self) -> None:
        """Close the connections of all players."""
        for player in self._players:
            player.close()

    def _signed_in(self, username: str, user_id: int, phone: str) -> Player:
        player = Player(self.api_url, self.sims, user_id, phone)
        self._players.append(player)
        player.sign_in(username)
        return player

    @staticmethod
    def next_number() -> int:
        """Return a number that is unique in this test process."""
        return next(_numbers)


def next_phone() -> str:
    """Return a phone number that is unique in this test process."""
    return f"25479{next(_numbers):07d}"


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_system(
    addresses: Addresses, *, delays: dict[str, str] | None = None
) -> Iterator[System]:
    """Start everything and stop it at the end; meanwhile this process has the system's settings.

    `delays` are settings that differ from `DELAYS`.
    """
    api_port, sim_port = free_port(), free_port()
    api_url, sims_url = f"http://127.0.0.1:{api_port}", f"http://127.0.0.1:{sim_port}"
    with ExitStack() as stack:
        database = stack.enter_context(fresh_database(addresses))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in (_environment(api_url, sims_url) | (delays or {})).items():
            patch.setenv(name, value)
        _read_settings_anew()
        stack.callback(_read_settings_anew)
        waiting = stack.enter_context(Redis.from_url(addresses.redis_url))
        waiting.flushdb()  # jobs for the system before this one
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wagewars-flow-")))
        stack.callback(log_canaries.require_none, logs)
        api = stack.enter_context(httpx.Client(base_url=api_url, timeout=PATIENCE))
        sims = stack.enter_context(httpx.Client(base_url=sims_url, timeout=PATIENCE))
        system = System(database, api, sims, api_url, sims_url)
        stack.callback(system.close)
        for name, command in _commands(api_port, sim_port).items():
            process = _start(command, logs / f"{name}.log")
            stack.callback(_stop, process)
            system.processes[name] = process
        stack.callback(_stop_beat, *_start_beat(waiting))
        _wait_until_ready(system, logs)
        yield system


def _environment(api_url: str, sims_url: str) -> dict[str, str]:
    return DELAYS | {
        "MPESA_BASE_URL": f"{sims_url}/daraja",
        "MPESA_CALLBACK_BASE_URL": api_url,
        "MPESA_CERTIFICATE": f"{sims_url}/_sim/certificate",
        "SMS_BASE_URL": f"{sims_url}/sms",
        "SIM_SPEED": str(SIM_SPEED),
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "backend"), str(REPOSITORY)]),
    }


def _commands(api_port: int, sim_port: int) -> dict[str, str]:
    web = "uvicorn {} --host 127.0.0.1 --port {} --log-level warning --no-access-log"
    return {
        "simulators": web.format("simulators.main:app", sim_port),
        "api": web.format("app.main:app", api_port) + " --ws websockets-sansio",
        "worker": _WORKER,
    }


def _start(command: str, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            cwd=REPOSITORY,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(system: System, logs: Path) -> None:
    try:
        eventually(lambda: _answers(system.sims, "/_sim/switches"), within=60)
        eventually(lambda: _answers(system.api, "/livez"), within=60)
    except AssertionError as error:
        logged = "\n".join(log.read_text()[-3000:] for log in logs.iterdir())
        raise RuntimeError(f"the system did not start:\n{logged}") from error


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == 200
    except httpx.TransportError:
        return False


def _start_beat(waiting: Redis) -> tuple[threading.Event, threading.Thread]:
    """Enqueue all sweeps several times a second, but only while few wait in the queue.

    On a busy machine a backlog of sweeps would delay all other jobs.
    """
    # Reads the settings when it is imported, and pytest imports this file before they are set.
    from app.workers.celery_app import celery_app

    celery_app.set_current()
    over = threading.Event()

    def enqueue_sweeps() -> None:
        while not over.wait(0.4):
            for job in SWEEPS:
                if waiting.llen(queue_of(job)) < _MAX_WAITING:
                    send(job)

    thread = threading.Thread(target=enqueue_sweeps, daemon=True, name="beat")
    thread.start()
    return over, thread


def _stop_beat(over: threading.Event, beat: threading.Thread) -> None:
    over.set()
    beat.join()


def _read_settings_anew() -> None:
    forget_settings()
    daraja.cache_clear()
