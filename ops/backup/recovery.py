"""Let a restored cluster replay WAL up to a second, on a socket that nobody else can reach.

The private key never reaches the server's account: its restore_command asks for a file of WAL by
name, and this process decrypts it and hands it over.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2

from devstack import postgres, processes
from ops.backup import wal
from ops.backup.errors import BackupError
from ops.backup.folder import Folder
from ops.backup.questions import Answers, ask
from ops.backup.settings import Settings

_TIMEOUT = 6 * 3_600  # seconds that replaying may take
_TOO_EARLY = "recovery ended before configured recovery target was reached"
# $1: a file's name, $2: where to put it. 1 means that there is none; above 128, that recovery must
# stop, because nobody answers.
_ASK = """
cd "$(dirname "$0")" || exit 255
: > "want.$1" || exit 255
n=0
while [ $n -lt 30000 ]; do
  if [ -f "have.$1" ]; then mv "have.$1" "$OLDPWD/$2" && exit 0; exit 255; fi
  if [ -f "none.$1" ]; then rm -f "none.$1"; exit 1; fi
  [ -f open ] || exit 255
  sleep 0.01
  n=$((n + 1))
done
exit 255
"""


def recover(
    settings: Settings, folder: Folder, cluster: Path, keys: list[Any], *, to: datetime | None
) -> Answers:
    """Replay WAL up to `to` (None: all there is), open the cluster, question it and stop it.

    Raises BackupError if the WAL ends before that second, or a file of it was changed.
    """
    with tempfile.TemporaryDirectory(prefix="wagewars-restore-") as name:
        exchange = Path(name)
        account = postgres.account()
        if account:
            os.chown(exchange, *account)
        with (
            _Feeder(folder, keys, exchange) as feeder,
            _serving(settings, cluster, exchange, to=to) as (process, log),
        ):
            _wait(process, log, exchange, feeder, to=to)
            with closing(_connect(exchange)) as connection:
                return ask(connection, until=to)


class _Feeder:
    """Answers the server's questions for files of WAL, from a thread of its own."""

    def __init__(self, folder: Folder, keys: list[Any], exchange: Path) -> None:
        self.folder = folder
        self._keys = keys
        self._exchange = exchange
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._open = exchange / "open"
        self.error: BackupError | None = None
        script = exchange / "ask"
        script.write_text(_ASK)
        script.chmod(0o644)
        self._open.touch()

    def __enter__(self) -> "_Feeder":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.unlink(missing_ok=True)
        self._thread.join()

    def _run(self) -> None:
        while self._open.exists():
            for wanted in list(self._exchange.glob("want.*")):
                wanted.unlink()
                try:
                    self._answer(wanted.name.removeprefix("want."))
                except (BackupError, OSError) as error:
                    self.error = BackupError(str(error))
                    self._open.unlink(missing_ok=True)
            time.sleep(0.005)

    def _answer(self, name: str) -> None:
        fresh = self._exchange / f"new.{name}"
        if not wal.fetch(self.folder, name, fresh, self._keys):
            fresh.unlink(missing_ok=True)
            (self._exchange / f"none.{name}").touch()
            return
        account = postgres.account()
        if account:
            os.chown(fresh, *account)
        fresh.rename(self._exchange / f"have.{name}")


@contextmanager
def _serving(
    settings: Settings, cluster: Path, exchange: Path, *, to: datetime | None
) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    rules = exchange / "pg_hba.conf"
    rules.write_text("local all all trust\n")
    rules.chmod(0o644)
    if not (cluster / "postgresql.conf").exists():  # Debian keeps it elsewhere
        (cluster / "postgresql.conf").touch()
    (cluster / "recovery.signal").touch()
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(exchange),
        "hba_file": str(rules),
        "port": "5432",
        "ssl": "off",
        "archive_mode": "off",
        "summarize_wal": "off",
        "hot_standby": "off",  # nobody looks in before the second is reached
        "shared_preload_libraries": "",
        "synchronous_standby_names": "",
        "primary_conninfo": "",
        "autovacuum": "off",
        "logging_collector": "off",
        "log_destination": "stderr",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        # Read, not run: nothing can be run in a container's /tmp.
        "restore_command": f'sh "{exchange / "ask"}" "%f" "%p"',
        "recovery_target_timeline": "latest",
        "recovery_target_action": "promote",
    }
    if to:
        chosen["recovery_target_time"] = to.isoformat(sep=" ")
    argv = [_server_program(settings), "-D", str(cluster)]
    argv += [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    command = processes.Command(argv, Path("/"), user=postgres.account(), stop_signal=signal.SIGINT)
    log = exchange / "server.log"
    with log.open("wb") as output:
        process = processes.spawn(command, output=output)
    try:
        yield process, log
    finally:
        processes.request_stop(process, command)
        processes.wait_or_kill(process, timeout=120)
        postgres.clear_leftovers(cluster)


def _wait(
    process: "subprocess.Popen[bytes]",
    log: Path,
    exchange: Path,
    feeder: _Feeder,
    *,
    to: datetime | None,
) -> None:
    """Wait until the cluster is open for writing, which is when the second is reached."""
    for _ in processes.wait_until(time.monotonic() + _TIMEOUT):
        if feeder.error:
            raise feeder.error
        if process.poll() is not None:
            break
        try:
            _connect(exchange).close()
            return
        except psycopg2.OperationalError:
            continue
    if feeder.error:
        raise feeder.error
    text = log.read_text(errors="replace")
    if _TOO_EARLY in text:
        last = [line for line in text.splitlines() if "last completed transaction" in line]
        when = f" (the last one at {last[-1].rpartition('log time')[2].strip()})" if last else ""
        raise BackupError(
            f"The WAL in {feeder.folder.path} holds no transaction after {to}{when}, so nobody can "
            "say whether it is whole up to there. TO=latest restores all there is."
        )
    raise BackupError(f"The restored database did not start; its log: {text[-2_000:]}")


def _server_program(settings: Settings) -> str:
    return settings.program("postgres") if settings.programs else postgres.server_program()


def _connect(exchange: Path) -> Any:
    return psycopg2.connect(
        host=str(exchange), port=5432, user="postgres", dbname=postgres.DATABASE, connect_timeout=5
    )
