"""The settings of the simulated players, read from the environment in this one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from demo_players.cast import NAMES


@dataclass(frozen=True)
class DemoSettings:
    """Where the API is, and who plays."""

    api_url: str
    names: tuple[str, ...]
    log_level: str = "INFO"


def read_environment(environment: Mapping[str, str] | None = None) -> DemoSettings:
    """Read API_URL and DEMO_PLAYERS. Raises ValueError, also outside development."""
    env = os.environ if environment is None else environment  # noqa: TID251 (this is the place)
    if env.get("ENVIRONMENT") not in {"development", "test"}:
        raise ValueError("simulated players are for development: ENVIRONMENT=development")
    players = int(env.get("DEMO_PLAYERS") or 0)
    if not 1 <= players <= len(NAMES):
        raise ValueError(f"DEMO_PLAYERS must be 1 to {len(NAMES)}")
    return DemoSettings(
        api_url=env["API_URL"],
        names=NAMES[:players],
        log_level=(env.get("LOG_LEVEL") or "INFO").upper(),
    )
