"""The queue of asynchronous requests: accepted, decided, answered as their plans say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulators import switches
from simulators.callback_deliveries import Deliveries
from simulators.core.clock import Clock
from simulators.core.scheduler import Scheduler
from simulators.core.store import Store
from simulators.daraja import identifiers
from simulators.daraja.commands import result
from simulators.daraja.commands.commands import EXPIRED, STUCK, WAITING, Command, Commands, Order
from simulators.daraja.commands.result import Outcome, Shape
from simulators.daraja.commands.result_plan import FAILURE, ResultPlan

# Decide a request: look at the rules, move the money, say what happened (None: nothing, for ever).
# The text is a code that overrules the rules, if any.
Decide = Callable[[Command, str | None], Outcome | None]
Note = Callable[[Command], None]


@dataclass(frozen=True, kw_only=True)
class CommandHandler:
    """What one API does: `decide` at the end, `open`, `expire` and `hold` where they matter."""

    decide: Decide
    open: Note = lambda _command: None
    expire: Note = lambda _command: None
    hold: Note = lambda _command: None


@dataclass(frozen=True, kw_only=True)
class CommandQueue:
    """All asynchronous APIs. Each step is one transaction, so a restart repeats none."""

    TASK = "command"

    store: Store
    clock: Clock
    scheduler: Scheduler
    deliveries: Deliveries
    commands: Commands
    handlers: dict[str, CommandHandler] = field(default_factory=dict)

    def register_tasks(self) -> None:
        """Register the timers' task."""
        self.scheduler.register(self.TASK, self._run_due)

    def register(self, api: str, handler: CommandHandler) -> None:
        """Set the handler of an API."""
        self.handlers[api] = handler

    def accept(self, order: Order, plan: ResultPlan) -> Command:
        """Store a request and plan its decision."""
        flags = switches.read(self.store)
        seconds = flags.result_seconds
        if order.api == "reversal" and flags.reversal_seconds is not None:
            seconds = flags.reversal_seconds
        with self.store.transaction():
            command = self.commands.accept(order, plan)
            self.handlers[order.api].open(command)
            due_at = self.clock.after(seconds)
            self.scheduler.add(self.TASK, due_at=due_at, command_id=command.id, step="first")
        return self.commands.get(command.id)

    async def decide_at_once(self, command: Command) -> None:
        """Decide a request and send its result before the request itself is answered."""
        with self.store.transaction():
            planned = self._decide_and_send(command)
        for delivery_id in planned:
            await self.deliveries.send_if_pending(delivery_id)

    def settle(self, command: Command, *, code: str | None) -> Command:
        """Decide, by hand, what waits, is stuck or has expired."""
        with self.store.transaction():
            self._send(command, self._decide(command, code))
        return self.commands.get(command.id)

    async def _run_due(self, payload: dict[str, Any]) -> None:
        command = self.commands.get(payload["command_id"])
        if command.state != WAITING:
            return
        with self.store.transaction():
            if payload["step"] == "first":
                self._first_step(command)
            else:
                self._last_step(command)

    def _first_step(self, command: Command) -> None:
        plan = command.plan
        if plan.result == "stuck":
            self.commands.set_state(command.id, STUCK)
            self.handlers[command.api].hold(command)
        elif plan.result in {"timeout_then_success", "timeout_then_failure"}:
            self._send_timeout(command)
            due_at = self.clock.after(plan.later_seconds)
            self.scheduler.add(self.TASK, due_at=due_at, command_id=command.id, step="last")
        elif plan.result == "timeout_only":
            self._send_timeout(command)
            self.commands.set_state(command.id, EXPIRED)
            self.handlers[command.api].expire(command)
        elif plan.result == "timeout_only_paid":
            self._decide(command, plan.code)
            self._send_timeout(command)
        elif plan.result in {"failure_then_success", "success_then_failure"}:
            self._send_two_results(command)
        else:
            self._decide_and_send(command)

    def _last_step(self, command: Command) -> None:
        code = command.plan.code
        if command.plan.result == "timeout_then_failure":
            code = code or FAILURE
        self._send(command, self._decide(command, code))

    def _decide_and_send(self, command: Command) -> list[int]:
        return self._send(command, self._decide(command, command.plan.code))

    def _decide(self, command: Command, code: str | None) -> Outcome | None:
        outcome = self.handlers[command.api].decide(command, code)
        self.commands.decide(command.id, code=outcome.code if outcome else "")
        return outcome

    def _send_two_results(self, command: Command) -> None:
        truth = self._decide(command, None)
        false = Outcome(
            code=command.plan.code or FAILURE,
            transaction_id=identifiers.generic_transaction_id(self.clock.now()),
            shape=truth.shape if truth else Shape(),
        )
        false_first = command.plan.result == "failure_then_success"
        first, second = (false, truth) if false_first else (truth, false)
        for outcome, seconds in ((first, 0.0), (second, command.plan.later_seconds)):
            if outcome is not None:
                self._plan(command, outcome, later_seconds=seconds)

    def _send(self, command: Command, outcome: Outcome | None) -> list[int]:
        plan = command.plan
        if outcome is None:
            return []
        if plan.result == "drop":
            self.deliveries.drop(
                kind=command.api,
                url=command.result_url,
                body=result.compose(command, outcome),
                headers={},
                prompt_id=None,
            )
            return []
        copies = plan.copies if plan.result == "duplicate" else 1
        later = plan.later_seconds if plan.result == "delay" else 0.0
        return [self._plan(command, outcome, later_seconds=later) for _ in range(copies)]

    def _plan(self, command: Command, outcome: Outcome, *, later_seconds: float) -> int:
        return self.deliveries.plan(
            kind=command.api,
            url=command.result_url,
            body=result.compose(command, outcome),
            headers={},
            due_at=self.clock.after(later_seconds),
        )

    def _send_timeout(self, command: Command) -> None:
        body = command.request
        if switches.read(self.store).timeout_body == "envelope":
            generic = identifiers.generic_transaction_id(self.clock.now())
            body = result.compose_timeout_envelope(command, transaction_id=generic)
        self.deliveries.plan(
            kind=f"{command.api}_timeout",
            url=command.timeout_url,
            body=body,
            headers={},
            due_at=self.clock.now(),
        )
