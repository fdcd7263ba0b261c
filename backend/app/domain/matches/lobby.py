"""How the games of a match are set up: maps, score to win, weapons, and who hosts each of them.

All of it is fixed when two are paired. The maps are drawn; who hosts alternates, so that nobody has
the shorter way to the server twice in a row. A match that never began turns nothing, and its two
keep its draw if they meet again: leaving the lobby does not bring another map against the same
opponent, and against others it costs what every no-show costs.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.matches.games import Mode, Title

PLAYER1, PLAYER2 = "player1", "player2"


class ScoreUnit(StrEnum):
    """What is counted towards winning a game."""

    ROUNDS = "rounds"
    KILLS = "kills"


class Weapons(StrEnum):
    """Which weapons are allowed."""

    GIVEN = "given"  # the mode hands both the same ones
    NO_LAUNCHERS = "no_launchers"  # any weapon but launchers, and no streaks


@dataclass(frozen=True)
class Goal:
    """Who first has `to_win` wins; after `minutes`, if the mode has a clock, who has more."""

    to_win: int
    unit: ScoreUnit
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class LobbyPlan:
    """What is fixed for all games of a match; `maps` in the order in which they are played."""

    draw: str
    maps: tuple[str, ...]
    goal: Goal
    weapons: Weapons
    first_host: str


@dataclass(frozen=True, kw_only=True)
class Lobby:
    """The set-up of one game of a match; `game` counts from 1."""

    game: int
    host: str
    map: str
    goal: Goal
    weapons: Weapons


# Names as the game's own list of maps shows them. Activision's records name maps by codes of which
# few are known, so that a record on another code proves nothing: the map is no filter of records.
MAPS: dict[Title, dict[Mode, tuple[str, ...]]] = {
    Title.MODERN_WARFARE: {
        Mode.GUNFIGHT: ("King", "Pine", "Stack", "Speedball", "Hill", "Gulag Showers"),
        Mode.DUEL: ("Rust", "Shipment", "Shoot House"),
        Mode.SEARCH: ("Shoot House", "Hackney Yard", "Gun Runner", "Talsik Backlot"),
    },
    Title.COLD_WAR: {
        Mode.GUNFIGHT: ("Game Show", "ICBM", "KGB", "U-Bahn"),
        Mode.DUEL: ("Nuketown '84", "Raid", "Garrison"),
        Mode.SEARCH: ("Raid", "Garrison", "Moscow", "Checkmate"),
    },
    Title.VANGUARD: {
        Mode.GUNFIGHT: ("Airstrip", "Courtyard", "Market", "Trainyard"),
        Mode.DUEL: ("Das Haus", "Shipment", "Dome"),
        Mode.SEARCH: ("Das Haus", "Castle", "Dome", "Hotel Royal"),
    },
    Title.MOBILE: {
        Mode.GUNFIGHT: ("King", "Pine", "Saloon", "Gulag Showers"),
        Mode.DUEL: ("King", "Pine", "Saloon", "Gulag Showers"),
        Mode.SEARCH: ("Crash", "Crossfire", "Firing Range", "Standoff"),
    },
}

_KILLS = Goal(20, ScoreUnit.KILLS, minutes=10)
_GOALS: dict[Mode, Goal] = {
    Mode.GUNFIGHT: Goal(6, ScoreUnit.ROUNDS),
    Mode.DUEL: _KILLS,
    Mode.SEARCH: Goal(6, ScoreUnit.ROUNDS),
}


def goal_of(title: Title, mode: Mode) -> Goal:
    """Return what wins a game; Mobile's own duel is two rounds of three, seven kills each."""
    if (title, mode) == (Title.MOBILE, Mode.DUEL):
        return Goal(2, ScoreUnit.ROUNDS)
    return _GOALS[mode]


def weapons_of(mode: Mode) -> Weapons:
    """Return which weapons are allowed."""
    return Weapons.GIVEN if mode is Mode.GUNFIGHT else Weapons.NO_LAUNCHERS


def order_of_maps(title: Title, mode: Mode, draw: str) -> tuple[str, ...]:
    """Return the pool in the order that `draw` stands for: every order is as likely as another."""
    return tuple(sorted(MAPS[title][mode], key=lambda name: _drawn(draw, name)))


def first_host(
    players: tuple[int, int],
    *,
    hosted_last: tuple[bool, bool],
    host_between_them: int | None,
    draw: str,
) -> str:
    """Return the seat that hosts the first game.

    `players` and `hosted_last` (each in their own last game) are by seat; `host_between_them` is
    who hosted the last game of these two. Who hosted last does not host now; where that is true of
    both or of neither, the one who did not when they last met, and strangers draw. The draw is
    between the two people, so that it does not matter who was in the queue first.
    """
    if hosted_last[0] is not hosted_last[1]:
        return PLAYER2 if hosted_last[0] else PLAYER1
    if host_between_them is not None:
        return PLAYER2 if host_between_them == players[0] else PLAYER1
    chosen = sorted(players)[_drawn(draw, "host")[0] % 2]
    return PLAYER1 if chosen == players[0] else PLAYER2


def lobby_of(rules: Mapping[str, Any], *, replays: int) -> Lobby | None:
    """Return the set-up of the present game; None for a match made before it was fixed."""
    maps = rules.get("maps")
    if not maps:
        return None
    goal = rules["goal"]
    return Lobby(
        game=replays + 1,
        host=host_of(rules["first_host"], replays=replays),
        map=maps[replays % len(maps)],
        goal=Goal(goal["to_win"], ScoreUnit(goal["unit"]), goal["minutes"]),
        weapons=Weapons(rules["weapons"]),
    )


def host_of(first: str | None, *, replays: int) -> str:
    """Return the seat that hosts a game; `first` is None in old matches: player 1 hosted all."""
    if first is None:
        return PLAYER1
    other = PLAYER1 if first == PLAYER2 else PLAYER2
    return other if replays % 2 else first


def _drawn(draw: str, what: str) -> bytes:
    return hashlib.sha256(f"{draw}:{what}".encode()).digest()
