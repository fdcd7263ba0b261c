"""The end of a tournament: whether it has come, the places, and who may be paid."""

from collections.abc import Sequence

from app.domain.tournaments.formats import elimination, round_robin, swiss
from app.domain.tournaments.formats.tables import Row
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    Ending,
    Format,
    MatchState,
    NotPossible,
    Placing,
    placings_of,
)


def is_over(tournament: Tournament) -> bool:
    """Return whether nothing is left to be played; a Swiss without another round is over."""
    left = {MatchState.OPEN, MatchState.WAITING}
    if any(match.state in left for match in matches(tournament).values()):
        return False
    return tournament.format is not Format.SWISS or swiss.next_round(tournament) is None


def still_in(tournament: Tournament) -> frozenset[int]:
    """Return who may still play: in a table all who have not dropped out.

    In a bracket it is who stands in a match that is to be played, and at the end the champion.
    """
    remaining = frozenset(tournament.players) - tournament.withdrawn
    if tournament.format in {Format.ROUND_ROBIN, Format.SWISS}:
        return remaining
    if is_over(tournament):
        first = elimination.places(tournament)[0]
        return remaining.intersection(first) if len(first) == 1 else frozenset()
    ahead = [
        match
        for match in matches(tournament).values()
        if match.state in {MatchState.OPEN, MatchState.WAITING}
    ]
    return remaining.intersection(player for match in ahead for player in match.players)


def placings(
    tournament: Tournament, *, barred: frozenset[int] = frozenset()
) -> tuple[Placing, ...]:
    """Return the final places, best first; raise NotPossible while there is something to play.

    Who is barred has none, and those below move up.
    """
    places = _places(tournament)
    return placings_of([player for player in group if player not in barred] for group in places)


def have_played(tournament: Tournament) -> frozenset[int]:
    """Return who has played a match to its end."""
    return frozenset(
        player
        for match in matches(tournament).values()
        if match.outcome and match.outcome.ending is Ending.PLAYED
        for player in match.players
    )


def prize_groups(
    tournament: Tournament, *, barred: frozenset[int] = frozenset()
) -> list[tuple[int, ...]]:
    """Return who may be paid, in groups of equals: those below move up where somebody falls out.

    Nobody is paid who is barred, or who did not play a match to its end. In a table nobody who has
    dropped out is paid before others with the same points.
    """
    may_be_paid = have_played(tournament) - barred
    groups: Sequence[Sequence[int]] = _places(tournament)
    if tournament.format is Format.SWISS:
        groups = _dropped_last(tournament, swiss.table(tournament))
    elif tournament.format is Format.ROUND_ROBIN and tournament.groups == 1:
        groups = _dropped_last(tournament, round_robin.tables(tournament)[0])
    paid = (tuple(player for player in group if player in may_be_paid) for group in groups)
    return [group for group in paid if group]


def _places(tournament: Tournament) -> tuple[tuple[int, ...], ...]:
    if not is_over(tournament):
        raise NotPossible("There are matches to be played")
    if tournament.format is Format.ROUND_ROBIN:
        return round_robin.places(tournament)
    if tournament.format is Format.SWISS:
        return swiss.places(tournament)
    return elimination.places(tournament)


def _dropped_last(tournament: Tournament, table: Sequence[Row]) -> list[list[int]]:
    groups: dict[tuple[int, bool, int], list[int]] = {}
    for row in table:
        rank = -row.points, row.player in tournament.withdrawn, row.first
        groups.setdefault(rank, []).append(row.player)
    return [groups[rank] for rank in sorted(groups)]
