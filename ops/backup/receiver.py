"""Receive the WAL as it is written, and encrypt what is whole: `python -m ops.backup receive`.

Archiving loses up to `archive_timeout` seconds with the machine; a stream to another place loses
none, if `synchronous_standby_names` names it (its application_name is that of the slot).
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack import processes
from devstack.psql import connection_variables
from ops.backup import crypt, server, wal
from ops.backup.errors import BackupError
from ops.backup.folder import Folder
from ops.backup.settings import Settings

_PAUSE = 0.5  # seconds between two looks
_RETRY = 2.0
_STDERR = 2
_ASIDE = ".aside"
_NOT_WHOLE = frozenset({".partial", ".new", ".tmp", _ASIDE})


class Receiver:
    """One `pg_receivewal`, and the encryption of what it and the archive_command have finished."""

    def __init__(self, settings: Settings, url: str, *, outbox: Path | None = None) -> None:
        self._settings = settings
        self._outbox = outbox
        self._folder = Folder(settings.folder)
        self._keys = crypt.recipients(settings.recipients)
        variables = connection_variables(url) | {"PGAPPNAME": server.SLOT}
        self._env = {**os.environ, **variables}
        self._url = url
        self._program: subprocess.Popen[bytes] | None = None
        self._said = ""

    def start(self) -> None:
        """Ask for the slot, and begin to receive; raises BackupError if that cannot be."""
        self._folder.create()
        with server.connected(self._url) as connection:
            self._folder.claim_for(server.system_identifier(connection))
            server.drop_lost_slot(connection)
            self._put_aside(server.timeline(connection))
        base = [self._settings.program("pg_receivewal"), "--no-password", f"--slot={server.SLOT}"]
        done = subprocess.run(
            [*base, "--create-slot", "--if-not-exists"],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BackupError(f"No slot for the WAL can be made: {done.stderr.strip()}")
        command = processes.Command(
            [*base, f"--directory={self._folder.stream}", "--synchronous", "--no-loop"],
            Path("/"),
            self._env,
        )
        self._program = processes.spawn(command, output=_STDERR)

    def _put_aside(self, timeline: int) -> None:
        """Archive what was streamed last of another timeline, which a restore or failover ended.

        pg_receivewal would go on there, and the server may no longer have that WAL.
        """
        for path in self._folder.stream.glob("*.partial"):
            if int(path.name[:8], 16) != timeline:
                self._store(path)

    def run(self) -> None:
        """Go on until a signal ends this process; what fails is said once and tried again."""
        heartbeat = self._settings.values.get("HEARTBEAT_PATH")
        while True:
            try:
                if self._program is None or self._program.poll() is not None:
                    self.start()
                self.collect()
                self._said = ""
                if heartbeat:
                    Path(heartbeat).touch()
            except (BackupError, OSError) as error:
                if str(error) != self._said:
                    self._said = str(error)
                    print(f"WAL is not stored: {error}", flush=True)
                time.sleep(_RETRY)
            time.sleep(_PAUSE)

    def collect(self) -> None:
        """Encrypt all files of WAL that are whole."""
        for place in (self._outbox, self._folder.stream):
            if place is None or not place.is_dir():
                continue
            for path in sorted(place.iterdir()):
                if path.suffix not in _NOT_WHOLE:
                    self._store(path)

    def _store(self, path: Path) -> None:
        """Encrypt a file of WAL and delete it here; one that contradicts the archive stays."""
        try:
            wal.archive(self._folder, path, self._keys)
        except wal.OtherContents as error:
            print(f"Put aside: {error}", flush=True)
            path.rename(path.with_name(f"{path.name}{_ASIDE}"))
        else:
            path.unlink()

    def stop(self) -> None:
        """End the program; what it has received stays."""
        if self._program is not None:
            self._program.terminate()
            processes.wait_or_kill(self._program, timeout=10)
            self._program = None


@contextmanager
def receiving(settings: Settings, url: str, *, outbox: Path | None = None) -> Iterator[Receiver]:
    """Receive WAL within the block; the caller collects what is whole."""
    receiver = Receiver(settings, url, outbox=outbox)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()
