"""An outage of all of M-Pesa: every API, and callbacks until it ends."""

import json
from typing import Literal

from pydantic import BaseModel

from simulators.core.clock import Clock
from simulators.core.store import Store

OutageKind = Literal["http_500", "html_503", "hang", "reset", "reset_after_processing"]


class Outage(BaseModel):
    """How M-Pesa is down; `until` None means until it is ended."""

    kind: OutageKind = "http_500"
    until: float | None = None
    callbacks: Literal["wait", "deliver"] = "wait"


class Outages:
    """The one outage that there may be."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def current(self) -> Outage | None:
        """Return the outage, or None when M-Pesa is up."""
        row = self._store.one("SELECT value FROM notes WHERE name = 'outage'")
        outage = Outage(**json.loads(row["value"])) if row else None
        if outage is None or (outage.until is not None and outage.until <= self._clock.now()):
            return None
        return outage

    def begin(self, outage: Outage) -> None:
        """Begin an outage."""
        self._store.run(
            "INSERT OR REPLACE INTO notes (name, value) VALUES ('outage', ?)",
            outage.model_dump_json(),
        )

    def end(self) -> None:
        """End the outage."""
        self._store.run("DELETE FROM notes WHERE name = 'outage'")
