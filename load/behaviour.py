"""What simulated players are like and what they do: drawn from a seed, so that a run repeats.

Nothing here knows the API. `profile_of` describes a player, `behaviour_of` one of their games,
`outcome_of` how a match really ended, and `reported_outcome` what such a player says about it.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

_STAKES = (20, 50, 100, 200, 500)  # KES
_STAKE_WEIGHTS = (1, 3, 5, 3, 2)
_GAMES = (("mw", "gunfight", "acti"), ("cw", "sd", "acti"), ("codm", "dm", "mobile"))
_GAME_WEIGHTS = (14, 3, 3)


class CheckIn(StrEnum):
    """What a player does when an opponent was found."""

    READY = "ready in time"
    NO_SHOW = "no-shows"
    CANCELS = "cancellations"


class Disconnect(StrEnum):
    """What becomes of the connection."""

    NONE = "stays connected"
    SHORT = "disconnects, back in seconds"
    LONG = "disconnects, away for long"


class Reporting(StrEnum):
    """How a player reports a result."""

    HONEST = "honest"
    FALSE = "false victories"
    SILENT = "silent"


class Outcome(StrEnum):
    """How a match really ended; the values are those of a ruling."""

    PLAYER1 = "player1"
    PLAYER2 = "player2"
    DRAW = "draw"
    VOID = "void"


@dataclass(frozen=True)
class Profile:
    """A player for the whole run; skill in rating points, rest in seconds between games."""

    uses_socket: bool  # else the app polls
    favourite_stakes: tuple[int, ...]
    game: tuple[str, str, str]  # title, mode, platform
    skill: float
    rest_seconds: float


@dataclass(frozen=True)
class Behaviour:
    """A player in one of their games; times in seconds."""

    stake: int
    patience_seconds: float  # then the player leaves the queue
    taps_twice: bool
    is_killed: bool  # the app, in the middle of the request that joins
    check_in: CheckIn
    thinking_seconds: float  # until the player is ready
    playing_seconds: float
    disconnect: Disconnect
    disconnects_while_searching: bool  # else while playing
    offline_seconds: float
    reporting: Reporting


def profile_of(seed: int, number: int) -> Profile:
    """Return what player `number` is like."""
    rng = Random(f"{seed}:profile:{number}")
    return Profile(
        uses_socket=rng.random() < 0.8,
        favourite_stakes=tuple(rng.choices(_STAKES, _STAKE_WEIGHTS, k=3)),
        game=rng.choices(_GAMES, _GAME_WEIGHTS)[0],
        skill=rng.gauss(1000, 200),
        rest_seconds=rng.uniform(2, 12),
    )


def behaviour_of(seed: int, number: int, game: int, profile: Profile) -> Behaviour:
    """Return what player `number` does in their game `game` (the first is 0)."""
    rng = Random(f"{seed}:behaviour:{number}:{game}")
    disconnect = rng.choices(tuple(Disconnect), (84, 12, 4))[0]
    is_short = disconnect is Disconnect.SHORT
    return Behaviour(
        stake=rng.choice(profile.favourite_stakes),
        patience_seconds=rng.uniform(1, 8) if rng.random() < 0.1 else rng.uniform(30, 60),
        taps_twice=rng.random() < 0.15,
        is_killed=rng.random() < 0.05,
        check_in=rng.choices(tuple(CheckIn), (90, 5, 5))[0],
        thinking_seconds=rng.uniform(0.3, 4),
        playing_seconds=rng.uniform(3, 12),
        disconnect=disconnect,
        disconnects_while_searching=rng.random() < 0.5,
        offline_seconds=rng.uniform(0.5, 4) if is_short else rng.uniform(15, 30),
        reporting=rng.choices(tuple(Reporting), (84, 11, 5))[0],
    )


def outcome_of(seed: int, match_id: int, *, skill1: float, skill2: float) -> Outcome:
    """Return how a match really ended; the better player wins more often, as Elo has it."""
    rng = Random(f"{seed}:outcome:{match_id}")
    special = rng.random()
    if special < 0.03:
        return Outcome.DRAW
    if special < 0.05:
        return Outcome.VOID
    chance = 1 / (1 + 10 ** ((skill2 - skill1) / 400))
    return Outcome.PLAYER1 if rng.random() < chance else Outcome.PLAYER2


def reported_outcome(outcome: Outcome, *, seat: str, reporting: Reporting) -> str | None:
    """Return what is reported from `seat` ("player1" or "player2"); None for silence.

    A winner who would report falsely has no need to.
    """
    if reporting is Reporting.SILENT:
        return None
    if outcome == seat or reporting is Reporting.FALSE:
        return "won"
    return {Outcome.DRAW: "draw", Outcome.VOID: "problem"}.get(outcome, "lost")


def is_false(outcome: Outcome, *, seat: str, reported: str) -> bool:
    """Say whether a player claims a victory that was none."""
    return reported == "won" and outcome != seat


def arrivals(seed: int, players: int, *, within_seconds: float) -> list[float]:
    """Return when each player arrives, in seconds from the start, independently of each other."""
    rng = Random(f"{seed}:arrivals")
    return sorted(rng.uniform(0, within_seconds) for _ in range(players))
