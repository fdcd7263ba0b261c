"""Tournaments of the demo: simulated players join and check in, and a demo admin announces cups."""

import logging
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from demo_players.cast import HOST
from demo_players.client import Client, Refused
from demo_players.decisions import Cup, cups_to_announce, wanted_entrants
from demo_players.player import Player

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 15.0
_NEXT_TRY_SECONDS = 600.0
_HIGHEST_FEE = 200  # KES
_TERMS = {
    "format": "single_elimination",
    "bronze": True,
    "entry_fee": 50,
    "prize_split": [60, 30, 10],
    "min_participants": 4,
    "match_check_in_seconds": 300,
    "match_seconds": 1_800,
}


class Cups:
    """What the group does about tournaments, a little at each look."""

    def __init__(self, host: Client) -> None:
        self._host = host
        self._next_at = time.monotonic() + _EVERY_SECONDS
        self._announce_at = 0.0
        self._rng = Random()

    async def look(self, players: dict[str, Player]) -> None:
        """Let one more join each open tournament, check those in who are in it, announce others."""
        if not players or time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + _EVERY_SECONDS
        reader = next(iter(players.values())).client
        found = (await reader.get("/tournaments?status=open"))["items"]
        for cup in found:
            field = (await reader.get(f"/tournaments/{cup['id']}/participants"))["items"]
            await self._enter(cup, field, players)
        if not found and time.monotonic() >= self._announce_at:
            running = (await reader.get("/tournaments?status=running"))["items"]
            finished = (await reader.get("/tournaments?status=finished&limit=2"))["items"]
            for one in cups_to_announce(running=len(running), finished=len(finished)):
                await self._announce(one)

    async def _enter(self, cup: Any, field: Any, players: dict[str, Player]) -> None:
        inside = {one["username"]: one["status"] for one in field}
        ours = [players[name] for name in inside if name in players]
        if cup["status"] == "check_in":
            for player in ours:
                if inside[player.name] == "registered":
                    await _try(player, f"/tournaments/{cup['id']}/check-in")
        wanted = wanted_entrants(
            seats=cup["max_participants"], least=cup["min_participants"], players=len(players)
        )
        outside = [player for name, player in players.items() if name not in inside]
        is_open = len(inside) < cup["max_participants"] and len(ours) < wanted
        if is_open and outside and float(cup["entry_fee"]) <= _HIGHEST_FEE:
            player = self._rng.choice(outside)
            await player.own_name_on(cup["platform"])
            await _try(player, f"/tournaments/{cup['id']}/join")

    async def _announce(self, cup: Cup) -> None:
        start = datetime.fromtimestamp(time.time() + cup.starts_in_seconds, UTC)
        opens = start - timedelta(seconds=cup.check_in_seconds)
        terms = {
            **_TERMS,
            "name": cup.name,
            "max_participants": cup.seats,
            "check_in_opens_at": opens.isoformat(),
            "start_date": start.isoformat(),
        }
        try:
            made = await self._host.post("/admin/tournaments", terms)
            await self._host.post(f"/admin/tournaments/{made['id']}/publish")
        except Refused as refusal:  # an admin of another password, or none
            logger.info("%s announces no cup: %s", HOST, refusal.code)
            self._announce_at = time.monotonic() + _NEXT_TRY_SECONDS
        else:
            logger.info("%s announced %s", HOST, cup.name)


async def _try(player: Player, path: str) -> None:
    try:
        await player.client.post(path)
    except Refused as refusal:
        logger.info("%s: %s", player.name, refusal.code)
