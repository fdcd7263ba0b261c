"""Brings the file of an older world up to date, so that `make run` after a pull loses nothing."""

import sqlite3

# Once the books held nothing but payments to the paybill, and its balance was their sum.
FROM_RECEIPTS = """
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


def upgrade(database: sqlite3.Connection) -> None:
    """Move what older tables hold into the present ones."""
    old = database.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'receipts'"
    ).fetchone()
    if old is not None:
        database.executescript(f"BEGIN; {FROM_RECEIPTS} COMMIT;")
