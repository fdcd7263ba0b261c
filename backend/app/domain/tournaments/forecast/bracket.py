"""Paths of an elimination: each match opens when the two on which it depends have ended.

Matches are numbered in the order of their network from 1. Slot 2i holds who goes on from match i,
slot 2i + 1 who drops from it, as seeds; 0 is nobody. Who has dropped out is nobody, too: all that
is left to them is walkovers, which take no time.
"""

from dataclasses import dataclass
from typing import TypeAlias

from app.domain.tournaments.forecast.paths import Rests, Walker, Walks
from app.domain.tournaments.formats.elimination import network_of
from app.domain.tournaments.formats.network import Feeder, LoserOf, Network, ResetOf, Seed, WinnerOf
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Match, MatchState, Side

Step: TypeAlias = tuple[int, int, int]  # the number of a match, and the slots of its sides
_NEVER = -1.0


@dataclass(frozen=True)
class _Plan:
    """A bracket as it stands: what is decided, what is open, and what follows from it."""

    slots: list[int]
    open: list[tuple[int, int, int, str]]  # number, seeds, key
    steps: list[Step]
    reset: tuple[int, Step] | None  # the slot of the lower bracket's player, the second final
    waiting: list[tuple[int, int]]  # a player and the match in which they wait
    following: dict[int, int]  # where who goes on from a match plays next


@dataclass(frozen=True)
class _Path:
    """One path, written over by the next.

    By match: when it ends and opens (minutes from now), and whether the latest of what it waited
    for was in dispute.
    """

    slots: list[int]
    ends: list[float]
    starts: list[float]
    hung: list[bool]


def walk(tournament: Tournament, matches: dict[str, Match], rests: Rests, walker: Walker) -> Walks:
    """Return when waiting players play, and when the event ends, in each path."""
    plan = _plan(tournament, matches)
    size = len(plan.slots) // 2
    path = _Path(plan.slots, [0.0] * size, [_NEVER] * size, [False] * size)
    running = [(number, one, other, rests[key]) for number, one, other, key in plan.open]
    walks = Walks()
    for index in range(walker.paths):
        for number, one, other, rest in running:
            path.ends[number], path.hung[number] = rest.minutes[index], rest.disputed
            heads = walker.dice.random() < 0.5
            path.slots[2 * number] = one if heads else other
            path.slots[2 * number + 1] = other if heads else one
        _play(plan.steps, path, walker)
        if plan.reset:
            away, second = plan.reset
            number, winner, loser = second
            path.ends[number] = path.ends[winner >> 1]
            if path.slots[loser] and path.slots[winner] == path.slots[away]:
                _play([second], path, walker)
        walks.ends.append(max(path.ends))
        _note_starts(plan, path, walks)
    return walks


def _note_starts(plan: _Plan, path: _Path, walks: Walks) -> None:
    """Note when each player plays next, further on if the match they wait for is passed by."""
    for player, match in plan.waiting:
        at = match
        while path.starts[at] == _NEVER and at in plan.following:
            at = plan.following[at]
        if path.starts[at] != _NEVER:
            walks.add(player, (path.starts[at], path.hung[at]))


def _play(steps: list[Step], path: _Path, walker: Walker) -> None:
    """Play matches in order. This is where a forecast spends its time."""
    slots, ends, starts, hung = path.slots, path.ends, path.starts, path.hung
    random, bank, size, pause = walker.dice.random, walker.bank, len(walker.bank), walker.pause
    for number, home, away in steps:
        before, last = home >> 1, away >> 1
        if ends[before] > ends[last]:
            last = before
        ready = ends[last]
        hung[number] = hung[last]
        one, other = slots[home], slots[away]
        if one and other:
            starts[number] = ready + pause
            drawn = int(random() * 2 * size)
            ends[number] = ready + pause + bank[drawn >> 1]
            if drawn & 1:
                one, other = other, one
            slots[2 * number], slots[2 * number + 1] = one, other
        else:  # passed by
            starts[number] = _NEVER
            ends[number] = ready
            slots[2 * number], slots[2 * number + 1] = one or other, 0


def _plan(tournament: Tournament, matches: dict[str, Match]) -> _Plan:
    network = network_of(tournament)
    numbers = {key: number for number, key in enumerate(network, 1)}
    base = 2 * (len(network) + 1)  # behind the matches: each player, for whoever stands in a final
    slots = [0] * base + list(range(len(tournament.players) + 1))
    slots += [0] * (len(slots) % 2)
    seeds = tournament.seeds | dict.fromkeys(tournament.withdrawn, 0)

    def seed_of(side: Side) -> int:
        return seeds[side] if isinstance(side, int) else 0

    plan = _Plan(slots, [], [], _reset(matches, network, numbers, base, seeds), [], {})
    for key, (one, other) in network.items():
        match, number = matches[key], numbers[key]
        if match.state is MatchState.OPEN:
            plan.open.append((number, seed_of(match.home), seed_of(match.away), key))
        elif match.state is not MatchState.WAITING:
            slots[2 * number], slots[2 * number + 1] = seed_of(match.winner), seed_of(match.loser)
        elif key != "F2.1":
            plan.steps.append((number, _slot(one, numbers), _slot(other, numbers)))
            plan.waiting.extend((player, number) for player in match.players if seeds[player])
        for feeder in (one, other):
            if isinstance(feeder, WinnerOf):
                plan.following[numbers[feeder.key]] = number
    return plan


def _slot(feeder: Feeder, numbers: dict[str, int]) -> int:
    match feeder:
        case WinnerOf(key):
            return 2 * numbers[key]
        case LoserOf(key):
            return 2 * numbers[key] + 1
        case Seed() | ResetOf():
            return 0


def _reset(
    matches: dict[str, Match],
    network: Network,
    numbers: dict[str, int],
    base: int,
    seeds: dict[int, int],
) -> tuple[int, Step] | None:
    """Return the second final of a double elimination, while the first is not over."""
    second = matches.get("F2.1")
    if second is None or second.state is not MatchState.WAITING:
        return None
    side = matches["F1.1"].away
    known = seeds[side] if isinstance(side, int) else 0
    away = base + known if known else _slot(network["F1.1"][1], numbers)
    final = 2 * numbers["F1.1"]
    return away, (numbers["F2.1"], final, final + 1)
