"""What a simulated player does next in a match, who waits for whom, and who plays whom.

Pure: times are seconds since 1970, and chance is drawn from the match's id, so that both players
of a match know how it ended without a word between them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from random import Random

from demo_players.cast import skill_of

THINKING_SECONDS = (2.0, 6.0)  # until they are ready
ANSWER_SECONDS = (2.0, 5.0)  # after the other has reported
GAME_SECONDS = (62.0, 90.0)
QUICK_GAME_SECONDS = (3.0, 8.0)
PATIENCE_SECONDS = 120.0  # then they report, though a person is still silent
PERSONS_PER_DISPUTE = 8
FIRST_DISPUTE = 3
MATCHES_PER_DISPUTE = 40
_DISPUTED = 9


class Action(StrEnum):
    """What a player does in a match."""

    READY = "ready"
    REPORT = "report"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class MatchFacts:
    """A match as one of its players sees it."""

    match_id: int
    status: str
    seat: int  # mine, 1 or 2
    names: tuple[str, str]
    am_ready: bool
    my_outcome: str | None
    reason: str | None
    is_proposed: bool
    is_among_simulated: bool
    is_of_cup: bool  # of a tournament, which a dispute would hold up
    has_dispute: bool  # this time I claim the victory, whatever the other says
    is_quick: bool
    found_at: float
    started_at: float | None
    rival_reported_at: float | None  # when it was seen first
    seen_at: float  # when the present state was seen first


@dataclass(frozen=True)
class Step:
    """The next action of a player, and when it is due."""

    action: Action
    at: float
    outcome: str | None = None


def next_step(facts: MatchFacts) -> Step | None:
    """Return what the player does next; None while it is the other's turn, or for good."""
    if facts.status == "pending":
        return None if facts.am_ready else Step(Action.READY, facts.found_at + _think(facts))
    if facts.status != "active":
        return None
    if facts.is_proposed:
        is_open = facts.my_outcome is None
        return Step(Action.CONFIRM, facts.seen_at + _answer(facts)) if is_open else None
    if facts.my_outcome is None:
        return _first_report(facts)
    if facts.my_outcome == "lost" and facts.reason == "both_lost" and not facts.is_among_simulated:
        return Step(Action.REPORT, facts.seen_at + _answer(facts), "won")
    return None


def is_over(status: str) -> bool:
    """Say whether a match asks nothing more of its players."""
    return status not in {"pending", "active"}


def _first_report(facts: MatchFacts) -> Step:
    began = facts.started_at or facts.seen_at
    if facts.is_among_simulated:
        ends_at = began + game_seconds(facts.match_id, is_quick=facts.is_quick)
        return Step(Action.REPORT, ends_at + _answer(facts) / 2, _scripted(facts))
    if facts.rival_reported_at is not None:
        # What the other said is not to be seen. A person who tries this out mostly says "won".
        outcome = "won" if facts.has_dispute and not facts.is_of_cup else "lost"
        return Step(Action.REPORT, facts.rival_reported_at + _answer(facts), outcome)
    coin = _rng(facts, "coin").choice(("won", "lost"))
    return Step(Action.REPORT, began + PATIENCE_SECONDS, coin)


def _scripted(facts: MatchFacts) -> str:
    one, other = facts.names
    won = winner_of(facts.match_id, skill1=skill_of(one), skill2=skill_of(other)) == facts.seat
    disputes_it = facts.match_id % MATCHES_PER_DISPUTE == _DISPUTED and not facts.is_of_cup
    return "won" if won or disputes_it else "lost"


def winner_of(match_id: int, *, skill1: float, skill2: float) -> int:
    """Return which seat won a match of two simulated players; the better one wins more often."""
    chance = 1 / (1 + 10 ** ((skill2 - skill1) / 400))
    return 1 if Random(f"{match_id}:winner").random() < chance else 2


def game_seconds(match_id: int, *, is_quick: bool) -> float:
    """Return how long two simulated players play."""
    return Random(f"{match_id}:seconds").uniform(
        *(QUICK_GAME_SECONDS if is_quick else GAME_SECONDS)
    )


def disputes(number: int) -> bool:
    """Say whether the player disputes the match, the `number`-th against a person (from 1)."""
    return number % PERSONS_PER_DISPUTE == FIRST_DISPUTE


@dataclass(frozen=True)
class Table:
    """Where somebody waits for an opponent: a stake (KES) and a game."""

    stake: int
    title: str = "mw"
    mode: str = "gunfight"
    platform: str = "acti"


# The first for the fewest players. One waits at each, so that they do not meet one another.
TABLES = (
    Table(100),
    Table(50),
    Table(200),
    Table(100, title="codm", platform="mobile"),
    Table(500),
    Table(20),
)


def tables_for(players: int) -> tuple[Table, ...]:
    """Return the tables at which so many players wait: a quarter of them, at least one."""
    return TABLES[: max(1, players // 4)]


@dataclass(frozen=True)
class Cup:
    """A tournament that the demo announces."""

    name: str
    seats: int
    starts_in_seconds: float
    check_in_seconds: float  # before the start


_PAIRED_AT_ONCE = 200  # points: about the window of somebody who has played three matches
FIRST_CUP = Cup("Opening cup", 8, 240, 90)
NEXT_CUP = Cup("Evening cup", 16, 1_200, 300)


def cups_to_announce(*, running: int, finished: int) -> tuple[Cup, ...]:
    """Return what is announced while no tournament is open: none while one is played.

    At the first start one that begins soon, and one that can be joined meanwhile. The seed's cup is
    over then.
    """
    if running:
        return ()
    return (FIRST_CUP, NEXT_CUP) if finished <= 1 else (NEXT_CUP,)


def wanted_entrants(*, seats: int, least: int, players: int) -> int:
    """Return how many simulated players join: enough for it to be played, and not all seats."""
    return min(max(seats // 2 + 1, least), seats - 1, players)


def nearest(ratings: Mapping[str, int], wanted: int, *, of_all: Iterable[int] = ()) -> str | None:
    """Return who shall wait for a person: the player whose rating is nearest to `wanted`.

    Nobody if that is too far off to be paired soon, and one of the ratings `of_all` is not: that
    player takes the place when they are free.
    """
    name = min(ratings, key=lambda name: (abs(ratings[name] - wanted), name), default=None)
    if name is not None and _is_far(ratings[name], wanted):
        return name if all(_is_far(rating, wanted) for rating in of_all) else None
    return name


def _is_far(rating: int, wanted: int) -> bool:
    return abs(rating - wanted) > _PAIRED_AT_ONCE


def next_pair(names: Iterable[str], met: Mapping[frozenset[str], int]) -> tuple[str, str] | None:
    """Return the two who shall play: those who have played least, and each other least of all."""
    free = sorted(names)
    played = {one: sum(times for pair, times in met.items() if one in pair) for one in free}
    pairs = combinations(free, 2)
    return min(
        pairs,
        key=lambda pair: (met.get(frozenset(pair), 0), sum(map(played.__getitem__, pair)), pair),
        default=None,
    )


def _think(facts: MatchFacts) -> float:
    return _rng(facts, "thinks").uniform(*THINKING_SECONDS)


def _answer(facts: MatchFacts) -> float:
    return _rng(facts, "answers").uniform(*ANSWER_SECONDS)


def _rng(facts: MatchFacts, what: str) -> Random:
    return Random(f"{facts.match_id}:{facts.seat}:{what}")
