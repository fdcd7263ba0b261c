"""The file of an older version is not lost."""

import sqlite3
from pathlib import Path

from simulators.daraja.ledger.accounts import Account
from simulators.settings import SimSettings
from simulators.simulation import create_simulation


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
        simulation = create_simulation(SimSettings(data_folder=tmp_path), transport=None)
        assert simulation.transfers.balance_cents("600123") == 1_000
        assert len(simulation.transactions.payments("600123")) == 2
        assert [
            entry["balance_cents"]
            for entry in simulation.accounts.entries("600123", Account.UTILITY)
        ] == [500, 1_000]
        simulation.store.close()


def test_tables_of_an_older_version_keep_their_rows_under_the_present_names(tmp_path: Path) -> None:
    first = create_simulation(SimSettings(data_folder=tmp_path), transport=None)
    first.sms_inbox.deliver("254711000001", sender="MPESA", text="kept")
    first.scheduler.add("command", due_at=0.0, command_id=1)
    first.store.close()
    with sqlite3.connect(tmp_path / "simulators.sqlite3") as database:
        database.execute("ALTER TABLE sms_messages RENAME TO texts")
        database.execute("ALTER TABLE timers RENAME TO agenda")
        database.execute("ALTER TABLE commands RENAME COLUMN plan TO manner")
        database.execute("ALTER TABLE commands DROP COLUMN request")
    database.close()
    for _ in range(2):
        simulation = create_simulation(SimSettings(data_folder=tmp_path), transport=None)
        assert [sms.text for sms in simulation.sms_inbox.of("254711000001")] == ["kept"]
        assert simulation.store.one("SELECT task FROM timers WHERE due_at = 0")
        assert simulation.store.all("SELECT plan, request FROM commands") == []
        simulation.store.close()
