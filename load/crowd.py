"""What all simulated people share."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import httpx

from load.tally import Tally


@dataclass
class Crowd:
    """Lines to the API and the simulators; once it is `closing`, nobody looks for another game."""

    line: httpx.AsyncClient
    sims: httpx.AsyncClient
    tally: Tally
    seed: int
    api_url: str
    skills: dict[str, float]  # by username
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until all go home."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.closing.wait()
