"""What Account Balance tells."""

from dataclasses import dataclass

from simulators.clock import Clock, compact
from simulators.daraja import identifiers
from simulators.daraja.accounts import Account, Accounts
from simulators.daraja.command_result import Outcome, Parameter, Shape
from simulators.daraja.commands import Command
from simulators.daraja.initiator import Initiator


@dataclass(frozen=True, kw_only=True)
class BalanceDesk:
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
            self.accounts.in_words(command.shortcode, account) for account in Account
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
