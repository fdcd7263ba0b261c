"""Bad weather by seed: the same seed and the same sequence of requests, the same trouble."""

import json

from pydantic import BaseModel, ConfigDict, Field

from simulators import dice
from simulators.store import Store

Share = Field(default=0.0, ge=0, le=1)


class Rates(BaseModel):
    """How often each kind of trouble strikes, as shares from 0 to 1."""

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


class Weather(BaseModel):
    """The chaos that was asked for."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    seed: str
    rates: Rates = USUAL_RATES


class Chaos:
    """Rolls the dice; each kind of trouble has a sequence of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def weather(self) -> Weather | None:
        """Return the present weather; None when it is fine."""
        row = self._store.one("SELECT value FROM notes WHERE name = 'chaos'")
        return Weather.model_validate_json(row["value"]) if row else None

    def begin(self, weather: Weather) -> None:
        """Start this weather from its first roll."""
        self.end()
        self._note("chaos", weather.model_dump_json())

    def end(self) -> None:
        """Let the sun shine."""
        self._store.run("DELETE FROM notes WHERE name IN ('chaos', 'chaos rolls')")

    def strikes(self, kind: str) -> bool:
        """Roll for one kind of trouble. Raises AttributeError for an unknown kind."""
        weather = self.weather()
        if weather is None:
            return False
        share: float = getattr(weather.rates, kind)
        return share > 0 and self._roll(weather, kind) < share

    def fraction(self, kind: str) -> float:
        """Return a number in [0, 1) from a sequence of its own, 0 in fine weather."""
        weather = self.weather()
        return 0.0 if weather is None else self._roll(weather, kind)

    def _roll(self, weather: Weather, kind: str) -> float:
        row = self._store.one("SELECT value FROM notes WHERE name = 'chaos rolls'")
        counts: dict[str, int] = json.loads(row["value"]) if row else {}
        counts[kind] = counts.get(kind, 0) + 1
        self._note("chaos rolls", json.dumps(counts))
        return dice.seeded_fraction(weather.seed, kind, counts[kind])

    def _note(self, name: str, value: str) -> None:
        self._store.run("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", name, value)
