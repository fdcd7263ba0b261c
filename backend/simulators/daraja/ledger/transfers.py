"""Transfers between phones and the accounts of organisations."""

from simulators import switches
from simulators.core.store import Store
from simulators.daraja.ledger import tariffs
from simulators.daraja.ledger.accounts import Account, Accounts
from simulators.daraja.ledger.transactions import COMPLETED, Transactions
from simulators.subscribers.phones import Phones


class Transfers:
    """Moves money: the two sides, the charge and the record of it, all or nothing."""

    def __init__(
        self, store: Store, transactions: Transactions, phones: Phones, accounts: Accounts
    ) -> None:
        self._store = store
        self._transactions = transactions
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
            receipt = self._transactions.open(
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
            self._transactions.finish(receipt, status=COMPLETED, code="0", charge_cents=charge)
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
        return self._transactions.open(
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
        row = self._transactions.get(receipt)
        free = not switches.read(self._store).b2c_tariff
        charge = 0 if free else tariffs.b2c_charge_cents(row["amount_cents"])
        with self._store.transaction():
            details = f"Business Payment to {row['msisdn']} via API"
            self._post(row["shortcode"], Account.UTILITY, -row["amount_cents"], receipt, details)
            self._charge(row["shortcode"], charge, receipt, "Business Payment Charge")
            self._phones.add_money(row["msisdn"], cents=row["amount_cents"])
            self._transactions.finish(receipt, status=COMPLETED, code="0", charge_cents=charge)

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
        original = self._transactions.find(original_receipt)
        return self._transactions.open(
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

    def reverse(self, receipt: str) -> None:
        """Carry out an open reversal: give the payment back to its payer."""
        row = self._transactions.get(receipt)
        original = row["original_receipt"]
        with self._store.transaction():
            details = f"Pay Bill Reversal to {row['msisdn']} of {original}"
            self._post(row["shortcode"], Account.UTILITY, -row["amount_cents"], receipt, details)
            self._phones.add_money(row["msisdn"], cents=row["amount_cents"])
            self._transactions.finish(receipt, status=COMPLETED, code="0")
            self._store.run(
                "UPDATE transactions SET reversed_by = ? WHERE receipt = ?", receipt, original
            )

    def transfer(self, shortcode: str, account: Account, *, to_cents: int) -> None:
        """Let an account hold exactly this much, as after a transfer at the bank."""
        delta = to_cents - self._accounts.balance_cents(shortcode, account)
        if delta == 0:
            return
        with self._store.transaction():
            receipt = self._transactions.open(
                shortcode=shortcode,
                kind="transfer",
                msisdn=None,
                amount_cents=delta,
                reference=account,
            )
            details = "Deposit of Funds" if delta > 0 else "Organization Settlement"
            self._post(shortcode, account, delta, receipt, details)
            self._transactions.finish(receipt, status=COMPLETED, code="0")

    def balance_cents(self, shortcode: str) -> int:
        """Return the utility balance of a shortcode."""
        return self._accounts.balance_cents(shortcode, Account.UTILITY)

    def _post(
        self, shortcode: str, account: Account, cents: int, receipt: str, details: str
    ) -> None:
        self._accounts.post(shortcode, account, cents=cents, receipt=receipt, details=details)

    def _charge(self, shortcode: str, cents: int, receipt: str, details: str) -> None:
        if cents:
            self._post(shortcode, Account.CHARGES_PAID, -cents, receipt, details)
