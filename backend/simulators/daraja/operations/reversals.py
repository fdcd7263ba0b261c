"""Reversals of payments: on our request, or by Safaricom itself."""

import sqlite3
from dataclasses import dataclass

from simulators import switches
from simulators.core.clock import Clock, compact
from simulators.core.store import Store
from simulators.daraja import customer_sms, identifiers
from simulators.daraja.commands.commands import Command, Commands
from simulators.daraja.commands.initiator import Initiator
from simulators.daraja.commands.result import Outcome, Parameter, Shape, decimal
from simulators.daraja.ledger.accounts import Account, Accounts
from simulators.daraja.ledger.transactions import COMPLETED, PAYMENTS, Transactions
from simulators.daraja.ledger.transfers import Transfers
from simulators.subscribers.phones import Phones
from simulators.subscribers.sms_inbox import SmsInbox

REVERSED_ALREADY = "R000001"
NO_SUCH_PAYMENT = "R000002"
WRONG_AMOUNT = "25"
FLOAT_TOO_LOW = "1"


@dataclass(frozen=True, kw_only=True)
class Reversals:
    """Decides reversals."""

    store: Store
    clock: Clock
    phones: Phones
    sms_inbox: SmsInbox
    transfers: Transfers
    transactions: Transactions
    accounts: Accounts
    commands: Commands
    initiator: Initiator
    business_name: str

    def open(self, command: Command) -> None:
        """Open the transaction, so that Transaction Status knows of it from now on."""
        receipt = self.transfers.open_reversal(
            command.subject,
            shortcode=command.shortcode,
            amount_cents=command.amount * 100,
            originator_conversation_id=command.originator_conversation_id,
            conversation_id=command.conversation_id,
        )
        self.commands.set_receipt(command.id, receipt)

    def expire(self, command: Command) -> None:
        """Give up a reversal that timed out in the queue."""
        self.transactions.finish(command.receipt or "", status="Expired", code="")

    def decide(self, command: Command, forced_code: str | None) -> Outcome:
        """Give the money back, or do not."""
        receipt = command.receipt or ""
        code = (
            self.initiator.objection(command.initiator, command.credential)
            or forced_code
            or self.objection(
                command.subject, shortcode=command.shortcode, amount_cents=command.amount * 100
            )
        )
        if code is not None and code != "0":
            self.transactions.finish(receipt, status="Declined", code=code)
            generic = identifiers.generic_transaction_id(self.clock.now())
            return Outcome(code=code, transaction_id=generic, shape=self._shape(command))
        self._take_back(receipt)
        parameters = None
        if switches.read(self.store).reversal_parameters:
            parameters = self._parameters(command, self.transactions.get(command.subject))
        return Outcome(
            code="0", transaction_id=receipt, parameters=parameters, shape=self._shape(command)
        )

    def objection(self, receipt: str, *, shortcode: str, amount_cents: int | None) -> str | None:
        """Return the code that speaks against taking a payment back, or None."""
        row = self.transactions.find(receipt)
        if row is None or row["shortcode"] != shortcode or row["kind"] not in PAYMENTS:
            return NO_SUCH_PAYMENT
        if row["status"] != COMPLETED:
            return NO_SUCH_PAYMENT
        if row["reversed_by"] is not None:
            return REVERSED_ALREADY
        if amount_cents is not None and amount_cents != row["amount_cents"]:
            return WRONG_AMOUNT
        if self.transfers.balance_cents(shortcode) < row["amount_cents"]:
            return FLOAT_TOO_LOW
        return None

    def by_portal(self, original_receipt: str) -> str:
        """Take a payment back without a request of ours; return the receipt of the reversal."""
        original = self.transactions.get(original_receipt)
        receipt = self.transfers.open_reversal(
            original_receipt,
            shortcode=original["shortcode"],
            amount_cents=original["amount_cents"],
        )
        self._take_back(receipt)
        return receipt

    def _take_back(self, receipt: str) -> None:
        self.transfers.reverse(receipt)
        row = self.transactions.get(receipt)
        text = customer_sms.reversed_payment(
            receipt=receipt,
            original_receipt=row["original_receipt"],
            amount_cents=row["amount_cents"],
            phone=self.phones.get(row["msisdn"]),
        )
        self.sms_inbox.deliver(row["msisdn"], sender="MPESA", text=text)

    def _parameters(self, command: Command, original: sqlite3.Row) -> list[Parameter]:
        account = self.accounts.as_text(command.shortcode, Account.UTILITY)
        payer = f"{original['msisdn']} - {original['party_name']}"
        return [
            {"Key": "DebitAccountBalance", "Value": account},
            {"Key": "Amount", "Value": decimal(original["amount_cents"])},
            {"Key": "TransCompletedTime", "Value": int(compact(self.clock.now()))},
            {"Key": "OriginalTransactionID", "Value": command.subject},
            {"Key": "Charge", "Value": decimal(0)},
            {"Key": "CreditPartyPublicName", "Value": payer},
            {"Key": "DebitPartyPublicName", "Value": f"{command.shortcode} - {self.business_name}"},
        ]

    def _shape(self, command: Command) -> Shape:
        if command.msisdn is None:
            return Shape()
        profile = self.phones.get(command.msisdn).profile
        return Shape(
            parameters=profile.result_shape,
            reference=profile.reference_shape,
            code_form=profile.result_code_form,
        )
