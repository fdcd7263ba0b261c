"""What simulated players are like and what they do: drawn from a seed, so that a run repeats.

Nothing here knows the API. `temper_of` is a player, `mood_of` one of his games, `truth_of` how a
match really ended, and `word_of` what somebody in that mood says about it.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

_STAKES = (20, 50, 100, 200, 500)  # KES
_STAKE_WEIGHTS = (1, 3, 5, 3, 2)
_GAMES = (("mw", "gunfight", "acti"), ("cw", "sd", "acti"), ("codm", "dm", "mobile"))
_GAME_WEIGHTS = (14, 3, 3)


class CheckIn(StrEnum):
    """What somebody does when an opponent was found."""

    COMES = "ready in time"
    NO_SHOW = "no-shows"
    WALKS_AWAY = "walk-aways"


class Drop(StrEnum):
    """What becomes of the connection."""

    NONE = "stays connected"
    COMES_BACK = "drops, back in seconds"
    STAYS_AWAY = "drops, away for long"


class Manner(StrEnum):
    """How somebody reports."""

    HONEST = "honest"
    LIES = "liars"
    SILENT = "silent"


class Truth(StrEnum):
    """How a match really ended; the words are those of a ruling."""

    PLAYER1 = "player1"
    PLAYER2 = "player2"
    DRAW = "draw"
    VOID = "void"


@dataclass(frozen=True)
class Temper:
    """A player for the whole run: his ear, his purse, his skill (rating points), his rest (s)."""

    listens: bool  # to the socket; else he polls
    favourite_stakes: tuple[int, ...]
    game: tuple[str, str, str]  # title, mode, platform
    skill: float
    rest_seconds: float


@dataclass(frozen=True)
class Mood:
    """A player in one of his games; times in seconds."""

    stake: int
    patience_seconds: float  # then he leaves the queue
    taps_twice: bool
    is_killed: bool  # his app, in the middle of the request that joins
    check_in: CheckIn
    thinking_seconds: float  # until he is ready
    playing_seconds: float
    drop: Drop
    drops_while_searching: bool  # else while playing
    away_seconds: float
    manner: Manner


def temper_of(seed: int, number: int) -> Temper:
    """Return what player `number` is like."""
    dice = Random(f"{seed}:temper:{number}")
    return Temper(
        listens=dice.random() < 0.8,
        favourite_stakes=tuple(dice.choices(_STAKES, _STAKE_WEIGHTS, k=3)),
        game=dice.choices(_GAMES, _GAME_WEIGHTS)[0],
        skill=dice.gauss(1000, 200),
        rest_seconds=dice.uniform(2, 12),
    )


def mood_of(seed: int, number: int, game: int, temper: Temper) -> Mood:
    """Return how player `number` feels in his game `game` (the first is 0)."""
    dice = Random(f"{seed}:mood:{number}:{game}")
    drop = dice.choices((Drop.NONE, Drop.COMES_BACK, Drop.STAYS_AWAY), (84, 12, 4))[0]
    return Mood(
        stake=dice.choice(temper.favourite_stakes),
        patience_seconds=dice.uniform(1, 8) if dice.random() < 0.1 else dice.uniform(30, 60),
        taps_twice=dice.random() < 0.15,
        is_killed=dice.random() < 0.05,
        check_in=dice.choices(tuple(CheckIn), (90, 5, 5))[0],
        thinking_seconds=dice.uniform(0.3, 4),
        playing_seconds=dice.uniform(3, 12),
        drop=drop,
        drops_while_searching=dice.random() < 0.5,
        away_seconds=dice.uniform(0.5, 4) if drop is Drop.COMES_BACK else dice.uniform(15, 30),
        manner=dice.choices(tuple(Manner), (84, 11, 5))[0],
    )


def truth_of(seed: int, match_id: int, *, skill1: float, skill2: float) -> Truth:
    """Return how a match really ended; the better player wins more often, as Elo has it."""
    dice = Random(f"{seed}:truth:{match_id}")
    special = dice.random()
    if special < 0.03:
        return Truth.DRAW
    if special < 0.05:
        return Truth.VOID
    chance = 1 / (1 + 10 ** ((skill2 - skill1) / 400))
    return Truth.PLAYER1 if dice.random() < chance else Truth.PLAYER2


def word_of(truth: Truth, *, seat: str, manner: Manner) -> str | None:
    """Return what is reported from `seat` ("player1" or "player2"); None for silence.

    A liar who has won has no need to lie.
    """
    if manner is Manner.SILENT:
        return None
    if truth == seat or manner is Manner.LIES:
        return "won"
    return {Truth.DRAW: "draw", Truth.VOID: "problem"}.get(truth, "lost")


def is_lie(truth: Truth, *, seat: str, word: str) -> bool:
    """Say whether somebody claims a victory that was none."""
    return word == "won" and truth != seat


def arrivals(seed: int, players: int, *, within_seconds: float) -> list[float]:
    """Return when each player comes, in seconds: strangers who know nothing of each other."""
    dice = Random(f"{seed}:arrivals")
    return sorted(dice.uniform(0, within_seconds) for _ in range(players))
