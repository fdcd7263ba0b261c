"""The database that the drill writes to, with its receiver of WAL, its players and its end."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from devstack import postgres, processes, valkey
from devstack.errors import StackError
from devstack.instances import ROOT
from ops.backup import crypt, receiver, server
from ops.backup import settings as backup_settings
from ops.backup.errors import BackupError
from ops.backup.settings import Settings

_PAUSE = 0.2
_SETTINGS = {
    "ENVIRONMENT": "test",
    "SECRET_KEY": "a-restore-drill-key-that-signs-nothing",
    "RECEIPT_SIGNING_KEY": "0123456789abcdef" * 4,
    "PUSH_VAPID_KEYS": "21t6sJ8cd6W6MjwgsdzVRkoDUARx3wcBDNa_wl-wMbs",
    "LOG_LEVEL": "WARNING",
    "MPESA_ENVIRONMENT": "simulator",
    "MPESA_BASE_URL": "http://127.0.0.1:1/daraja",
    "MPESA_CONSUMER_KEY": "none",
    "MPESA_CONSUMER_SECRET": "none",
    "MPESA_SHORTCODE": "600123",
    "MPESA_PASSKEY": "none",
    "MPESA_CALLBACK_BASE_URL": "http://127.0.0.1:1",
    "MPESA_C2B_TOKEN": "a-drill-token-0123456789abcdef",
    "SMS_BASE_URL": "http://127.0.0.1:1/sms",
    "SMS_USERNAME": "none",
    "SMS_API_KEY": "none",
    # The same two meet again at once, however their ratings differ by then.
    "MATCHMAKING_WINDOW": "3000",
    "MATCHMAKING_WIDEST": "3000",
    "MATCHMAKING_REMATCH_SECONDS": "0",
    "MATCHMAKING_MEETINGS_A_DAY": "100000",
}


@dataclass(frozen=True)
class Acknowledged:
    """A transaction of the app that moved money, and whose commit returned; Unix seconds."""

    began: float
    at: float
    keys: tuple[str, ...]


class World:
    """A durable PostgreSQL that archives and streams its WAL, and players who write to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.key_file = root / "private-key"
        public = crypt.new_key(self.key_file)
        self.settings = self._settings({"BACKUP_RECIPIENTS": public})
        self._journal = root / "acknowledged.jsonl"
        self._stack = ExitStack()
        self._players: subprocess.Popen[bytes] | None = None
        self._collecting: threading.Thread | None = None
        self._is_open = threading.Event()

    def _settings(self, more: dict[str, str]) -> Settings:
        values = {
            "BACKUP_FOLDER": str(self.root / "backups"),
            "BACKUP_KEY_FILE": str(self.key_file),
            **more,
        }
        return backup_settings.read(values, data_dir=self.data)

    def __enter__(self) -> "World":
        try:
            self._start()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _start(self) -> None:
        self._stack.callback(postgres.remove, self.data)
        self.database = self._stack.enter_context(postgres.start(self.data, backed_up=True))
        self._redis = self._stack.enter_context(valkey.start(self.data))
        self._run("-m", "alembic", "upgrade", "head")
        for name in ("evidence", "spool"):
            (self.data / name).mkdir()
            (self.data / name / "one.bin").write_bytes(name.encode() * 10_000)
        self._receiver = self._stack.enter_context(
            receiver.receiving(
                self.settings, self.database.backup_url, outbox=postgres.outbox(self.data)
            )
        )
        self._is_open.set()
        self._collecting = threading.Thread(target=self._collect)
        self._collecting.start()
        self._require_streaming()

    def _require_streaming(self) -> None:
        """Have no commit acknowledged before the receiver has it on its disk."""
        with server.connected(self.database.backup_url) as connection:
            cursor = connection.cursor()
            for _ in processes.wait_until(time.monotonic() + 30):
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_replication"
                    " WHERE application_name = %s AND state = 'streaming'",
                    (server.SLOT,),
                )
                if cursor.fetchone() == (1,):
                    break
            else:
                raise StackError("The receiver of WAL did not connect.")
            cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{server.SLOT}'")
            cursor.execute("SELECT pg_reload_conf()")

    def _collect(self) -> None:
        while self._is_open.is_set():
            try:
                self._receiver.collect()
            except (BackupError, OSError, psycopg2.Error) as error:
                print(f"WAL is not stored: {error}", flush=True)
            time.sleep(_PAUSE)

    def start_players(self, threads: int) -> None:
        """Let so many pairs of players begin to deposit and to play."""
        command = processes.Command(
            [sys.executable, "-m", "ops.backup_drill.stories", str(self._journal), str(threads)],
            ROOT,
            self._environment(),
        )
        log = self._stack.enter_context((self.root / "players.log").open("wb"))
        self._players = processes.spawn(command, output=log)

    def acknowledged(self) -> list[Acknowledged]:
        """Return what the players' commits have acknowledged so far."""
        if not self._journal.exists():
            return []
        found = []
        for line in self._journal.read_text().splitlines():
            entry = json.loads(line)
            found.append(Acknowledged(entry["began"], entry["acknowledged"], tuple(entry["keys"])))
        return found

    def wait_for(self, transactions: int) -> None:
        """Wait until so many more transactions were acknowledged."""
        wanted = len(self.acknowledged()) + transactions
        for _ in processes.wait_until(time.monotonic() + 120):
            if len(self.acknowledged()) >= wanted:
                return
            if self._players is None or self._players.poll() is not None:
                break
        log = (self.root / "players.log").read_text()[-2_000:]
        raise StackError(f"The players stopped before there was anything to lose:\n{log}")

    def lose_everything(self) -> None:
        """Kill the server by SIGKILL while it is written to, and delete its disk."""
        self.database.kill()
        if self._players:
            processes.wait_or_kill(self._players, timeout=20)
        self._is_open.clear()
        if self._collecting:
            self._collecting.join()
        self._receiver.stop()
        postgres.remove(self.data)
        shutil.rmtree(self.data)
        shutil.rmtree(postgres.outbox(self.data), ignore_errors=True)
        self.data.mkdir()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **_SETTINGS,
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT / "backend"), str(ROOT), os.environ.get("PYTHONPATH", "")]
            ),
            "DATABASE_URL": self.database.app_url,
            "MIGRATION_DATABASE_URL": self.database.url,
            "REDIS_URL": self._redis.url,
        }

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackError(f"{' '.join(arguments)} failed:\n{done.stderr[-2_000:]}")

    def _close(self) -> None:
        if self._players:
            processes.wait_or_kill(self._players, timeout=0)
        self._is_open.clear()
        if self._collecting:
            self._collecting.join()
        self._stack.close()
