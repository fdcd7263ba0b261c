"""The SQLite file in which the state of the simulators survives a restart."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulators.core.schema import SCHEMA, TABLES
from simulators.core.schema_upgrade import convert_receipts, rename_old

Value = str | int | float | None


class Store:
    """A thin layer on SQLite: statements in, rows out.

    Everything runs on the event loop's thread, so that one block of code without an `await` is
    alone with the data; `transaction` is for all-or-nothing, not for locking.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._started = secrets.token_hex(4)
        place = ":memory:" if folder is None else str(folder / "simulators.sqlite3")
        self._db = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        # WAL with NORMAL survives a killed process, which is what our fault tests do to us.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        rename_old(self._db)
        self._db.executescript(SCHEMA)
        convert_receipts(self._db)

    @property
    def version(self) -> str:
        """A text that differs after every change and every restart (for ETags)."""
        return f"{self._started}-{self._db.total_changes}"

    def run(self, statement: str, *values: Value) -> int:
        """Execute a change and return the id of the row it inserted, if any."""
        return self._db.execute(statement, values).lastrowid or 0

    def one(self, statement: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row, or None."""
        row: sqlite3.Row | None = self._db.execute(statement, values).fetchone()
        return row

    def all(self, statement: str, *values: Value) -> list[sqlite3.Row]:
        """Return every row."""
        return self._db.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all of the changes inside, or none. Joins a transaction that is already open."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def wipe(self) -> None:
        """Delete all rows."""
        with self.transaction():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 (our own table names)

    def close(self) -> None:
        """Close the file."""
        self._db.close()
