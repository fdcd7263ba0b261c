"""One simulated player: waits, takes challenges, and plays matches to their end."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Any

import httpx

from demo_players import decisions
from demo_players.cast import SIMULATED
from demo_players.client import Client, Refused
from demo_players.decisions import Action, MatchFacts, Step, Table
from demo_players.listener import REOPENED, listen

logger = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 240.0  # in case a hint was missed
_LEAST_MONEY, _DEPOSITS = 600, (1_500, 2_500)  # KES
_DEPOSIT_SECONDS = 60
_NEXT_DEPOSIT_SECONDS = 150.0  # M-Pesa refuses a second prompt within two minutes
_AFTER_A_FAULT_SECONDS = 15.0
_DULL = ("wallet.", "deposit.", "notification.", "rating.", "message.")  # nothing to do about them


class Activity(StrEnum):
    """What a player does now."""

    AWAY = "away"
    RESTING = "resting"
    WAITING = "waiting"
    PLAYING = "playing"


class Player:
    """One simulated player; the group tells them where to wait and whom to challenge."""

    def __init__(self, client: Client, api_url: str, *, count_person: Callable[[str], int]) -> None:
        self.client = client
        self.name = client.name
        self.activity = Activity.AWAY
        self.table: Table | None = None
        self.rating = 1000
        self.matches = 0  # that were rated
        self.is_quick = False  # the next match, which is one of the first evening
        self._api_url = api_url
        self._count_person = count_person
        self._disputes: dict[int, bool] = {}
        self._challenges: list[str] = []
        self._news = asyncio.Event()

    async def run(self, *, after_seconds: float) -> None:
        """Live until cancelled; whatever goes wrong is tried again."""
        await asyncio.sleep(after_seconds)
        while True:
            try:
                await self.client.sign_in()
                await self._live()
            except (Refused, httpx.HTTPError) as error:
                logger.warning("%s starts again: %r", self.name, error)
            except Exception:  # one player's fault must not end the whole of `make run`
                logger.exception("%s starts again", self.name)
            self.activity, self.table = Activity.AWAY, None
            await asyncio.sleep(_AFTER_A_FAULT_SECONDS)

    async def wait_at(self, table: Table) -> bool:
        """Join the queue at `table`; False if that is refused now."""
        await self.own_name_on(table.platform)
        body = {
            "wager_amount": table.stake,
            "title": table.title,
            "mode": table.mode,
            "platform": table.platform,
        }
        try:
            await self.client.post("/matchmaking/queue", body)
        except Refused as refusal:
            logger.info("%s does not wait: %s", self.name, refusal.code)
            return False
        self.activity, self.table = Activity.WAITING, table
        self._news.set()
        return True

    async def challenge(self, other: "Player", stake: int) -> bool:
        """Challenge `other`, who accepts at once; False if either is refused."""
        try:
            body = {"wager_amount": stake, "opponent": other.name}
            made = await self.client.post("/matches/challenges", body)
            if await other.accept(made["code"]):
                self.activity = Activity.PLAYING
                return True
            await self.client.delete("/matchmaking/queue")
        except Refused as refusal:
            logger.info("%s does not challenge %s: %s", self.name, other.name, refusal.code)
        finally:
            self._news.set()
        return False

    async def accept(self, code: str) -> bool:
        """Take a challenge, leaving the queue for it; False if it is gone."""
        try:
            if self.activity is Activity.WAITING:
                await self.client.delete("/matchmaking/queue")
            await self.client.post(f"/matches/challenges/{code}/accept")
            self.activity = Activity.PLAYING
        except Refused as refusal:
            logger.info("%s does not take a challenge: %s", self.name, refusal.code)
            return False
        finally:
            self._news.set()
        return True

    def hear(self, kind: str, data: dict[str, Any]) -> None:
        """Take note of a hint of the live socket."""
        if kind == "challenge.received" and data.get("challenger") not in SIMULATED:
            self._challenges.append(str(data["code"]))
        if kind == REOPENED or not kind.startswith(_DULL):
            self._news.set()

    async def _live(self) -> None:
        listening = asyncio.create_task(listen(self.client, self._api_url, self.hear))
        try:
            await self._fund()
            await self._find_challenges()
            while True:
                await self._go_on()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _go_on(self) -> None:
        state = await self.client.get("/matchmaking/queue")
        if state["status"] == "matched":
            self.activity, self.table = Activity.PLAYING, None
            await self._play(int(state["match_id"]))
            await self._fund()
            await self._pause(1)
            return
        is_idle = state["status"] == "idle"
        self.activity = Activity.RESTING if is_idle else Activity.WAITING
        self.table = None if is_idle else _table_of(state)
        if self._challenges:
            await asyncio.sleep(Random().uniform(1, 3))
            await self.accept(self._challenges.pop(0))
            return
        await self._pause(_LOOK_AGAIN_SECONDS)

    async def _find_challenges(self) -> None:
        """Take note of challenges to this player that came while they were away."""
        board = await self.client.get("/matches/challenges")
        self._challenges = [
            one["code"]
            for one in board["items"]
            if one["opponent"] == self.name and one["challenger"] not in SIMULATED
        ]

    async def _fund(self) -> None:
        """Pay in from the simulated phone when there is little left; read the record, too."""
        record = await self.client.get("/users/me/stats")
        self.rating, self.matches = int(record["current_rank"]), int(record["total_matches"])
        while float((await self.client.get("/payments/wallet"))["playable"]) < _LEAST_MONEY:
            if not await self._deposit():
                await asyncio.sleep(_NEXT_DEPOSIT_SECONDS)

    async def _deposit(self) -> bool:
        amount = Random().randint(*_DEPOSITS)
        made = await self.client.post("/payments/deposits", {"amount": amount})
        for _ in range(_DEPOSIT_SECONDS):
            await asyncio.sleep(1)
            deposit = await self.client.get(f"/payments/deposits/{made['id']}")
            if deposit["status"] in {"completed", "failed"}:
                return bool(deposit["status"] == "completed")
        return False

    async def own_name_on(self, platform: str) -> None:
        """Have a name in the game on `platform`; the one at Activision is the seed's."""
        if platform == "acti":
            return
        with contextlib.suppress(Refused):  # they have it already, and are in play
            path = f"/users/me/game-accounts/{platform}"
            await self.client.put(path, {"username": f"{self.name}_{platform}"})

    async def _pause(self, seconds: float) -> None:
        """Wait for news, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    async def _play(self, match_id: int) -> None:
        """Do in a match what is due, until it asks nothing more of its players."""
        seen: dict[str, float] = {}  # a state, and when it was seen first
        while True:
            match = await self.client.get(f"/matches/{match_id}")
            if decisions.is_over(match["status"]):
                self.is_quick = False
                return
            step = decisions.next_step(self._facts(match, seen))
            left = _LOOK_AGAIN_SECONDS if step is None else step.at - time.time()
            if step is None or left > 0:
                await self._pause(left)
            else:
                await self._act(match_id, step)

    async def _act(self, match_id: int, step: Step) -> None:
        body = {"outcome": step.outcome} if step.action is Action.REPORT else None
        try:
            await self.client.post(f"/matches/{match_id}/{step.action}", body)
        except Refused as refusal:  # the other was quicker; the next look says so
            logger.info("%s in match %s: %s", self.name, match_id, refusal.code)
            await asyncio.sleep(1)

    def _facts(self, match: Any, seen: dict[str, float]) -> MatchFacts:
        seat = 2 if match["my_seat"] == "player2" else 1
        sides = (match["player1"], match["player2"])
        mine, rival = sides[seat - 1], sides[2 - seat]
        match_id, is_simulated = int(match["id"]), rival["username"] in SIMULATED
        is_counted = not is_simulated and match["origin"] != "tournament"
        if is_counted and match_id not in self._disputes:
            number = self._count_person(rival["username"])
            self._disputes[match_id] = decisions.disputes(number)
        now = time.time()
        state = f"{match['verification_state']} {match['reason']} {match['replays']}"
        return MatchFacts(
            match_id=match_id,
            status=match["status"],
            seat=seat,
            names=(sides[0]["username"], sides[1]["username"]),
            am_ready=bool(mine["ready"]),
            my_outcome=match["my_outcome"],
            reason=match["reason"],
            is_proposed=match["proposed_result"] is not None,
            is_among_simulated=is_simulated,
            is_of_cup=match["origin"] == "tournament",
            has_dispute=self._disputes.get(match_id, False),
            is_quick=self.is_quick,
            found_at=_seconds(match["created_at"]) or now,
            started_at=_seconds(match["started_at"]),
            rival_reported_at=(
                seen.setdefault(f"reported {match['replays']}", now) if rival["reported"] else None
            ),
            seen_at=seen.setdefault(state, now),
        )


def _seconds(moment: str | None) -> float | None:
    return None if moment is None else datetime.fromisoformat(moment).timestamp()


def _table_of(state: Any) -> Table:
    stake = int(float(state["wager_amount"]))
    return Table(stake, state["title"], state["mode"], state["platform"])
