"""A world made by an older version is not lost."""

import sqlite3
from pathlib import Path

from simulators.daraja.accounts import Account
from simulators.settings import SimSettings
from simulators.world import create_world


def test_old_receipts_become_transactions_and_entries(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "simulators.sqlite3") as database:
        database.execute(
            "CREATE TABLE receipts (receipt TEXT PRIMARY KEY, shortcode TEXT NOT NULL,"
            " kind TEXT NOT NULL, msisdn TEXT NOT NULL, amount_cents INTEGER NOT NULL,"
            " reference TEXT NOT NULL, checkout_request_id TEXT, at REAL NOT NULL)"
        )
        for number in (1, 2):
            database.execute(
                "INSERT INTO receipts VALUES (?, '600123', 'stk', '254711000001', 500, 'D1',"
                " NULL, ?)",
                (f"ULM000000{number}", float(number)),
            )
    database.close()
    for _ in range(2):
        world = create_world(SimSettings(data_folder=tmp_path), transport=None)
        assert world.books.balance_cents("600123") == 1_000
        assert len(world.transactions.payments("600123")) == 2
        assert [
            entry["balance_cents"] for entry in world.accounts.entries("600123", Account.UTILITY)
        ] == [500, 1_000]
        world.store.close()
