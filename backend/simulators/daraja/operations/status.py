"""The results of Transaction Status, true or as a fault claims."""

import sqlite3
from dataclasses import dataclass

from simulators import switches
from simulators.core.clock import Clock, compact
from simulators.core.store import Store
from simulators.daraja import identifiers
from simulators.daraja.commands.commands import Command
from simulators.daraja.commands.initiator import Initiator
from simulators.daraja.commands.result import Outcome, Parameter
from simulators.daraja.ledger.accounts import NAMES, Account
from simulators.daraja.ledger.transactions import Transactions
from simulators.fault_injection.random_faults import RandomFaults
from simulators.subscribers.phones import Phones
from simulators.subscribers.profile import Profile

REASONS = {
    "stk": "Pay Bill Online",
    "c2b": "Pay Bill Online",
    "b2c": "Business Payment to Customer via API",
    "reversal": "Pay Bill Reversal via API",
    "transfer": "Organization Settlement",
}


@dataclass(frozen=True, kw_only=True)
class StatusQueries:
    """Decides Transaction Status queries."""

    store: Store
    clock: Clock
    phones: Phones
    transactions: Transactions
    initiator: Initiator
    random_faults: RandomFaults
    business_name: str

    def decide(self, command: Command, forced_code: str | None) -> Outcome | None:
        """Say what is known; None is silence. Only a result of 0 says anything at all."""
        code = self.initiator.objection(command.initiator, command.credential) or forced_code
        row = self._visible(command) if code is None else None
        if code is not None or row is None:
            unknown = switches.read(self.store).status_not_found_code
            return self._outcome(code or unknown, None)
        if self._profile(row).status_silent:
            return None
        return self._outcome("0", self._parameters(command, row))

    def _visible(self, command: Command) -> sqlite3.Row | None:
        """Return the transaction, unless it is unknown, too young or denied."""
        row = self.transactions.find_subject(command.subject)
        if row is None or row["shortcode"] != command.shortcode:
            return None
        young = self.clock.before(switches.read(self.store).status_not_found_seconds)
        denied = command.plan.claim == "not_found" or self._profile(row).status_not_found
        if row["initiated_at"] > young or denied or self.random_faults.happens("status_not_found"):
            return None
        return row

    def _outcome(self, code: str, parameters: list[Parameter] | None) -> Outcome:
        return Outcome(
            code=code,
            transaction_id=identifiers.generic_transaction_id(self.clock.now()),
            parameters=parameters,
            reference={"Key": "Occasion"},
        )

    def _parameters(self, command: Command, row: sqlite3.Row) -> list[Parameter]:
        debit, credit = self._parties(row)
        wrong = command.plan.claim == "wrong_transaction"
        receipt = identifiers.receipt(self.clock.now()) if wrong else row["receipt"]
        cents = row["amount_cents"] + (100 if wrong else 0)
        finalised = row["at"]
        # Safaricom's own sample calls both parties DebitPartyName.
        twice = switches.read(self.store).status_repeats_debit_party
        return [
            {"Key": "DebitPartyName", "Value": debit},
            {"Key": "DebitPartyName" if twice else "CreditPartyName", "Value": credit},
            _known("OriginatorConversationID", row["originator_conversation_id"]),
            {"Key": "InitiatedTime", "Value": compact(row["initiated_at"])},
            {"Key": "DebitAccountType", "Value": self._account(row)},
            _known("DebitPartyCharges", _charges(row)),
            {"Key": "TransactionReason"},
            {"Key": "ReasonType", "Value": REASONS[row["kind"]]},
            {"Key": "TransactionStatus", "Value": self._status(command, row)},
            _known("FinalisedTime", compact(finalised) if finalised else None),
            {"Key": "Amount", "Value": _amount(cents)},
            _known("ConversationID", row["conversation_id"]),
            {"Key": "ReceiptNo", "Value": receipt},
        ]

    def _status(self, command: Command, row: sqlite3.Row) -> str:
        if command.plan.claim == "status_value":
            return command.plan.claim_code or "Declined"
        claims = row["claimed_status"] or self._profile(row).status_claims
        if claims is not None:
            return str(claims)
        if row["reversed_by"] is not None:
            return switches.read(self.store).reversed_status
        return str(row["status"])

    def _parties(self, row: sqlite3.Row) -> tuple[str, str]:
        organisation = f"{row['shortcode']} - {self.business_name}"
        name = row["party_name"] or self._profile(row).full_name
        phone = f"{row['msisdn']} - {name}" if row["msisdn"] else organisation
        return (phone, organisation) if row["kind"] in {"stk", "c2b"} else (organisation, phone)

    def _account(self, row: sqlite3.Row) -> str:
        from_phone = row["kind"] in {"stk", "c2b"}
        return "MMF Account For Customer" if from_phone else NAMES[Account.UTILITY]

    def _profile(self, row: sqlite3.Row) -> Profile:
        return self.phones.get(row["msisdn"]).profile if row["msisdn"] else Profile()


def _known(key: str, value: str | None) -> Parameter:
    """Return an item, which lacks its Value when there is none."""
    return {"Key": key} if value is None else {"Key": key, "Value": value}


def _charges(row: sqlite3.Row) -> str | None:
    cents = row["charge_cents"]
    return f"Fee For B2C Payment|KES|{cents / 100:.2f}" if cents else None


def _amount(cents: int) -> str:
    return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}"
