"""Figures of a tournament, only from what happened: there are none where nothing was measured."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypedDict

from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Ending, Match


class MatchLength(TypedDict):
    """How long a match was played, and who won it."""

    key: str
    winner: int
    seconds: int


class Upset(TypedDict):
    """A match that was won against the higher rating, by `difference` points."""

    key: str
    winner: int
    loser: int
    difference: int


class StatsView(TypedDict):
    """Figures so far; players are ids. Forfeits and walkovers are no matches played."""

    matches_played: int
    forfeits: int
    upsets: list[Upset]
    average_seconds: int | None
    longest: MatchLength | None
    fastest_win: MatchLength | None


def stats(
    tournament: Tournament,
    *,
    lengths: Mapping[str, timedelta],
    ratings: Mapping[int, float],
) -> StatsView:
    """Return the figures; `lengths` are of play, by the key of the match.

    `ratings` are those that players had at the start; who has none makes no upset. The greatest
    upset comes first.
    """
    decided = [match for match in matches(tournament).values() if match.outcome]
    played = [match for match in decided if _ending(match) is Ending.PLAYED]
    forfeits = {Ending.FORFEIT, Ending.DOUBLE_FORFEIT}
    measured = [_length(match, lengths[match.key]) for match in played if match.key in lengths]
    measured.sort(key=lambda one: (one["seconds"], one["key"]))
    total = sum(one["seconds"] for one in measured)
    upsets = [upset for match in played if (upset := _upset(match, ratings))]
    return StatsView(
        matches_played=len(played),
        forfeits=sum(_ending(match) in forfeits for match in decided),
        upsets=sorted(upsets, key=lambda one: (-one["difference"], one["key"])),
        average_seconds=round(total / len(measured)) if measured else None,
        longest=measured[-1] if measured else None,
        fastest_win=measured[0] if measured else None,
    )


def _ending(match: Match) -> Ending | None:
    return match.outcome.ending if match.outcome else None


def _winner(match: Match) -> int:
    """Return who won a match that was played."""
    winner = match.winner
    assert isinstance(winner, int)
    return winner


def _length(match: Match, length: timedelta) -> MatchLength:
    return MatchLength(key=match.key, winner=_winner(match), seconds=round(length.total_seconds()))


def _upset(match: Match, ratings: Mapping[int, float]) -> Upset | None:
    winner, loser = _winner(match), match.loser
    if not isinstance(loser, int) or winner not in ratings or loser not in ratings:
        return None
    difference = round(ratings[loser] - ratings[winner])
    if difference <= 0:
        return None
    return Upset(key=match.key, winner=winner, loser=loser, difference=difference)
