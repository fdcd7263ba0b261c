"""M-Pesa's own record of every transaction, to compare with WageWars' ledger cent by cent."""

import sqlite3

from simulators.core.clock import Clock, in_nairobi
from simulators.core.store import Store
from simulators.daraja import identifiers

INITIATED = "Initiated"
COMPLETED = "Completed"
PAYMENTS = ("stk", "c2b")


class Transactions:
    """Remembers each movement of money for ever, and those that were refused."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(
        self,
        *,
        shortcode: str,
        kind: str,
        msisdn: str | None,
        amount_cents: int,
        reference: str,
        party_name: str = "",
        checkout_request_id: str | None = None,
        originator_conversation_id: str | None = None,
        conversation_id: str | None = None,
        original_receipt: str | None = None,
        receipt: str | None = None,
    ) -> str:
        """Write down a transaction that is not decided yet; return the receipt it will have."""
        receipt = receipt or identifiers.receipt(self._clock.now())
        self._store.run(
            "INSERT INTO transactions (receipt, shortcode, kind, msisdn, amount_cents, reference,"
            " party_name, checkout_request_id, originator_conversation_id, conversation_id,"
            " original_receipt, status, initiated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            receipt,
            shortcode,
            kind,
            msisdn,
            amount_cents,
            reference,
            party_name,
            checkout_request_id,
            originator_conversation_id,
            conversation_id,
            original_receipt,
            INITIATED,
            self._clock.now(),
        )
        return receipt

    def finish(self, receipt: str, *, status: str, code: str, charge_cents: int = 0) -> None:
        """Write down how a transaction ended."""
        self._store.run(
            "UPDATE transactions SET status = ?, result_code = ?, charge_cents = ?, at = ?"
            " WHERE receipt = ?",
            status,
            code,
            charge_cents,
            self._clock.now(),
            receipt,
        )

    def mark(self, receipt: str, *, status: str) -> None:
        """Change the status of a transaction that goes on."""
        self._store.run("UPDATE transactions SET status = ? WHERE receipt = ?", status, receipt)

    def claim(self, receipt: str, *, status: str | None) -> None:
        """Let Transaction Status claim something else than the truth (None: the truth)."""
        self._store.run(
            "UPDATE transactions SET claimed_status = ? WHERE receipt = ?", status, receipt
        )

    def get(self, receipt: str) -> sqlite3.Row:
        """Return a transaction. Raises LookupError."""
        row = self.find(receipt)
        if row is None:
            raise LookupError(receipt)
        return row

    def find(self, receipt: str) -> sqlite3.Row | None:
        """Return the transaction with this receipt, or None."""
        return self._store.one("SELECT * FROM transactions WHERE receipt = ?", receipt)

    def find_by_originator(self, originator_conversation_id: str) -> sqlite3.Row | None:
        """Return the transaction that this request of ours started, or None."""
        return self._store.one(
            "SELECT * FROM transactions WHERE originator_conversation_id = ?",
            originator_conversation_id,
        )

    def find_subject(self, subject: str) -> sqlite3.Row | None:
        """Return the transaction with this receipt or started by this request of ours, or None."""
        return self.find(subject) or self.find_by_originator(subject)

    def payments(self, shortcode: str) -> list[sqlite3.Row]:
        """Return what phones have paid in, newest first."""
        return [row for row in self.of(shortcode) if row["kind"] in PAYMENTS]

    def of(self, shortcode: str) -> list[sqlite3.Row]:
        """Return everything, newest first."""
        return self._store.all(
            "SELECT * FROM transactions WHERE shortcode = ?"
            " ORDER BY coalesce(at, initiated_at) DESC, rowid DESC",
            shortcode,
        )

    def listed_between(self, shortcode: str, *, start: float, end: float) -> list[sqlite3.Row]:
        """Return the finished payments and reversals of a time, oldest first."""
        return self._store.all(
            "SELECT * FROM transactions WHERE shortcode = ? AND at >= ? AND at < ?"
            " AND status = ? AND kind IN ('stk', 'c2b', 'reversal') ORDER BY at, rowid",
            shortcode,
            start,
            end,
            COMPLETED,
        )

    def moved_today_cents(self, msisdn: str) -> int:
        """Return what this phone has paid and got since midnight in Nairobi."""
        now = in_nairobi(self._clock.now())
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        row = self._store.one(
            "SELECT coalesce(sum(amount_cents), 0) AS total FROM transactions"
            " WHERE msisdn = ? AND status = ? AND at >= ? AND kind != 'reversal'",
            msisdn,
            COMPLETED,
            midnight,
        )
        return int(row["total"]) if row else 0
