"""One match of one simulated player: check in or not, play, report or not, see the end."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from devstack.api_client import Refused
from load.behaviour import (
    Behaviour,
    CheckIn,
    Disconnect,
    is_false,
    outcome_of,
    reported_outcome,
)
from load.simulation import Simulation
from load.user import User

_LIVE = ("pending", "active", "disputed")
_OVER = ("completed", "cancelled")


class MatchPlay:
    """What one player does about one match, and what the API shows them of it."""

    def __init__(
        self, user: User, simulation: Simulation, behaviour: Behaviour, match_id: int
    ) -> None:
        self._user = user
        self._client = user.client
        self._simulation = simulation
        self._behaviour = behaviour
        self._id = match_id
        self._match: Any = None

    async def begin(self) -> datetime:
        """Fetch the match, check that it is the only live one, and return when it was made."""
        self._user.set_stage("in a match")
        await self._fetch()
        recent = (await self._client.get("/matches?limit=5"))["items"]
        live = [match["id"] for match in recent if match["status"] in _LIVE]
        if len(live) > 1:
            self._simulation.counters.add_violation(f"{self._client.name} is in matches {live}")
        return datetime.fromisoformat(self._match["created_at"])

    async def play(self) -> float:
        """Behave until the match is over; return when it was, in seconds since 1970."""
        if self._match["status"] == "pending":
            await self._check_in()
            await self._fetch_until(lambda: self._match["status"] != "pending")
        if self._match["status"] == "active":
            await self._play_the_game()
            await self._report()
        await self._fetch_until(lambda: self._match["status"] in _OVER)
        self._simulation.counters.add_ending(self._id, self._match["status"], self._match["reason"])
        return datetime.fromisoformat(self._match["completed_at"]).timestamp()

    async def _check_in(self) -> None:
        if self._behaviour.check_in is CheckIn.NO_SHOW:
            self._user.count(CheckIn.NO_SHOW.value)
            return
        await asyncio.sleep(self._behaviour.thinking_seconds)
        if self._behaviour.check_in is CheckIn.CANCELS:
            if await self._post("cancel"):
                self._user.count(CheckIn.CANCELS.value)
        else:
            await self._post("ready")

    async def _play_the_game(self) -> None:
        self._user.set_stage("playing")
        disconnects = self._behaviour.disconnect is not Disconnect.NONE
        if disconnects and not self._behaviour.disconnects_while_searching:
            await self._user.go_offline(self._behaviour)
        await asyncio.sleep(self._behaviour.playing_seconds)

    async def _report(self) -> None:
        skills = self._simulation.skills
        outcome = outcome_of(
            self._simulation.seed,
            self._id,
            skill1=skills[self._match["player1"]["username"]],
            skill2=skills[self._match["player2"]["username"]],
        )
        seat = self._match["my_seat"]
        reported = reported_outcome(outcome, seat=seat, reporting=self._behaviour.reporting)
        if reported is None:
            self._user.count("silent")
        elif await self._post("report", {"outcome": reported}):
            is_lie = is_false(outcome, seat=seat, reported=reported)
            self._user.count("false reports" if is_lie else "honest reports")

    async def _post(self, action: str, body: Any = None) -> bool:
        """Do something about the match; return False if the match has moved on meanwhile."""
        path = f"/matches/{self._id}/{action}"
        try:
            if self._behaviour.taps_twice:
                self._user.count("double taps")
                self._match = await self._client.post_twice(path, body)
            elif self._behaviour.is_killed:
                self._user.count("killed in mid-request")
                self._match = await self._client.post_killed(path, body, after_seconds=0.01)
            else:
                self._match = await self._client.post(path, body)
        except Refused as refusal:
            if refusal.code not in ("match_moved_on", "already_reported"):
                raise
            await self._fetch()
            return False
        return True

    async def _fetch_until(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            await self._user.pause()
            await self._fetch()

    async def _fetch(self) -> None:
        self._match = await self._client.get(f"/matches/{self._id}")
