"""The referees: they know how each match ended, and rule on disputes through the API."""

import asyncio
from random import Random
from typing import Any

import httpx

from devstack.api_client import Refused
from load.behaviour import outcome_of
from load.retrying_client import RetryingClient
from load.simulation import Simulation

_POLL_SECONDS = 2.0
# Another referee was first: the match has moved on, or they have claimed it.
_TOO_LATE = ("match_moved_on", "dispute_claimed", "ruling_moved_on")


class Referees:
    """Two admins of the demo cast; now and then both rule on the same match at once."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._counters = simulation.counters
        self._admins = [
            RetryingClient(simulation.api, simulation.counters, name)
            for name in ("referee", "umpire")
        ]
        self._rng = Random(f"{simulation.seed}:referees")

    async def run(self) -> None:
        """Rule on whatever is disputed, until cancelled."""
        while True:
            try:
                disputes = (await self._admins[0].get("/admin/disputes?limit=100"))["items"]
                for dispute in disputes:
                    await self._rule(dispute["match"])
            except (Refused, TimeoutError, httpx.TransportError) as error:
                self._counters.add_error(f"a referee was stuck: {error!r}")
            await asyncio.sleep(_POLL_SECONDS)

    async def _rule(self, match: Any) -> None:
        skills = self._simulation.skills
        outcome = outcome_of(
            self._simulation.seed,
            match["id"],
            skill1=skills[match["player1"]["username"]],
            skill2=skills[match["player2"]["username"]],
        )
        body = {"result": outcome.value, "reason": "The recording shows how it ended."}
        at_once = 2 if self._rng.random() < 0.3 else 1
        admins = self._rng.sample(self._admins, at_once)
        done = await asyncio.gather(*(self._decide(admin, match["id"], body) for admin in admins))
        if sum(done) > 1:
            self._counters.add_violation(f"match {match['id']} was ruled on twice")
        if sum(done):
            self._counters.actions["rulings"] += 1
        if at_once == 2:
            self._counters.actions["disputes that two referees ruled on at once"] += 1

    async def _decide(self, admin: RetryingClient, match_id: int, body: Any) -> bool:
        try:
            await admin.post(f"/admin/matches/{match_id}/decide", body)
        except Refused as refusal:
            if refusal.code not in _TOO_LATE:
                raise
            return False
        return True
