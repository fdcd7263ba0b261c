"""Play tournaments to their end: by favourites, upsets or dice."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, TypeAlias

from app.domain.tournaments import finish, play
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    DOUBLE_FORFEIT,
    Format,
    Match,
    MatchState,
    Outcome,
    forfeited_to,
    won_by,
)

Judge: TypeAlias = Callable[[Match], Outcome]

SINGLE, DOUBLE = Format.SINGLE_ELIMINATION, Format.DOUBLE_ELIMINATION
ROBIN, SWISS = Format.ROUND_ROBIN, Format.SWISS


def a_tournament(kind: Format, players: int, **terms: Any) -> Tournament:
    """Return a tournament of players 1 to n, who have their ids for seeds."""
    return Tournament(kind, tuple(range(1, players + 1)), **terms)


def begun(tournament: Tournament, *keys: str) -> Tournament:
    """Note that matches have begun, as the rows of live ones say."""
    assert all(play.find(tournament, key).state is MatchState.OPEN for key in keys)
    return replace(tournament, begun=tournament.begun.union(keys))


def favourite(match: Match) -> Outcome:
    return won_by(min(match.players))


def underdog(match: Match) -> Outcome:
    return won_by(max(match.players))


def by_dice(dice: Random, *, absences: float = 0.0) -> Judge:
    """Return a judge by whom anybody wins; in so many of all matches somebody stays away."""

    def judge(match: Match) -> Outcome:
        winner = dice.choice(match.players)
        if dice.random() < absences:
            return DOUBLE_FORFEIT if dice.random() < 0.3 else forfeited_to(winner)
        lead = dice.choice([(2, 0), (2, 1)])
        return won_by(winner, lead if winner == match.home else lead[::-1])

    return judge


def play_open(tournament: Tournament, judge: Judge) -> Tournament:
    """Play everything that is open now."""
    for match in play.open_matches(tournament):
        tournament = play.record(tournament, match.key, judge(match))
    return tournament


def play_out(tournament: Tournament, judge: Judge = favourite) -> Tournament:
    """Play until nothing is left."""
    while play.open_matches(tournament):
        tournament = play_open(tournament, judge)
    return tournament


def play_until(tournament: Tournament, key: str, judge: Judge = favourite) -> Tournament:
    """Play, except for one match, until only it is open."""
    while rest := [one for one in play.open_matches(tournament) if one.key != key]:
        for match in rest:
            tournament = play.record(tournament, match.key, judge(match))
    return tournament


def win(tournament: Tournament, key: str, winner: int) -> Tournament:
    return play.record(tournament, key, won_by(winner))


def real_matches(tournament: Tournament) -> list[Match]:
    """Return the matches between two players: those that are not passed by."""
    shown = {MatchState.OPEN, MatchState.DECIDED}
    return [match for match in play.matches(tournament).values() if match.state in shown]


def places(tournament: Tournament) -> list[tuple[int, ...]]:
    """Return the players in groups of equals, best first."""
    found: dict[int, list[int]] = {}
    for placing in finish.placings(tournament):
        found.setdefault(placing.first, []).append(placing.player)
    return [tuple(group) for group in found.values()]
