"""The referees: they know how each match ended, and rule through the API."""

import asyncio
from random import Random
from typing import Any

import httpx

from load.app import App, Refused
from load.crowd import Crowd
from load.temper import truth_of

_LOOKS_EVERY = 2.0  # seconds
# What another referee did first is no fault: the match has moved on, or he keeps it for himself.
_TOO_LATE = ("match_moved_on", "dispute_claimed", "ruling_moved_on")


class Referees:
    """Two admins of the demo cast; now and then both rule on the same match at once."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._tally = crowd.tally
        self._admins = [App(crowd.line, crowd.tally, name) for name in ("referee", "umpire")]
        self._dice = Random(f"{crowd.seed}:referees")

    async def work(self) -> None:
        """Rule on whatever is disputed, for ever."""
        while True:
            try:
                open_ones = (await self._admins[0].get("/admin/disputes?limit=100"))["items"]
                for dispute in open_ones:
                    await self._rule(dispute["match"])
            except (Refused, TimeoutError, httpx.TransportError) as error:
                self._tally.note_error(f"a referee was stuck: {error!r}")
            await asyncio.sleep(_LOOKS_EVERY)

    async def _rule(self, match: Any) -> None:
        skills = self._crowd.skills
        truth = truth_of(
            self._crowd.seed,
            match["id"],
            skill1=skills[match["player1"]["username"]],
            skill2=skills[match["player2"]["username"]],
        )
        body = {"result": truth.value, "reason": "The recording shows how it ended."}
        at_once = 2 if self._dice.random() < 0.3 else 1
        admins = self._dice.sample(self._admins, at_once)
        done = await asyncio.gather(*(self._decide(admin, match["id"], body) for admin in admins))
        if sum(done) > 1:
            self._tally.note_offence(f"match {match['id']} was ruled on twice")
        if sum(done):
            self._tally.deeds["rulings"] += 1
        if at_once == 2:
            self._tally.deeds["disputes that two referees ruled on at once"] += 1

    async def _decide(self, admin: App, match_id: int, body: Any) -> bool:
        try:
            await admin.post(f"/admin/matches/{match_id}/decide", body)
        except Refused as refusal:
            if refusal.code not in _TOO_LATE:
                raise
            return False
        return True
