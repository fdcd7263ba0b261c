"""Asynchronous requests: accepted at once, decided later, answered at a ResultURL."""

import sqlite3
from dataclasses import dataclass, fields

from simulators.core.clock import Clock
from simulators.core.store import Store, Value
from simulators.daraja import identifiers
from simulators.daraja.commands.result_plan import ResultPlan

WAITING = "waiting"
STUCK = "stuck"
DONE = "done"
EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Order:
    """An asynchronous request that passed all checks. `amount` in whole shillings, 0 for none.

    `subject` is what it is about: a receipt, or the id of an earlier request.
    """

    api: str
    shortcode: str
    msisdn: str | None
    amount: int
    subject: str
    remarks: str
    initiator: str
    credential: str
    result_url: str
    timeout_url: str
    originator_conversation_id: str
    request: str  # the JSON text of the body


@dataclass(frozen=True, kw_only=True)
class Command(Order):
    """An order that was accepted, and what became of it."""

    id: int
    conversation_id: str
    plan: ResultPlan
    state: str
    result_code: str | None
    receipt: str | None
    accepted_at: float
    decided_at: float | None


COLUMNS = tuple(field.name for field in fields(Order))


class Commands:
    """All asynchronous requests ever accepted."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def accept(self, order: Order, plan: ResultPlan) -> Command:
        """Store a request, to be decided."""
        names = (*COLUMNS, "conversation_id", "plan", "state", "accepted_at")
        values: list[Value] = [getattr(order, name) for name in COLUMNS]
        now = self._clock.now()
        conversation_id = identifiers.conversation_id(now)
        # Our own column names; values are bound.
        command_id = self._store.run(
            f"INSERT INTO commands ({', '.join(names)})"  # noqa: S608
            f" VALUES ({', '.join('?' * len(names))})",
            *values,
            conversation_id,
            plan.model_dump_json(),
            WAITING,
            now,
        )
        return self.get(command_id)

    def get(self, command_id: int) -> Command:
        """Return a request. Raises LookupError."""
        row = self._store.one("SELECT * FROM commands WHERE id = ?", command_id)
        if row is None:
            raise LookupError(command_id)
        return _from_row(row)

    def find(self, originator_conversation_id: str) -> Command | None:
        """Return the request with this OriginatorConversationID, or None."""
        row = self._store.one(
            "SELECT * FROM commands WHERE originator_conversation_id = ?",
            originator_conversation_id,
        )
        return _from_row(row) if row else None

    def of(self, api: str) -> list[Command]:
        """Return the requests to one API, newest first."""
        rows = self._store.all("SELECT * FROM commands WHERE api = ? ORDER BY id DESC", api)
        return [_from_row(row) for row in rows]

    def payouts_to(self, msisdn: str, *, limit: int = 50) -> list[Command]:
        """Return what was, or was to be, paid to a phone, newest first."""
        rows = self._store.all(
            "SELECT * FROM commands WHERE msisdn = ? AND api = 'b2c' ORDER BY id DESC LIMIT ?",
            msisdn,
            limit,
        )
        return [_from_row(row) for row in rows]

    def set_state(self, command_id: int, state: str) -> None:
        """Set its state."""
        self._store.run("UPDATE commands SET state = ? WHERE id = ?", state, command_id)

    def set_receipt(self, command_id: int, receipt: str) -> None:
        """Tie it to the transaction that it opened."""
        self._store.run("UPDATE commands SET receipt = ? WHERE id = ?", receipt, command_id)

    def decide(self, command_id: int, *, code: str) -> None:
        """Record the result code, which is final."""
        self._store.run(
            "UPDATE commands SET state = ?, result_code = ?, decided_at = ? WHERE id = ?",
            DONE,
            code,
            self._clock.now(),
            command_id,
        )


def _from_row(row: sqlite3.Row) -> Command:
    return Command(**{**dict(row), "plan": ResultPlan.model_validate_json(row["plan"])})
