"""Random faults by seed: the same seed and the same requests give the same faults."""

import json

from pydantic import BaseModel, ConfigDict, Field

from simulators.core import random_values
from simulators.core.store import Store

Share = Field(default=0.0, ge=0, le=1)


class Rates(BaseModel):
    """How often each kind of fault happens, as shares from 0 to 1."""

    model_config = ConfigDict(extra="forbid")

    callback_drop: float = Share
    callback_duplicate: float = Share
    callback_delay: float = Share
    callback_reorder: float = Share
    lost_answer: float = Share
    http_500: float = Share
    html_503: float = Share
    spike_arrest: float = Share
    bad_token: float = Share
    pending_noise: float = Share
    status_not_found: float = Share
    queue_timeout: float = Share


USUAL_RATES = Rates(
    callback_drop=0.05,
    callback_duplicate=0.05,
    callback_delay=0.1,
    callback_reorder=0.1,
    lost_answer=0.03,
    http_500=0.03,
    html_503=0.01,
    spike_arrest=0.02,
    bad_token=0.01,
    pending_noise=0.1,
    status_not_found=0.1,
    queue_timeout=0.03,
)


class RandomFaultPlan(BaseModel):
    """The random faults that were asked for."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    seed: str
    rates: Rates = USUAL_RATES


class RandomFaults:
    """Draws faults; each kind has a random sequence of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self) -> RandomFaultPlan | None:
        """Return the plan in force, or None."""
        row = self._store.one("SELECT value FROM notes WHERE name = 'random_faults'")
        return RandomFaultPlan.model_validate_json(row["value"]) if row else None

    def begin(self, plan: RandomFaultPlan) -> None:
        """Start a plan from its first draw."""
        self.end()
        self._save("random_faults", plan.model_dump_json())

    def end(self) -> None:
        """End the random faults."""
        self._store.run("DELETE FROM notes WHERE name IN ('random_faults', 'random_fault_draws')")

    def happens(self, kind: str) -> bool:
        """Draw whether one kind of fault happens. Raises AttributeError for an unknown kind."""
        plan = self.plan()
        if plan is None:
            return False
        share: float = getattr(plan.rates, kind)
        return share > 0 and self._draw(plan, kind) < share

    def fraction(self, kind: str) -> float:
        """Return a number in [0, 1) from a sequence of its own, 0 without a plan."""
        plan = self.plan()
        return 0.0 if plan is None else self._draw(plan, kind)

    def _draw(self, plan: RandomFaultPlan, kind: str) -> float:
        row = self._store.one("SELECT value FROM notes WHERE name = 'random_fault_draws'")
        counts: dict[str, int] = json.loads(row["value"]) if row else {}
        counts[kind] = counts.get(kind, 0) + 1
        self._save("random_fault_draws", json.dumps(counts))
        return random_values.seeded_fraction(plan.seed, kind, counts[kind])

    def _save(self, name: str, value: str) -> None:
        self._store.run("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", name, value)
