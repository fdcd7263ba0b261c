"""Where asynchronous requests wait, are decided, and are answered more or less reliably."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulators import switches
from simulators.agenda import Agenda
from simulators.clock import Clock
from simulators.daraja import command_result, identifiers
from simulators.daraja.command_result import Outcome, Shape
from simulators.daraja.commands import EXPIRED, STUCK, WAITING, Command, Commands, Order
from simulators.daraja.manner import FAILURE, Manner
from simulators.deliveries import Deliveries
from simulators.store import Store

# Decide a request: look at the rules, move the money, say what happened (None: nothing, for ever).
# The text is a code that overrules the rules, if any.
Decide = Callable[[Command, str | None], Outcome | None]
Note = Callable[[Command], None]


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Who is responsible for one API: `decide` at the end, `open` and `expire` if they matter."""

    decide: Decide
    open: Note = lambda _command: None
    expire: Note = lambda _command: None
    stick: Note = lambda _command: None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """All asynchronous APIs. Each step is one transaction, so a restart repeats none."""

    TASK = "command"

    store: Store
    clock: Clock
    agenda: Agenda
    deliveries: Deliveries
    commands: Commands
    clerks: dict[str, Clerk] = field(default_factory=dict)

    def listen(self) -> None:
        """Take over what the agenda holds."""
        self.agenda.teach(self.TASK, self._fall_due)

    def teach(self, api: str, clerk: Clerk) -> None:
        """Say who is responsible for an API."""
        self.clerks[api] = clerk

    def accept(self, order: Order, manner: Manner) -> Command:
        """Take a request in and plan its decision."""
        country = switches.read(self.store)
        seconds = country.result_seconds
        if order.api == "reversal" and country.reversal_seconds is not None:
            seconds = country.reversal_seconds
        with self.store.transaction():
            command = self.commands.accept(order, manner)
            self.clerks[order.api].open(command)
            due_at = self.clock.after(seconds)
            self.agenda.add(self.TASK, due_at=due_at, command_id=command.id, step="first")
        return self.commands.get(command.id)

    async def overtake(self, command: Command) -> None:
        """Decide a request and tell its result before the request itself is answered."""
        with self.store.transaction():
            owed = self._decide_and_tell(command)
        for delivery_id in owed:
            await self.deliveries.send_if_pending(delivery_id)

    def settle(self, command: Command, *, code: str | None) -> Command:
        """Decide, by hand, what waits, is stuck or has expired."""
        with self.store.transaction():
            self._tell(command, self._decide(command, code))
        return self.commands.get(command.id)

    async def _fall_due(self, payload: dict[str, Any]) -> None:
        command = self.commands.get(payload["command_id"])
        if command.state != WAITING:
            return
        with self.store.transaction():
            if payload["step"] == "first":
                self._first_step(command)
            else:
                self._last_step(command)

    def _first_step(self, command: Command) -> None:
        manner = command.manner
        if manner.result == "stuck":
            self.commands.set_state(command.id, STUCK)
            self.clerks[command.api].stick(command)
        elif manner.result in {"timeout_then_success", "timeout_then_failure"}:
            self._tell_timeout(command)
            due_at = self.clock.after(manner.later_seconds)
            self.agenda.add(self.TASK, due_at=due_at, command_id=command.id, step="last")
        elif manner.result == "timeout_only":
            self._tell_timeout(command)
            self.commands.set_state(command.id, EXPIRED)
            self.clerks[command.api].expire(command)
        elif manner.result == "timeout_only_paid":
            self._decide(command, manner.code)
            self._tell_timeout(command)
        elif manner.result in {"failure_then_success", "success_then_failure"}:
            self._tell_two_stories(command)
        else:
            self._decide_and_tell(command)

    def _last_step(self, command: Command) -> None:
        code = command.manner.code
        if command.manner.result == "timeout_then_failure":
            code = code or FAILURE
        self._tell(command, self._decide(command, code))

    def _decide_and_tell(self, command: Command) -> list[int]:
        return self._tell(command, self._decide(command, command.manner.code))

    def _decide(self, command: Command, code: str | None) -> Outcome | None:
        outcome = self.clerks[command.api].decide(command, code)
        self.commands.decide(command.id, code=outcome.code if outcome else "")
        return outcome

    def _tell_two_stories(self, command: Command) -> None:
        truth = self._decide(command, None)
        lie = Outcome(
            code=command.manner.code or FAILURE,
            transaction_id=identifiers.generic_transaction_id(self.clock.now()),
            shape=truth.shape if truth else Shape(),
        )
        lie_first = command.manner.result == "failure_then_success"
        first, second = (lie, truth) if lie_first else (truth, lie)
        for outcome, seconds in ((first, 0.0), (second, command.manner.later_seconds)):
            if outcome is not None:
                self._plan(command, outcome, later_seconds=seconds)

    def _tell(self, command: Command, outcome: Outcome | None) -> list[int]:
        manner = command.manner
        if outcome is None:
            return []
        if manner.result == "drop":
            self.deliveries.drop(
                kind=command.api,
                url=command.result_url,
                body=command_result.compose(command, outcome),
                headers={},
                prompt_id=None,
            )
            return []
        copies = manner.copies if manner.result == "duplicate" else 1
        later = manner.later_seconds if manner.result == "delay" else 0.0
        return [self._plan(command, outcome, later_seconds=later) for _ in range(copies)]

    def _plan(self, command: Command, outcome: Outcome, *, later_seconds: float) -> int:
        return self.deliveries.plan(
            kind=command.api,
            url=command.result_url,
            body=command_result.compose(command, outcome),
            headers={},
            due_at=self.clock.after(later_seconds),
        )

    def _tell_timeout(self, command: Command) -> None:
        generic = identifiers.generic_transaction_id(self.clock.now())
        self.deliveries.plan(
            kind=f"{command.api}_timeout",
            url=command.timeout_url,
            body=command_result.compose_timeout(command, transaction_id=generic),
            headers={},
            due_at=self.clock.now(),
        )
