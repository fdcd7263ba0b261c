"""M-Pesa's own record of every transaction, to compare with WageWars' ledger cent by cent."""

import sqlite3

from simulators import switches
from simulators.clock import Clock, in_nairobi
from simulators.daraja import identifiers, tariffs
from simulators.daraja.accounts import Account, Accounts
from simulators.phones import Phones
from simulators.store import Store

INITIATED = "Initiated"
COMPLETED = "Completed"
PAYMENTS = ("stk", "c2b")


class Books:
    """Moves money between phones and organisations, and remembers each movement for ever."""

    def __init__(self, store: Store, clock: Clock, phones: Phones, accounts: Accounts) -> None:
        self._store = store
        self._clock = clock
        self._phones = phones
        self._accounts = accounts

    def collect(
        self,
        *,
        msisdn: str,
        shortcode: str,
        amount_cents: int,
        reference: str,
        kind: str,
        checkout_request_id: str | None = None,
        party_name: str = "",
        receipt: str | None = None,
    ) -> str:
        """Move money from a phone to the utility account of a shortcode; return the receipt."""
        tariff = switches.read(self._store).paybill_tariff
        charge = 0 if tariff == "none" else tariffs.paybill_charge_cents(amount_cents)
        with self._store.transaction():
            receipt = self._write(
                receipt=receipt,
                shortcode=shortcode,
                kind=kind,
                msisdn=msisdn,
                amount_cents=amount_cents,
                reference=reference,
                party_name=party_name or self._phones.get(msisdn).profile.full_name,
                checkout_request_id=checkout_request_id,
            )
            details = f"Pay Bill from {msisdn} Acc. {reference}"
            self._post(shortcode, Account.UTILITY, amount_cents, receipt, details)
            if tariff == "business":
                self._charge(shortcode, charge, receipt, "Pay Bill Charge")
            paid_cents = amount_cents + (charge if tariff == "customer" else 0)
            self._phones.add_money(msisdn, cents=-paid_cents)
            self.finish(receipt, status=COMPLETED, code="0", charge_cents=charge)
        return receipt

    def open_payout(
        self,
        *,
        msisdn: str,
        shortcode: str,
        amount_cents: int,
        originator_conversation_id: str,
        conversation_id: str,
        remarks: str,
    ) -> str:
        """Write down a payout that is not decided yet; return the receipt it will have."""
        return self._write(
            shortcode=shortcode,
            kind="b2c",
            msisdn=msisdn,
            amount_cents=amount_cents,
            reference=remarks,
            originator_conversation_id=originator_conversation_id,
            conversation_id=conversation_id,
        )

    def pay_out(self, receipt: str) -> None:
        """Move the money of an open payout from the utility account to the phone."""
        row = self.get(receipt)
        free = not switches.read(self._store).b2c_tariff
        charge = 0 if free else tariffs.b2c_charge_cents(row["amount_cents"])
        with self._store.transaction():
            details = f"Business Payment to {row['msisdn']} via API"
            self._post(row["shortcode"], Account.UTILITY, -row["amount_cents"], receipt, details)
            self._charge(row["shortcode"], charge, receipt, "Business Payment Charge")
            self._phones.add_money(row["msisdn"], cents=row["amount_cents"])
            self.finish(receipt, status=COMPLETED, code="0", charge_cents=charge)

    def open_reversal(
        self,
        original_receipt: str,
        *,
        shortcode: str,
        amount_cents: int,
        originator_conversation_id: str | None = None,
        conversation_id: str | None = None,
    ) -> str:
        """Write down a reversal that is not decided yet; return the receipt it will have."""
        original = self.find(original_receipt)
        return self._write(
            shortcode=shortcode,
            kind="reversal",
            msisdn=original["msisdn"] if original else None,
            amount_cents=amount_cents,
            reference=original_receipt,
            party_name=original["party_name"] if original else "",
            originator_conversation_id=originator_conversation_id,
            conversation_id=conversation_id,
            original_receipt=original_receipt,
        )

    def take_back(self, receipt: str) -> None:
        """Carry out an open reversal: give the payment back to its payer."""
        row = self.get(receipt)
        original = row["original_receipt"]
        with self._store.transaction():
            details = f"Pay Bill Reversal to {row['msisdn']} of {original}"
            self._post(row["shortcode"], Account.UTILITY, -row["amount_cents"], receipt, details)
            self._phones.add_money(row["msisdn"], cents=row["amount_cents"])
            self.finish(receipt, status=COMPLETED, code="0")
            self._store.run(
                "UPDATE transactions SET reversed_by = ? WHERE receipt = ?", receipt, original
            )

    def transfer(self, shortcode: str, account: Account, *, to_cents: int) -> None:
        """Let an account hold exactly this much, as if somebody had moved money at the bank."""
        delta = to_cents - self._accounts.balance_cents(shortcode, account)
        if delta == 0:
            return
        with self._store.transaction():
            receipt = self._write(
                shortcode=shortcode,
                kind="transfer",
                msisdn=None,
                amount_cents=delta,
                reference=account,
            )
            words = "Deposit of Funds" if delta > 0 else "Organization Settlement"
            self._post(shortcode, account, delta, receipt, words)
            self.finish(receipt, status=COMPLETED, code="0")

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

    def balance_cents(self, shortcode: str) -> int:
        """Return the utility balance of a shortcode."""
        return self._accounts.balance_cents(shortcode, Account.UTILITY)

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

    def receipts(self, shortcode: str) -> list[sqlite3.Row]:
        """Return what phones have paid in, newest first."""
        return [row for row in self.transactions(shortcode) if row["kind"] in PAYMENTS]

    def transactions(self, shortcode: str) -> list[sqlite3.Row]:
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

    def _post(
        self, shortcode: str, account: Account, cents: int, receipt: str, details: str
    ) -> None:
        self._accounts.post(shortcode, account, cents=cents, receipt=receipt, details=details)

    def _charge(self, shortcode: str, cents: int, receipt: str, details: str) -> None:
        if cents:
            self._post(shortcode, Account.CHARGES_PAID, -cents, receipt, details)

    def _write(
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
