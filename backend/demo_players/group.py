"""The group of simulated players: who waits at which table, and who plays whom."""

import asyncio
import logging
import time
from collections import Counter
from random import Random
from typing import Any

import httpx

from demo_players import decisions
from demo_players.cast import HOST, SIMULATED
from demo_players.client import Client, Refused, new_http_client
from demo_players.cups import Cups
from demo_players.decisions import Table
from demo_players.player import Activity, Player
from demo_players.settings import DemoSettings

logger = logging.getLogger(__name__)

FIRST_EVENING_MATCHES = 24
_TICK_SECONDS = 1.0
_SIGN_IN_EVERY_SECONDS = 0.4  # each costs the API a password's hash
_BOARD_EVERY_SECONDS = 5.0
_OPEN_CHALLENGE_SECONDS = 45.0  # so long it is left to people who have the link
_MATCH_EVERY_SECONDS = (200.0, 280.0)
_ALL_AT_HOME_SECONDS = 60.0
_SPARE = 2  # who rest, so that a table that was left is taken at once
_STAKES = (50, 50, 100)  # KES, among themselves


class Group:
    """All simulated players, and what none of them decides alone."""

    def __init__(self, settings: DemoSettings) -> None:
        self._http = new_http_client(settings.api_url)
        self._players = {
            name: Player(
                Client(self._http, name), settings.api_url, count_person=self._count_person
            )
            for name in settings.names
        }
        self._cups = Cups(Client(self._http, HOST))
        self._tables = decisions.tables_for(len(self._players))
        self._wanted_rating = 1000
        self._persons = 0
        self._met: Counter[frozenset[str]] = Counter()
        self._matches_left: int | None = None  # of the first evening; None: not known yet
        self._began_at = time.monotonic()
        self._next_match_at = self._began_at + _MATCH_EVERY_SECONDS[0]
        self._next_look_at = 0.0
        self._open_since: dict[str, float] = {}
        self._greeting: set[asyncio.Task[None]] = set()
        self._rng = Random()

    async def run(self) -> None:
        """Play until cancelled."""
        async with self._http, asyncio.TaskGroup() as tasks:
            for number, player in enumerate(self._players.values()):
                tasks.create_task(player.run(after_seconds=number * _SIGN_IN_EVERY_SECONDS))
            tasks.create_task(self._arrange())

    async def _arrange(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            try:
                await self._take_tables()
                await self._play_among_themselves()
                await self._look_at_the_board()
                await self._cups.look(self._at_home())
            except (Refused, httpx.HTTPError) as error:
                logger.warning("the group goes on after %r", error)
                await asyncio.sleep(10)
            except Exception:  # nor must this end it
                logger.exception("the group goes on")
                await asyncio.sleep(10)

    async def _take_tables(self) -> None:
        """Send somebody to each table at which nobody waits: the nearest to the last person."""
        taken = {
            player.table for player in self._players.values() if player.activity is Activity.WAITING
        }
        for table in self._tables:
            if table not in taken:
                await self._send_somebody(table)

    async def _send_somebody(self, table: Table) -> None:
        ratings = {player.name: player.rating for player in self._resting()}
        of_all = [player.rating for player in self._players.values()]
        name = decisions.nearest(ratings, self._wanted_rating, of_all=of_all)
        if name is not None:
            await self._players[name].wait_at(table)

    async def _play_among_themselves(self) -> None:
        """Start a match of two who rest: many on the first evening, later one now and then."""
        if self._matches_left is None:
            self._matches_left = self._missing_matches()
        if self._matches_left is None:
            return
        if self._matches_left == 0 and time.monotonic() < self._next_match_at:
            return
        resting = self._resting()
        pair = decisions.next_pair((player.name for player in resting), self._met)
        if pair is None or len(resting) < 2 + _SPARE:
            return
        one, other = (self._players[name] for name in pair)
        for player in (one, other):
            player.is_quick = bool(self._matches_left) and not self._has_played(player)
        self._met[frozenset(pair)] += 1
        self._next_match_at = time.monotonic() + self._rng.uniform(*_MATCH_EVERY_SECONDS)
        if await one.challenge(other, self._rng.choice(_STAKES)) and self._matches_left:
            self._matches_left -= 1
            if not self._matches_left:
                logger.info("the first evening is over: %d matches", FIRST_EVENING_MATCHES)

    def _missing_matches(self) -> int | None:
        """Return how many matches the first evening is short of; None until all are at home."""
        players = self._players.values()
        is_early = time.monotonic() < self._began_at + _ALL_AT_HOME_SECONDS
        if is_early and any(player.activity is Activity.AWAY for player in players):
            return None
        played = sum(player.matches for player in players) // 2
        return max(0, FIRST_EVENING_MATCHES - played)

    def _has_played(self, player: Player) -> bool:
        """Say whether they have played this evening; the cup of the seed does not count."""
        return any(player.name in pair for pair in self._met)

    async def _look_at_the_board(self) -> None:
        """Take a challenge to everybody that no person has taken for a while."""
        resting = self._resting()
        if not resting or time.monotonic() < self._next_look_at:
            return
        self._next_look_at = time.monotonic() + _BOARD_EVERY_SECONDS
        board = await resting[0].client.get("/matches/challenges")
        now = time.monotonic()
        since = {
            str(one["code"]): self._open_since.get(one["code"], now)
            for one in board["items"]
            if one["opponent"] is None and one["challenger"] not in SIMULATED
        }
        self._open_since = since
        for code, seen_at in since.items():
            if now - seen_at >= _OPEN_CHALLENGE_SECONDS:
                await self._rng.choice(resting).accept(code)
                return

    def _resting(self) -> list[Player]:
        return [one for one in self._players.values() if one.activity is Activity.RESTING]

    def _at_home(self) -> dict[str, Player]:
        return {
            name: player
            for name, player in self._players.items()
            if player.activity is not Activity.AWAY
        }

    def _count_person(self, name: str) -> int:
        """Note that somebody met a person; return which such match it is, counted from 1."""
        self._persons += 1
        logger.info("a match against %s", name)
        task = asyncio.create_task(self._read_rating(name))
        self._greeting.add(task)
        task.add_done_callback(self._greeting.discard)
        return self._persons

    async def _read_rating(self, name: str) -> None:
        """Let those wait from now on who are about as strong as this person."""
        client = next(iter(self._players.values())).client
        try:
            profile: Any = await client.get(f"/users/{name}")
            self._wanted_rating = int(profile["stats"]["current_rank"])
        except (Refused, httpx.HTTPError, KeyError) as error:
            logger.info("the rating of %s is not known: %r", name, error)
