"""A simulated player's connection: API client, socket, phone, and what is counted about them."""

import asyncio
from typing import Any

from load.behaviour import Behaviour, Disconnect, Profile, profile_of
from load.retrying_client import RetryingClient
from load.simulation import Simulation
from load.ws_listener import WsListener

_SOCKET_POLL_SECONDS = 5.0  # in case the socket missed something
_POLL_SECONDS = 1.5


class User:
    """What a player's games share: who they are, and how they reach the API."""

    def __init__(self, simulation: Simulation, number: int) -> None:
        self.number = number
        self.phone = f"25479{number + 1:07d}"
        self.profile: Profile = profile_of(simulation.seed, number)
        self.client = RetryingClient(simulation.api, simulation.counters, f"load{number}")
        self.listener = WsListener(self.client, simulation.counters, simulation.api_url)
        self._is_offline = False
        self._counters = simulation.counters
        simulation.skills[self.client.name] = self.profile.skill

    def set_stage(self, name: str) -> None:
        """Publish what the player does now, for the progress lines."""
        self._counters.stages[self.number] = name

    def count(self, action: str) -> None:
        """Count an action of the player."""
        self._counters.actions[action] += 1

    async def queue_status(self) -> Any:
        """Return the API's answer about the player's ticket or match."""
        return await self.client.get("/matchmaking/queue")

    async def pause(self) -> None:
        """Wait for a message of the socket, or for the player's polling interval."""
        if self.profile.uses_socket and not self._is_offline:
            await self.listener.wait(_SOCKET_POLL_SECONDS)
        else:
            await asyncio.sleep(_POLL_SECONDS)

    async def go_offline(self, behaviour: Behaviour) -> None:
        """Lose the connection for a while; after a long one the player has to sign in again."""
        self.count(behaviour.disconnect.value)
        self._is_offline = True
        await self.listener.abort()
        await asyncio.sleep(behaviour.offline_seconds)
        if behaviour.disconnect is Disconnect.LONG:
            self.client.clear_tokens()
        if self.profile.uses_socket:
            await self.listener.open()
        self._is_offline = False
