"""The accounts that an organisation holds at M-Pesa, entry by entry."""

import sqlite3
from enum import StrEnum

from simulators.core.clock import Clock
from simulators.core.store import Store


class Account(StrEnum):
    """An account of a shortcode, in the order in which Account Balance lists them."""

    WORKING = "working"
    FLOAT = "float"
    UTILITY = "utility"
    CHARGES_PAID = "charges_paid"
    SETTLEMENT = "settlement"


NAMES = {
    Account.WORKING: "Working Account",
    Account.FLOAT: "Float Account",
    Account.UTILITY: "Utility Account",
    Account.CHARGES_PAID: "Charges Paid Account",
    Account.SETTLEMENT: "Organization Settlement Account",
}


class Accounts:
    """What every shortcode holds; the balance after each entry is written beside it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def post(
        self, shortcode: str, account: Account, *, cents: int, receipt: str, details: str
    ) -> None:
        """Add to an account (or take from it: Charges Paid may well go below zero)."""
        self._store.run(
            "INSERT INTO account_entries"
            " (shortcode, account, delta_cents, balance_cents, receipt, details, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            shortcode,
            account,
            cents,
            self.balance_cents(shortcode, account) + cents,
            receipt,
            details,
            self._clock.now(),
        )

    def balance_cents(self, shortcode: str, account: Account) -> int:
        """Return what is in an account now."""
        row = self._store.one(
            "SELECT balance_cents FROM account_entries WHERE shortcode = ? AND account = ?"
            " ORDER BY id DESC LIMIT 1",
            shortcode,
            account,
        )
        return int(row["balance_cents"]) if row else 0

    def entries(self, shortcode: str, account: Account) -> list[sqlite3.Row]:
        """Return the history of an account, with the status of each transaction, oldest first."""
        return self._store.all(
            "SELECT e.*, coalesce(t.status, 'Completed') AS status FROM account_entries e"
            " LEFT JOIN transactions t ON t.receipt = e.receipt"
            " WHERE e.shortcode = ? AND e.account = ? ORDER BY e.id",
            shortcode,
            account,
        )

    def as_text(self, shortcode: str, account: Account) -> str:
        """Return Name|KES|current|available|reserved|uncleared, as all of M-Pesa spells it."""
        amount = f"{self.balance_cents(shortcode, account) / 100:.2f}"
        return f"{NAMES[account]}|KES|{amount}|{amount}|0.00|0.00"
