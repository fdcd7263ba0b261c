"""A simulated player: comes, pays in, and plays game after game until the crowd goes home."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import httpx

from load.app import App, Refused
from load.crowd import Crowd
from load.ears import Ears
from load.joinable import Stay, Terms
from load.match_day import MatchDay
from load.temper import Drop, Mood, Temper, mood_of, temper_of

_LISTENER_LOOKS_EVERY = 5.0  # seconds, in case the socket missed something
_POLLER_LOOKS_EVERY = 1.5
_PAYING_SECONDS = 120.0
_DEPOSITS = (500, 750, 1000, 1250, 1500, 2000)  # KES


@dataclass
class Search:
    """A search that is going on; times in seconds of the clock."""

    terms: Terms
    rating: int
    joined_at: float
    listened: bool
    answered_at: float | None = None  # when the answer to joining said "matched"


class Player:
    """One of the crowd."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.number = number
        self.phone = f"25479{number + 1:07d}"
        self.temper: Temper = temper_of(crowd.seed, number)
        self.app = App(crowd.line, crowd.tally, f"load{number}")
        self.ears = Ears(self.app, crowd.tally, crowd.api_url)
        self.is_away = False
        self._crowd = crowd
        self._tally = crowd.tally
        self._last_ended_at: float | None = None  # seconds of the clock
        self._dice = Random(f"{crowd.seed}:player:{number}")
        crowd.skills[self.app.name] = self.temper.skill

    def stage(self, name: str) -> None:
        """Say where he is now, for those who watch."""
        self._tally.stages[self.number] = name

    def count(self, deed: str) -> None:
        """Note that he did this."""
        self._tally.deeds[deed] += 1

    async def live(self, *, after_seconds: float) -> None:
        """Come, play until the crowd goes home, and leave nothing behind."""
        await asyncio.sleep(after_seconds)
        try:
            await self._move_in()
            await self._play_on()
            await self._tidy_up()
            self.stage("home")
        except (Refused, TimeoutError, httpx.TransportError) as error:
            self._tally.note_error(f"{self.app.name} was stuck: {error!r}")
            self.stage("stuck")
        finally:
            await self.ears.cut()

    async def look(self) -> Any:
        """Ask where one stands."""
        return await self.app.get("/matchmaking/queue")

    async def pause(self) -> None:
        """Wait for news, or as long as a player of his kind waits until he looks again."""
        if self.temper.listens and not self.is_away:
            await self.ears.wait(_LISTENER_LOOKS_EVERY)
        else:
            await asyncio.sleep(_POLLER_LOOKS_EVERY)

    async def be_away(self, mood: Mood) -> None:
        """Lose the connection for a while; whoever is away for long has to sign in again."""
        self.count(mood.drop.value)
        self.is_away = True
        await self.ears.cut()
        await asyncio.sleep(mood.away_seconds)
        if mood.drop is Drop.STAYS_AWAY:
            self.app.forget_everything()
        if self.temper.listens:
            await self.ears.open()
        self.is_away = False

    async def _move_in(self) -> None:
        self.stage("arriving")
        await self.app.register(self.phone)
        me = await self.app.get("/users/me")
        if not me["is_verified"]:
            await self.app.post("/auth/verify-phone", {"code": await self._code()})
        if self.temper.listens:
            await self.ears.open()
        await self._deposit()

    async def _code(self) -> str:
        """Read the six digits on the phone."""
        for _ in range(120):
            await asyncio.sleep(1)
            inbox = (await self._crowd.sims.get(f"/_sim/phones/{self.phone}")).json()["sms"]
            texts = [one["text"] for one in inbox if "WageWars: your code" in one["text"]]
            if texts:
                return "".join(letter for letter in texts[0] if letter.isdigit())[:6]
        raise TimeoutError(f"{self.app.name} got no code")

    async def _deposit(self) -> None:
        """Pay in; the simulated phone approves by itself."""
        self.stage("paying in")
        amount = self._dice.choice(_DEPOSITS) + self._dice.randrange(100)
        made = await self.app.post("/payments/deposits", {"amount": amount})
        give_up_at = time.monotonic() + _PAYING_SECONDS
        while time.monotonic() < give_up_at:
            await self.pause()
            seen = await self.app.get(f"/payments/deposits/{made['id']}")
            if seen["status"] == "completed":
                self.count("deposits")
                self._tally.deposited += amount
                return
            if seen["status"] == "failed":
                self.count("deposits that failed")
                return
        raise TimeoutError(f"the deposit {made['id']} of {self.app.name} does not end")

    async def _play_on(self) -> None:
        game = 0
        while not self._crowd.closing.is_set():
            mood = mood_of(self._crowd.seed, self.number, game, self.temper)
            await self._one_game(mood)
            self.stage("resting")
            await self._crowd.rest(self._dice.expovariate(1 / self.temper.rest_seconds))
            game += 1

    async def _tidy_up(self) -> None:
        """Stop searching, and play to the end what has begun meanwhile."""
        calm = Mood(
            **{**vars(mood_of(self._crowd.seed, self.number, 0, self.temper)), **_CALMLY},
        )
        while (await self.look())["status"] != "idle":
            await self._one_game(calm)

    async def _one_game(self, mood: Mood) -> None:
        """Join (or go on where the server says one is), find somebody, play."""
        seen = await self.look()
        search: Search | None = None
        if seen["status"] == "idle":
            joined = await self._join(mood)
            if joined is None:
                return
            seen, search = joined
        if seen["status"] == "searching":
            search = search or await self._search_by_server(seen)
            seen = await self._wait_for_match(search, mood)
        if seen["status"] == "matched":
            day = MatchDay(self, self._crowd, mood, seen["match_id"])
            made_at = await day.begin()
            if search is not None:
                self._note_found(search, seen["match_id"], made_at)
            self._last_ended_at = await day.play()

    async def _join(self, mood: Mood) -> tuple[Any, Search] | None:
        """Stake and search; None if that was refused, which is for a later try."""
        me = await self.app.get("/users/me")
        if float(me["wallet_balance"]) < mood.stake:
            await self._deposit()
        title, mode, platform = self.temper.game
        wish = {"wager_amount": mood.stake, "title": title, "mode": mode, "platform": platform}
        search = Search(
            terms=(mood.stake, title, mode, platform),
            rating=int(me["current_rank"]),
            joined_at=time.time(),
            listened=self.temper.listens and not mood.is_killed,
        )
        self.stage("searching")
        self.count("searches")
        try:
            seen = await self._send_wish(wish, mood)
        except Refused as refusal:
            if refusal.code not in _LATER:
                raise
            self.count(f"told to wait: {refusal.code}")
            await asyncio.sleep(min(float(refusal.problem.get("retry_after", 2)), 10))
            return None
        if seen["status"] == "matched":
            search.answered_at = time.time()
        return seen, search

    async def _send_wish(self, wish: dict[str, Any], mood: Mood) -> Any:
        if mood.is_killed:
            self.count("killed in mid-request")
            seconds = self._dice.uniform(0.001, 0.03)
            return await self.app.post_killed("/matchmaking/queue", wish, after_seconds=seconds)
        if mood.taps_twice:
            self.count("double taps")
            return await self.app.post_twice("/matchmaking/queue", wish)
        return await self.app.post("/matchmaking/queue", wish)

    async def _search_by_server(self, seen: Any) -> Search:
        """Describe a search that the server began: the last opponent did not come."""
        self.count("put back into the queue")
        me = await self.app.get("/users/me")
        terms = (int(float(seen["wager_amount"])), seen["title"], seen["mode"], seen["platform"])
        # `queued_at` is his old place in the line; he was put back when his match was called off.
        since = self._last_ended_at or time.time()
        return Search(terms, int(me["current_rank"]), since, listened=False)

    async def _wait_for_match(self, search: Search, mood: Mood) -> Any:
        """Wait until there is an opponent, or patience ends; returns what the server says then."""
        self.stage("searching")
        give_up_at = time.monotonic() + mood.patience_seconds
        drops_at = time.monotonic() + self._dice.uniform(0, 3)
        drops = mood.drop is not Drop.NONE and mood.drops_while_searching
        while True:
            if drops and time.monotonic() > drops_at:
                drops = search.listened = False
                await self.be_away(mood)
            elif (found := self._heard_of(search)) is not None:
                return {"status": "matched", "match_id": found}
            else:
                await self.pause()
            if self._heard_of(search) is None:
                seen = await self.look()
                if seen["status"] == "idle":
                    self.count("seats given up by the server")
                    self._note_left(search)
                if seen["status"] != "searching":
                    return seen
            if self._crowd.closing.is_set() or time.monotonic() > give_up_at:
                return await self._leave(search)

    def _heard_of(self, search: Search) -> int | None:
        """Return the match that the socket has told of since the search began."""
        heard = [one for one, at in self.ears.found.items() if at >= search.joined_at]
        return max(heard, default=None)

    async def _leave(self, search: Search) -> Any:
        left_at = time.time()
        try:
            seen = await self.app.delete("/matchmaking/queue")
        except Refused as refusal:
            if refusal.code != "match_moved_on":
                raise
            self.count("found while leaving")
            search.listened = False
            return await self.look()
        self.count("left the queue")
        self._note_left(search, at=left_at)
        return seen

    def _note_left(self, search: Search, at: float | None = None) -> None:
        gone_at = at or time.time()
        self._tally.stays.append(
            Stay(
                self.number, search.terms, search.rating, search.joined_at, gone_at, listened=False
            )
        )

    def _note_found(self, search: Search, match_id: int, made_at: datetime) -> None:
        """Note how long it took; by whichever way the app knew first."""
        now = time.time()
        told = (self.ears.found.get(match_id), search.answered_at, now)
        self._tally.stays.append(
            Stay(
                player=self.number,
                terms=search.terms,
                rating=search.rating,
                joined_at=search.joined_at,
                gone_at=made_at.timestamp(),
                match_id=match_id,
                told_at=min(at for at in told if at is not None),
                listened=search.listened,
            )
        )


# Refusals of joining that pass by themselves.
_LATER = ("already_in_play", "cooling_down", "insufficient_balance", "suspended_from_play")
# Who goes home makes no more trouble.
_CALMLY: dict[str, Any] = {
    "patience_seconds": 0.0,
    "drop": Drop.NONE,
    "taps_twice": False,
    "is_killed": False,
}
