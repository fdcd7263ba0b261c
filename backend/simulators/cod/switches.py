"""Settings of the simulated Activision, changed through /_sim/cod/switches."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulators.core.store import Store
from simulators.settings import SimSettings


class CodSwitches(BaseModel):
    """The API's behaviour. All durations are simulated seconds (SIM_SPEED divides them)."""

    model_config = ConfigDict(extra="forbid")

    private_matches: Literal["hidden", "visible"] = "hidden"
    fullmatch_public: bool = False
    start_honoured: bool = False
    shutdown: bool = False
    partial_first: bool = False
    partial_seconds: float = Field(default=180.0, ge=0)
    privacy_lag_s: float = Field(default=3600.0, ge=0)
    ingest_delay_s: float | None = Field(default=None, ge=0)
    rate_calls: int = Field(default=200, ge=1)
    rate_seconds: float = Field(default=1800.0, gt=0)
    rate_as_429: bool = False
    ban_after: int = Field(default=20, ge=1)
    ban_seconds: float = Field(default=300.0, ge=0)
    unknown_players: Literal["not_found", "appear"] = "not_found"


def read(store: Store, settings: SimSettings) -> CodSwitches:
    """Return the switches as they stand; the environment says how they stand at first."""
    row = store.one("SELECT value FROM notes WHERE name = 'cod_switches'")
    if row is not None:
        return CodSwitches.model_validate_json(row["value"])
    return CodSwitches.model_validate(dict(settings.cod_switches))


def write(store: Store, switches: CodSwitches) -> None:
    """Keep the switches across restarts."""
    store.run(
        "INSERT OR REPLACE INTO notes (name, value) VALUES ('cod_switches', ?)",
        switches.model_dump_json(),
    )
