"""What all simulated players of a run share."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import httpx

from load.counters import Counters


@dataclass
class Simulation:
    """HTTP clients and counters; once it is `closing`, nobody searches for another game."""

    api: httpx.AsyncClient
    simulators: httpx.AsyncClient
    counters: Counters
    seed: int
    api_url: str
    skills: dict[str, float]  # by username
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        """Wait for so many seconds, or until the run is closing."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.closing.wait()
