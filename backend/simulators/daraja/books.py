"""The paybill's own books at M-Pesa, to compare with WageWars' ledger shilling by shilling."""

import sqlite3

from simulators.clock import Clock
from simulators.daraja import identifiers
from simulators.phones import Phones
from simulators.store import Store


class Books:
    """What every shortcode has received, receipt by receipt."""

    def __init__(self, store: Store, clock: Clock, phones: Phones) -> None:
        self._store = store
        self._clock = clock
        self._phones = phones

    def collect(
        self,
        *,
        msisdn: str,
        shortcode: str,
        amount_cents: int,
        reference: str,
        kind: str,
        checkout_request_id: str | None = None,
    ) -> str:
        """Move money from a phone to a shortcode and return the receipt."""
        receipt = identifiers.receipt(self._clock.now())
        with self._store.transaction():
            balance = self._phones.get(msisdn).balance_cents
            self._phones.set_balance(msisdn, balance_cents=balance - amount_cents)
            self._store.run(
                "INSERT INTO receipts (receipt, shortcode, kind, msisdn, amount_cents, reference,"
                " checkout_request_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                receipt,
                shortcode,
                kind,
                msisdn,
                amount_cents,
                reference,
                checkout_request_id,
                self._clock.now(),
            )
        return receipt

    def balance_cents(self, shortcode: str) -> int:
        """Return the utility balance of a shortcode."""
        row = self._store.one(
            "SELECT coalesce(sum(amount_cents), 0) AS total FROM receipts WHERE shortcode = ?",
            shortcode,
        )
        return int(row["total"]) if row else 0

    def receipts(self, shortcode: str) -> list[sqlite3.Row]:
        """Return what came in, newest first."""
        return self._store.all(
            "SELECT * FROM receipts WHERE shortcode = ? ORDER BY at DESC, rowid DESC", shortcode
        )
