"""A tournament in the shape of `brackets-model` 1.7, which viewers of that ecosystem draw.

An opponent that is null is a bye, one whose id is null is not known yet. A Swiss, which that model
does not know, is a round robin of one group whose rounds are those that were paired.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NotRequired, TypedDict

from app.domain.tournaments.formats.network import upper_rounds
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    Ending,
    Format,
    Match,
    MatchState,
    Outcome,
    Vacancy,
)


class Status(IntEnum):
    """The states of a match in that model."""

    LOCKED = 0
    WAITING = 1
    READY = 2
    RUNNING = 3
    COMPLETED = 4
    CANCELLED = 6


class Opponent(TypedDict):
    """One side of a match; `position` is a seed."""

    id: int | None
    position: NotRequired[int]
    score: NotRequired[int]
    result: NotRequired[str]
    forfeit: NotRequired[bool]


class ExportedParticipant(TypedDict):
    """A player under the name that is shown."""

    id: int
    tournament_id: int
    name: str


class ExportedStage(TypedDict):
    """The tournament itself, as its only stage."""

    id: int
    tournament_id: int
    name: str
    type: str
    number: int
    settings: dict[str, object]


class ExportedGroup(TypedDict):
    """A bracket (upper, lower, finals) or a group of a round robin."""

    id: int
    stage_id: int
    number: int


class ExportedRound(TypedDict):
    """A round of a group."""

    id: int
    stage_id: int
    group_id: int
    number: int


class ExportedMatch(TypedDict):
    """A match; `key` is ours, beside the model's own."""

    id: int
    stage_id: int
    group_id: int
    round_id: int
    number: int
    child_count: int
    status: int
    opponent1: Opponent | None
    opponent2: Opponent | None
    key: str


class Export(TypedDict):
    """The tables of the model; games of a match are only counted, in its score."""

    participant: list[ExportedParticipant]
    stage: list[ExportedStage]
    group: list[ExportedGroup]
    round: list[ExportedRound]
    match: list[ExportedMatch]
    match_game: list[object]


_GROUPS = {"W": 1, "S": 1, "B": 2, "L": 2, "F": 3}


def export(
    tournament: Tournament, *, tournament_id: int, name: str, names: Mapping[int, str]
) -> Export:
    """Return all tables; `names` are by player. Ids of groups, rounds and matches count from 0."""
    groups: dict[int, int] = {}
    rounds: dict[tuple[int, int], int] = {}
    found: list[ExportedMatch] = []
    for match in _all_matches(tournament):
        group, number, place = _address(match.key)
        group_id = groups.setdefault(group, len(groups))
        found.append(
            ExportedMatch(
                id=len(found),
                stage_id=0,
                group_id=group_id,
                round_id=rounds.setdefault((group, number), len(rounds)),
                number=place,
                child_count=0,
                status=_status(tournament, match),
                opponent1=_opponent(tournament, match, 0),
                opponent2=_opponent(tournament, match, 1),
                key=match.key,
            )
        )
    return Export(
        participant=[
            ExportedParticipant(id=player, tournament_id=tournament_id, name=names[player])
            for player in tournament.players
        ],
        stage=[_stage(tournament, tournament_id, name)],
        group=[ExportedGroup(id=id_, stage_id=0, number=group) for group, id_ in groups.items()],
        round=[
            ExportedRound(id=id_, stage_id=0, group_id=groups[group], number=number)
            for (group, number), id_ in rounds.items()
        ],
        match=found,
        match_game=[],
    )


def _all_matches(tournament: Tournament) -> Iterator[Match]:
    """Yield all matches, and the byes of a Swiss as matches without an opponent."""
    known = matches(tournament)
    yield from known.values()
    for number, pairing in enumerate(tournament.pairings, 1):
        if pairing.bye is not None:
            yield Match(f"S{number}.{len(pairing.pairs) + 1}", pairing.bye, Vacancy.EMPTY)


def _address(key: str) -> tuple[int, int, int]:
    """Return the numbers of group, round and match, from 1."""
    first, *middle, last = key.split(".")
    if middle:  # G1.R2.3
        return int(first[1:]), int(middle[0][1:]), int(last)
    return _GROUPS[first[0]], int(first[1:]), int(last)


def _stage(tournament: Tournament, tournament_id: int, name: str) -> ExportedStage:
    size = len(tournament.players)
    settings: dict[str, object] = {"matchesChildCount": 0}
    kind = tournament.format.value
    if tournament.format is Format.SWISS:
        kind = Format.ROUND_ROBIN.value
        settings |= {"size": size, "groupCount": 1, "roundRobinMode": "simple"}
    elif tournament.format is Format.ROUND_ROBIN:
        mode = "double" if tournament.legs == 2 else "simple"
        settings |= {"size": size, "groupCount": tournament.groups, "roundRobinMode": mode}
    else:
        settings |= {"size": 2 ** upper_rounds(size), "seedOrdering": ["inner_outer"]}
        if tournament.format is Format.SINGLE_ELIMINATION:
            settings |= {"consolationFinal": tournament.bronze}
        else:
            settings |= {"grandFinal": "double"}
    return ExportedStage(
        id=0, tournament_id=tournament_id, name=name, type=kind, number=1, settings=settings
    )


def _status(tournament: Tournament, match: Match) -> Status:
    if match.state is MatchState.DECIDED:
        is_void = match.outcome is not None and match.outcome.ending is Ending.VOID
        return Status.CANCELLED if is_void else Status.COMPLETED
    if match.state is MatchState.OPEN:
        return Status.RUNNING if match.key in tournament.begun else Status.READY
    waits = match.state is MatchState.WAITING and match.players
    return Status.WAITING if waits else Status.LOCKED


def _opponent(tournament: Tournament, match: Match, index: int) -> Opponent | None:
    side = match.sides[index]
    if side is Vacancy.EMPTY:
        return None
    if not isinstance(side, int):
        return Opponent(id=None)
    shown = Opponent(id=side)
    if match.key.startswith("W1."):
        shown["position"] = tournament.seeds[side]
    if match.state is MatchState.PASSED:
        shown["result"] = "win"
    if match.outcome and match.outcome.ending is not Ending.VOID:
        _add_result(shown, match.outcome, side, index)
    return shown


def _add_result(shown: Opponent, outcome: Outcome, side: int, index: int) -> None:
    if outcome.winner is not None:
        shown["result"] = "win" if outcome.winner == side else "loss"
    if outcome.winner != side and outcome.ending is not Ending.PLAYED:
        shown["forfeit"] = True
    if outcome.score:  # where nothing was counted there is no score, which is not 0
        shown["score"] = outcome.score[index]
