"""Faults that tests ask for, used up one request at a time."""

import sqlite3
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulators.core.store import Store

Api = Literal[
    "oauth",
    "stkpush",
    "query",
    "c2b",
    "b2c",
    "status",
    "balance",
    "reversal",
    "pull",
    "sms",
    "sms_inbox",
]


class Fault(BaseModel):
    """One kind of fault for the next `times` requests of an API (and a phone, if named).

    `processed` says whether the request takes effect although the answer is broken; None leaves
    that to the kind.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    api: Api
    kind: str
    times: int = Field(default=1, ge=1)
    msisdn: str | None = None
    processed: bool | None = None
    code: str | None = None
    seconds: float = Field(default=60.0, ge=0)
    then: Literal["success", "failure", "silence"] | None = None


class Faults:
    """The queue of faults, in the order in which they were added."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, fault: Fault) -> int:
        """Queue a fault and return its id."""
        return self._store.run(
            "INSERT INTO faults (api, kind, msisdn, times_left, spec) VALUES (?, ?, ?, ?, ?)",
            fault.api,
            fault.kind,
            fault.msisdn,
            fault.times,
            fault.model_dump_json(),
        )

    def take(self, api: Api, *, msisdn: str | None = None) -> Fault | None:
        """Return the fault for this request, if any, and use it up once."""
        row = self._store.one(
            "SELECT * FROM faults WHERE api = ? AND times_left > 0"
            " AND (msisdn IS NULL OR msisdn = ?) ORDER BY id LIMIT 1",
            api,
            msisdn,
        )
        if row is None:
            return None
        self._store.run("UPDATE faults SET times_left = times_left - 1 WHERE id = ?", row["id"])
        return Fault.model_validate_json(row["spec"])

    def waiting(self) -> list[dict[str, Any]]:
        """Return what is still queued."""
        rows = self._store.all("SELECT * FROM faults WHERE times_left > 0 ORDER BY id")
        return [_view(row) for row in rows]

    def clear(self) -> None:
        """Let everything go right again."""
        self._store.run("DELETE FROM faults")


def _view(row: sqlite3.Row) -> dict[str, Any]:
    spec = Fault.model_validate_json(row["spec"]).model_dump(exclude={"times"})
    return {"id": row["id"], **spec, "times_left": row["times_left"]}
