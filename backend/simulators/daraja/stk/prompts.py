"""STK prompts: each is one payment that M-Pesa was asked to collect."""

import sqlite3
from dataclasses import dataclass, fields
from itertools import count

from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.daraja import identifiers
from simulators.daraja.stk.request import StkRequest

PENDING = "pending"
STATUS_OF_CODE = {
    "0": "approved",
    "1032": "cancelled",
    "1019": "expired",
    "1037": "expired",
}


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A payment request and what became of it. `amount` is in whole shillings."""

    id: int
    msisdn: str
    amount: int
    shortcode: str
    account_reference: str
    description: str
    transaction_type: str
    callback_url: str
    merchant_request_id: str
    checkout_request_id: str
    status: str
    result_code: str | None
    receipt: str | None
    polls: int
    created_at: float
    expires_at: float
    resolved_at: float | None


COLUMNS = ", ".join(field.name for field in fields(Prompt))


class Prompts:
    """All prompts ever pushed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._serials = count(1)

    def push(self, request: StkRequest, *, lifetime_seconds: float) -> Prompt:
        """Write down a new prompt, waiting for its PIN."""
        now = self._clock.now()
        prompt_id = self._store.run(
            "INSERT INTO prompts (msisdn, amount, shortcode, account_reference, description,"
            " transaction_type, callback_url, merchant_request_id, checkout_request_id, status,"
            " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            request.msisdn,
            request.amount,
            request.shortcode,
            request.account_reference,
            request.description,
            request.transaction_type,
            request.callback_url,
            identifiers.merchant_request_id(),
            identifiers.checkout_request_id(request.msisdn, moment=now, serial=next(self._serials)),
            PENDING,
            now,
            self._clock.after(lifetime_seconds),
        )
        return self.get(prompt_id)

    def get(self, prompt_id: int) -> Prompt:
        """Return a prompt. Raises LookupError."""
        prompt = self._first("id = ?", prompt_id)
        if prompt is None:
            raise LookupError(prompt_id)
        return prompt

    def find(self, checkout_request_id: str) -> Prompt | None:
        """Return the prompt with this CheckoutRequestID, or None."""
        return self._first("checkout_request_id = ?", checkout_request_id)

    def open_on(self, msisdn: str) -> Prompt | None:
        """Return the prompt that still occupies this phone, or None."""
        return self._first("msisdn = ? AND status = 'pending'", msisdn)

    def all_open(self) -> list[Prompt]:
        """Return all prompts that are still unanswered."""
        return self._many("status = 'pending' ORDER BY id")

    def of(self, msisdn: str, *, limit: int = 50) -> list[Prompt]:
        """Return the prompts of a phone, newest first."""
        return self._many("msisdn = ? ORDER BY id DESC LIMIT ?", msisdn, limit)

    def paid_since(self, msisdn: str, *, since: float) -> list[Prompt]:
        """Return what this phone has paid from `since` on."""
        return self._many("msisdn = ? AND result_code = '0' AND resolved_at >= ?", msisdn, since)

    def resolve(self, prompt_id: int, *, code: str, receipt: str | None) -> Prompt:
        """Write down how it ended."""
        self._store.run(
            "UPDATE prompts SET status = ?, result_code = ?, receipt = ?, resolved_at = ?"
            " WHERE id = ?",
            STATUS_OF_CODE.get(code, "failed"),
            code,
            receipt,
            self._clock.now(),
            prompt_id,
        )
        return self.get(prompt_id)

    def extend(self, prompt_id: int, *, expires_at: float) -> None:
        """Let it stand for longer."""
        self._store.run("UPDATE prompts SET expires_at = ? WHERE id = ?", expires_at, prompt_id)

    def count_poll(self, prompt_id: int) -> None:
        """Count a status query."""
        self._store.run("UPDATE prompts SET polls = polls + 1 WHERE id = ?", prompt_id)

    def _first(self, condition: str, *values: str | int | float) -> Prompt | None:
        found = self._many(f"{condition} LIMIT 1", *values)
        return found[0] if found else None

    def _many(self, condition: str, *values: str | int | float) -> list[Prompt]:
        # Our own column names and conditions; values are bound.
        statement = f"SELECT {COLUMNS} FROM prompts WHERE {condition}"  # noqa: S608
        return [_from_row(row) for row in self._store.all(statement, *values)]


def _from_row(row: sqlite3.Row) -> Prompt:
    return Prompt(**dict(row))
