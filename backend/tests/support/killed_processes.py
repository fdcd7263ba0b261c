"""Processes that are held at a step by a lock that a trigger waits for, and killed there."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from devstack.instances import ROOT
from tests.support.databases import Database

_LOCK = 4711
_PATIENCE = 20.0
_HOLD = """
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_advisory_xact_lock({lock}); RETURN NEW; END $$;
CREATE TRIGGER hold BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION hold()
"""


def eventually(condition: Callable[[], Any], what: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, f"{what} did not come"
        time.sleep(0.02)


class Process:
    """Python code in a process of its own, with the settings of this test."""

    def __init__(self, code: str) -> None:
        env = {
            **os.environ,  # noqa: TID251  # what a shell passes on
            "PYTHONPATH": f"{ROOT / 'backend'}{os.pathsep}{ROOT}",
        }
        self._process = subprocess.Popen([sys.executable, "-c", code], env=env)

    def finish(self) -> None:
        """Wait for its end, which must be a good one."""
        assert self._process.wait(_PATIENCE) == 0

    def kill(self) -> None:
        """Send SIGKILL."""
        assert self._process.poll() is None, "it ended before it was killed"
        self._process.kill()
        self._process.wait()


class Steps:
    """The steps of a process, each a write of one table, at which it can be held."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def held(self, event: str, table: str, when: str = "") -> Iterator[None]:
        """Make whoever does `event` to `table` wait; they go on, or roll back, at the end."""
        self._sql(_HOLD.format(lock=_LOCK, event=event, table=table, when=when))
        with closing(self._database.connect()) as holder, holder.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({_LOCK})")
            yield
        eventually(lambda: not self._locks(), "the end of the killed process's transaction")
        self._sql(f"DROP TRIGGER hold ON {table}; DROP FUNCTION hold()")

    def await_waiter(self) -> None:
        """Wait until somebody waits for the lock."""
        eventually(lambda: (False,) in self._locks(), "somebody who waits for the lock")

    def _locks(self) -> list[tuple[Any, ...]]:
        return self._sql(
            "SELECT granted FROM pg_locks JOIN pg_database d ON d.oid = database"
            f" WHERE locktype = 'advisory' AND objid = {_LOCK} AND datname = current_database()"
        )

    def _sql(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(self._database.connect()) as connection, connection, connection.cursor() as c:
            c.execute(statement)
            return c.fetchall() if c.description else []
