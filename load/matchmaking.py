"""A simulated player's search: join the queue, wait for an opponent or leave, and be measured."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from devstack.api_client import Refused
from load.behaviour import Behaviour, Disconnect
from load.simulation import Simulation
from load.user import User
from load.waiting_times import Search, Terms

# Refusals of joining that pass by themselves.
_LATER = (
    "already_in_play",
    "cooling_down",
    "insufficient_balance",
    "money_held",
    "suspended_from_play",
)


@dataclass
class OpenSearch:
    """A search that is going on; times in seconds since 1970."""

    terms: Terms
    rating: int
    joined_at: float
    listened: bool
    answered_at: float | None = None  # when the answer to joining said "matched"


class Matchmaking:
    """One player's way through the queue."""

    def __init__(self, user: User, simulation: Simulation, rng: Random) -> None:
        self._user = user
        self._client = user.client
        self._simulation = simulation
        self._searches = simulation.counters.searches
        self._rng = rng

    async def join(self, behaviour: Behaviour, rating: int) -> tuple[Any, OpenSearch] | None:
        """Join the queue; return the API's answer and the search, or None if refused for now."""
        title, mode, platform = self._user.profile.game
        body = {
            "wager_amount": behaviour.stake,
            "title": title,
            "mode": mode,
            "platform": platform,
        }
        search = OpenSearch(
            terms=(behaviour.stake, title, mode, platform),
            rating=rating,
            joined_at=time.time(),
            listened=self._user.profile.uses_socket and not behaviour.is_killed,
        )
        self._user.set_stage("searching")
        self._user.count("searches")
        try:
            answer = await self._post_request(body, behaviour)
        except Refused as refusal:
            if refusal.code not in _LATER:
                raise
            self._user.count(f"refused for now: {refusal.code}")
            await asyncio.sleep(min(float(refusal.problem.get("retry_after", 2)), 10))
            return None
        if answer["status"] == "matched":
            search.answered_at = time.time()
        return answer, search

    async def _post_request(self, body: dict[str, Any], behaviour: Behaviour) -> Any:
        if behaviour.is_killed:
            self._user.count("killed in mid-request")
            seconds = self._rng.uniform(0.001, 0.03)
            return await self._client.post_killed("/matchmaking/queue", body, after_seconds=seconds)
        if behaviour.taps_twice:
            self._user.count("double taps")
            return await self._client.post_twice("/matchmaking/queue", body)
        return await self._client.post("/matchmaking/queue", body)

    async def adopt(self, status: Any, *, since: float) -> OpenSearch:
        """Describe a search that the server began because the last opponent did not come.

        `queued_at` in the status is the old place in the queue, so `since` says when it began.
        """
        self._user.count("put back into the queue")
        me = await self._client.get("/users/me")
        terms = (
            int(float(status["wager_amount"])),
            status["title"],
            status["mode"],
            status["platform"],
        )
        return OpenSearch(terms, int(me["current_rank"]), since, listened=False)

    async def wait_for_match(self, search: OpenSearch, behaviour: Behaviour) -> Any:
        """Wait for an opponent, or until patience ends; return the queue status then."""
        self._user.set_stage("searching")
        give_up_at = time.monotonic() + behaviour.patience_seconds
        disconnects_at = time.monotonic() + self._rng.uniform(0, 3)
        will_disconnect = (
            behaviour.disconnect is not Disconnect.NONE and behaviour.disconnects_while_searching
        )
        while True:
            if will_disconnect and time.monotonic() > disconnects_at:
                will_disconnect = search.listened = False
                await self._user.go_offline(behaviour)
            elif (found := self._announced(search)) is not None:
                return {"status": "matched", "match_id": found}
            else:
                await self._user.pause()
            if self._announced(search) is None:
                status = await self._user.queue_status()
                if status["status"] == "idle":
                    self._user.count("tickets released by the server")
                    self._add_left(search)
                if status["status"] != "searching":
                    return status
            if self._simulation.closing.is_set() or time.monotonic() > give_up_at:
                return await self._leave(search)

    def _announced(self, search: OpenSearch) -> int | None:
        """Return the match that the socket has announced since the search began."""
        found = self._user.listener.found
        return max((match for match, at in found.items() if at >= search.joined_at), default=None)

    async def _leave(self, search: OpenSearch) -> Any:
        left_at = time.time()
        try:
            status = await self._client.delete("/matchmaking/queue")
        except Refused as refusal:
            if refusal.code != "match_moved_on":
                raise
            self._user.count("found while leaving")
            search.listened = False
            return await self._user.queue_status()
        self._user.count("left the queue")
        self._add_left(search, at=left_at)
        return status

    def _add_left(self, search: OpenSearch, at: float | None = None) -> None:
        self._searches.append(
            Search(
                player=self._user.number,
                terms=search.terms,
                rating=search.rating,
                joined_at=search.joined_at,
                left_at=at or time.time(),
                listened=False,
            )
        )

    def add_found(self, search: OpenSearch, match_id: int, made_at: datetime) -> None:
        """Record how long the search took, by whichever way the app knew first."""
        known = (self._user.listener.found.get(match_id), search.answered_at, time.time())
        self._searches.append(
            Search(
                player=self._user.number,
                terms=search.terms,
                rating=search.rating,
                joined_at=search.joined_at,
                left_at=made_at.timestamp(),
                match_id=match_id,
                known_at=min(at for at in known if at is not None),
                listened=search.listened,
            )
        )
