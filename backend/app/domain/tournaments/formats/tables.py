"""Tables: points, and what orders those who have the same."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.domain.tournaments.vocabulary import Ending, Match


@dataclass(frozen=True)
class Row:
    """One player of a table.

    A match won, one to which the opponent did not come, and a bye are a point each; `wins` are
    only those that were played. `difference` is in games. `first` to `last` is the place.
    """

    player: int
    points: int = 0
    wins: int = 0
    difference: int = 0
    buchholz: int = 0
    buchholz_cut: int = 0  # without the weakest opponent
    first: int = 0
    last: int = 0


Criterion: TypeAlias = Callable[[Row, Sequence[Row]], int]  # of a row among its equals


def rows_of(players: Iterable[int], matches: Iterable[Match]) -> tuple[Row, ...]:
    """Count what each of `players` has of these matches."""
    points = dict.fromkeys(players, 0)
    wins, difference = {**points}, {**points}
    for match in matches:
        if match.outcome is None or match.outcome.winner is None:
            continue
        points[match.outcome.winner] += 1
        wins[match.outcome.winner] += match.outcome.ending is Ending.PLAYED
        if match.outcome.score:
            home, away = match.outcome.score
            difference[match.players[0]] += home - away
            difference[match.players[1]] += away - home
    return tuple(Row(one, points[one], wins[one], difference[one]) for one in points)


def rank(rows: Sequence[Row], criteria: Sequence[Criterion]) -> tuple[tuple[Row, ...], ...]:
    """Return groups of equals, best first.

    The first criterion that tells some apart splits them; each part begins with the first again,
    for what counts among three may not count among two of them.
    """
    if len(rows) == 1:
        return (tuple(rows),)
    for criterion in criteria:
        values = [criterion(row, rows) for row in rows]
        if len(set(values)) > 1:
            parts = [
                [row for row, own in zip(rows, values, strict=True) if own == value]
                for value in sorted(set(values), reverse=True)
            ]
            return tuple(group for part in parts for group in rank(part, criteria))
    return (tuple(rows),) if rows else ()


def numbered(groups: Iterable[Sequence[Row]]) -> tuple[Row, ...]:
    """Write its place into each row."""
    found: list[Row] = []
    for group in groups:
        first = len(found) + 1
        found += [replace(row, first=first, last=first + len(group) - 1) for row in group]
    return tuple(found)


def points(row: Row, _: Sequence[Row]) -> int:
    """Order by points."""
    return row.points


def difference(row: Row, _: Sequence[Row]) -> int:
    """Order by games won less games lost."""
    return row.difference


def wins(row: Row, _: Sequence[Row]) -> int:
    """Order by matches won on the board."""
    return row.wins


def buchholz(row: Row, _: Sequence[Row]) -> int:
    """Order by the points of all opponents."""
    return row.buchholz


def buchholz_cut(row: Row, _: Sequence[Row]) -> int:
    """Order by the points of all opponents but the weakest."""
    return row.buchholz_cut


class AmongEquals:
    """The matches of some players against each other, as criteria of their table."""

    def __init__(self, matches: Iterable[Match]) -> None:
        self._matches: dict[int, list[Match]] = {}
        for match in matches:
            for player in match.players:
                self._matches.setdefault(player, []).append(match)

    def points(self, row: Row, equals: Sequence[Row]) -> int:
        """Order by points among them."""
        return self._row(row, equals).points

    def difference(self, row: Row, equals: Sequence[Row]) -> int:
        """Order by the difference among them."""
        return self._row(row, equals).difference

    def points_if_all_met(self, row: Row, equals: Sequence[Row]) -> int:
        """Order by points among them, unless two of them have not met."""
        players = {one.player for one in equals}
        for player in players:
            met = {one for match in self._matches.get(player, ()) for one in match.players}
            if not players <= met:
                return 0
        return self.points(row, equals)

    def _row(self, row: Row, equals: Sequence[Row]) -> Row:
        players = {one.player for one in equals}
        mine = [
            match
            for match in self._matches.get(row.player, ())
            if players.issuperset(match.players)
        ]
        return next(one for one in rows_of(players, mine) if one.player == row.player)
