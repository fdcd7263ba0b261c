"""The results of Account Balance."""

from dataclasses import dataclass

from simulators.core.clock import Clock, compact
from simulators.daraja import identifiers
from simulators.daraja.commands.commands import Command
from simulators.daraja.commands.initiator import Initiator
from simulators.daraja.commands.result import Outcome, Parameter, Shape
from simulators.daraja.ledger.accounts import Account, Accounts


@dataclass(frozen=True, kw_only=True)
class BalanceQueries:
    """Decides balance queries."""

    clock: Clock
    accounts: Accounts
    initiator: Initiator

    def decide(self, command: Command, forced_code: str | None) -> Outcome:
        """Read all accounts out, in codes that are strings here; a failure is one single item."""
        objection = self.initiator.objection(command.initiator, command.credential)
        code = objection or forced_code or "0"
        completed: Parameter = {
            "Key": "BOCompletedTime",
            "Value": int(compact(self.clock.now())),
        }
        accounts = "&".join(
            self.accounts.as_text(command.shortcode, account) for account in Account
        )
        failed = code != "0"
        return Outcome(
            code=code,
            transaction_id=identifiers.generic_transaction_id(self.clock.now()),
            parameters=[completed]
            if failed
            else [{"Key": "AccountBalance", "Value": accounts}, completed],
            shape=Shape(parameters="object") if failed else Shape(code_form="string"),
        )
