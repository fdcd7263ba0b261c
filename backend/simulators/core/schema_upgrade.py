"""Brings the SQLite file of an older version up to date: `make run` after a pull loses nothing.

`rename_old` runs before the present tables are created, `convert_receipts` after it.
"""

import sqlite3

# What has got another name since: old table, statement.
_RENAMED = (
    ("texts", "ALTER TABLE texts RENAME TO sms_messages; DROP INDEX IF EXISTS texts_of_phone"),
    ("agenda", "ALTER TABLE agenda RENAME TO timers; DROP INDEX IF EXISTS agenda_by_time"),
)
_COLUMNS_OF_COMMANDS = "SELECT name FROM pragma_table_info('commands')"

# Once there were only receipts of payments to the paybill, and its balance was their sum.
_FROM_RECEIPTS = """
INSERT OR IGNORE INTO transactions (receipt, shortcode, kind, msisdn, amount_cents, reference,
    checkout_request_id, status, result_code, initiated_at, at)
SELECT receipt, shortcode, kind, msisdn, amount_cents, reference, checkout_request_id, 'Completed',
    '0', at, at FROM receipts ORDER BY at, rowid;
INSERT INTO account_entries (shortcode, account, delta_cents, balance_cents, receipt, details, at)
SELECT shortcode, 'utility', amount_cents,
    sum(amount_cents) OVER (PARTITION BY shortcode ORDER BY at, rowid), receipt,
    'Pay Bill from ' || msisdn || ' Acc. ' || reference, at FROM receipts ORDER BY at, rowid;
DROP TABLE receipts;
"""


def rename_old(database: sqlite3.Connection) -> None:
    """Give tables and columns of older versions their present names, and add what is missing."""
    for table, statements in _RENAMED:
        if _has_table(database, table):
            database.executescript(f"BEGIN; {statements}; COMMIT;")
    columns = {name for (name,) in database.execute(_COLUMNS_OF_COMMANDS)}
    if "manner" in columns:
        database.execute("ALTER TABLE commands RENAME COLUMN manner TO plan")
    if columns and "request" not in columns:
        database.execute("ALTER TABLE commands ADD COLUMN request TEXT NOT NULL DEFAULT ''")


def convert_receipts(database: sqlite3.Connection) -> None:
    """Move what the oldest version kept as receipts into transactions and entries."""
    if _has_table(database, "receipts"):
        database.executescript(f"BEGIN; {_FROM_RECEIPTS} COMMIT;")


def _has_table(database: sqlite3.Connection, name: str) -> bool:
    statement = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return database.execute(statement, (name,)).fetchone() is not None
