"""Who stands where, at any moment: places of a bracket that are still possible, or tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from app.domain.tournaments import finish
from app.domain.tournaments.formats import round_robin, swiss
from app.domain.tournaments.formats.elimination import depth_of, depths_of
from app.domain.tournaments.formats.tables import Row
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.views.rounds import group_name
from app.domain.tournaments.vocabulary import Format, Match, MatchState, Vacancy, placings_of

_LEFT = frozenset({MatchState.OPEN, MatchState.WAITING})


class Standing(TypedDict):
    """One player: `first` to `last` are the places that they have or can still have.

    `is_in` says that they have a match to play. Points and what breaks ties are of tables.
    """

    player: int
    name: str
    seed: int
    first: int
    last: int
    is_in: bool
    has_dropped_out: bool
    is_disqualified: NotRequired[bool]
    points: NotRequired[int]
    wins: NotRequired[int]
    difference: NotRequired[int]
    buchholz: NotRequired[int]
    buchholz_cut: NotRequired[int]


class Table(TypedDict):
    """The standings of a bracket, of a Swiss, or of a group such as group A."""

    name: str
    rows: list[Standing]


class StandingsView(TypedDict):
    """All tables. `is_final` says that nothing is left to be played."""

    format: str
    is_final: bool
    tables: list[Table]


def standings(tournament: Tournament, names: Mapping[int, str]) -> StandingsView:
    """Return the standings as they are now; `names` are by player."""
    is_final = finish.is_over(tournament)
    known = matches(tournament)
    writer = _Writer(tournament, names, _playing(tournament, known, is_final=is_final))
    if tournament.format is Format.ROUND_ROBIN:
        tables = [
            Table(name=group_name(number), rows=[writer.of_table(row) for row in rows])
            for number, rows in enumerate(round_robin.tables(tournament), 1)
        ]
    elif tournament.format is Format.SWISS:
        rows = [writer.of_table(row, is_swiss=True) for row in swiss.table(tournament)]
        tables = [Table(name="swiss", rows=rows)]
    elif is_final:
        places = finish.placings(tournament)
        rows = [writer.of_place(one.player, one.first, one.last) for one in places]
        tables = [Table(name="bracket", rows=rows)]
    else:
        found = _places(tournament, known)
        rows = [writer.of_place(player, *found[player]) for player in tournament.players]
        rows.sort(key=lambda one: (not one["is_in"], one["first"], one["seed"]))
        tables = [Table(name="bracket", rows=rows)]
    return StandingsView(format=tournament.format.value, is_final=is_final, tables=tables)


def without_places(rows: Sequence[Standing], barred: frozenset[int]) -> list[Standing]:
    """Return final rows with those who were disqualified at the end; those below them move up."""
    if not barred:
        return list(rows)
    groups: dict[int, list[Standing]] = {}
    for row in rows:
        if row["player"] not in barred:
            groups.setdefault(row["first"], []).append(row)
    out = [row for row in rows if row["player"] in barred]
    ordered = [*(groups[first] for first in sorted(groups)), out]
    places = placings_of([row["player"] for row in group] for group in ordered)
    known = {row["player"]: row for row in rows}
    found = []
    for one in places:
        row = known[one.player].copy()
        row["first"], row["last"] = one.first, one.last
        row["is_disqualified"] = one.player in barred
        found.append(row)
    return found


def _playing(
    tournament: Tournament, known: Mapping[str, Match], *, is_final: bool
) -> frozenset[int]:
    """Return who has a match to play, though it may not be paired yet."""
    more_rounds = len(tournament.pairings) < tournament.swiss_rounds
    if tournament.format is Format.SWISS and more_rounds and not is_final:
        return frozenset(tournament.players)
    return frozenset(
        player for one in known.values() if one.state in _LEFT for player in one.players
    )


class _Writer:
    """Write rows of one tournament."""

    def __init__(
        self, tournament: Tournament, names: Mapping[int, str], playing: frozenset[int]
    ) -> None:
        self._names = names
        self._seeds = tournament.seeds
        self._playing = playing - tournament.withdrawn
        self._withdrawn = tournament.withdrawn

    def of_place(self, player: int, first: int, last: int) -> Standing:
        """Write the row of a player by their places."""
        return Standing(
            player=player,
            name=self._names[player],
            seed=self._seeds[player],
            first=first,
            last=last,
            is_in=player in self._playing,
            has_dropped_out=player in self._withdrawn,
        )

    def of_table(self, row: Row, *, is_swiss: bool = False) -> Standing:
        """Write a row of a table; its place is by the points so far."""
        found = self.of_place(row.player, row.first, row.last)
        found |= {"points": row.points, "wins": row.wins, "difference": row.difference}
        if is_swiss:
            found |= {"buchholz": row.buchholz, "buchholz_cut": row.buchholz_cut}
        return found


def _places(tournament: Tournament, known: dict[str, Match]) -> dict[int, tuple[int, int]]:
    """Return which places are possible for whom.

    Of each depth it is known how many go out there: who has, and one for each match to come. Who
    is in can become first (third, in the match for it) or go out by losing all from here on.
    """
    depths = depths_of(tournament, known)
    standing_in = {
        player: key
        for key, match in known.items()
        if match.state in _LEFT
        for player in match.players
    }
    sizes = Counter(depths[player] for player in tournament.players if player not in standing_in)
    sizes.update(_to_go_out(tournament, known))
    found = {}
    for player in tournament.players:
        key = standing_in.get(player)
        depth = depth_of(tournament, key) if key else depths[player]
        earlier = sum(size for other, size in sizes.items() if other < depth)
        last = len(tournament.players) - earlier
        if key and player not in tournament.withdrawn:
            found[player] = (3 if key == "B1.1" else 1), last
        else:
            found[player] = last - max(1, sizes[depth]) + 1, last
    return found


def _to_go_out(tournament: Tournament, known: dict[str, Match]) -> Counter[int]:
    """Count by depth those who will go out in matches that are to come."""
    is_double, has_bronze = "F1.1" in known, "B1.1" in known
    found: Counter[int] = Counter()
    for key, match in known.items():
        depth = depth_of(tournament, key)
        if match.state not in _LEFT:
            continue
        if key == "B1.1":  # the loser of a semi-final is third if no other comes
            coming = sum(side is not Vacancy.EMPTY for side in match.sides)
            found.update([depth + 1, depth][:coming])
        elif Vacancy.EMPTY in match.sides:
            continue
        elif is_double:
            # Who loses an upper match drops; the second final is the first one's other outcome.
            found[depth] += key[0] != "W" and (key != "F2.1" or match.state is MatchState.OPEN)
        elif not has_bronze or depth != depth_of(tournament, "B1.1"):
            found[depth] += 1
    return found
