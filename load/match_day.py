"""One match of one simulated player: check in or not, play, report or not, see the end."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from load.app import Refused
from load.crowd import Crowd
from load.temper import CheckIn, Drop, Mood, is_lie, truth_of, word_of

if TYPE_CHECKING:
    from load.player import Player

_LIVE = ("pending", "active", "disputed")
_OVER = ("completed", "cancelled")


class MatchDay:
    """What one player does about one match, and what he sees of it."""

    def __init__(self, player: "Player", crowd: Crowd, mood: Mood, match_id: int) -> None:
        self._player = player
        self._app = player.app
        self._crowd = crowd
        self._mood = mood
        self._id = match_id
        self._seen: Any = None

    async def begin(self) -> datetime:
        """Look at the match, and whether it is the only one; returns when it was made."""
        self._player.stage("in a match")
        await self._look()
        mine = (await self._app.get("/matches?limit=5"))["items"]
        live = [one["id"] for one in mine if one["status"] in _LIVE]
        if len(live) > 1:
            self._crowd.tally.note_offence(f"{self._app.name} is in the matches {live}")
        return datetime.fromisoformat(self._seen["created_at"])

    async def play(self) -> float:
        """Do what the mood says until the match is over; returns when it was, by the clock."""
        if self._seen["status"] == "pending":
            await self._check_in()
            await self._watch(lambda: self._seen["status"] != "pending")
        if self._seen["status"] == "active":
            await self._play_the_game()
            await self._report()
        await self._watch(lambda: self._seen["status"] in _OVER)
        self._crowd.tally.note_ending(self._id, self._seen["status"], self._seen["reason"])
        return datetime.fromisoformat(self._seen["completed_at"]).timestamp()

    async def _check_in(self) -> None:
        if self._mood.check_in is CheckIn.NO_SHOW:
            self._player.count(CheckIn.NO_SHOW.value)
            return
        await asyncio.sleep(self._mood.thinking_seconds)
        if self._mood.check_in is CheckIn.WALKS_AWAY:
            if await self._step("cancel"):
                self._player.count(CheckIn.WALKS_AWAY.value)
        else:
            await self._step("ready")

    async def _play_the_game(self) -> None:
        self._player.stage("playing")
        if self._mood.drop is not Drop.NONE and not self._mood.drops_while_searching:
            await self._player.be_away(self._mood)
        await asyncio.sleep(self._mood.playing_seconds)

    async def _report(self) -> None:
        skills = self._crowd.skills
        truth = truth_of(
            self._crowd.seed,
            self._id,
            skill1=skills[self._seen["player1"]["username"]],
            skill2=skills[self._seen["player2"]["username"]],
        )
        seat = self._seen["my_seat"]
        word = word_of(truth, seat=seat, manner=self._mood.manner)
        if word is None:
            self._player.count("silent")
        elif await self._step("report", {"outcome": word}):
            self._player.count("liars" if is_lie(truth, seat=seat, word=word) else "honest reports")

    async def _step(self, step: str, body: Any = None) -> bool:
        """Do something about the match; False if it has moved on meanwhile."""
        path = f"/matches/{self._id}/{step}"
        try:
            if self._mood.taps_twice:
                self._player.count("double taps")
                self._seen = await self._app.post_twice(path, body)
            elif self._mood.is_killed:
                self._player.count("killed in mid-request")
                self._seen = await self._app.post_killed(path, body, after_seconds=0.01)
            else:
                self._seen = await self._app.post(path, body)
        except Refused as refusal:
            if refusal.code not in ("match_moved_on", "already_reported"):
                raise
            await self._look()
            return False
        return True

    async def _watch(self, is_enough: Any) -> None:
        while not is_enough():
            await self._player.pause()
            await self._look()

    async def _look(self) -> None:
        self._seen = await self._app.get(f"/matches/{self._id}")
