"""Round robin: everybody of a group meets everybody of it, once or twice.

G1.R2.3 is the third match of the second round of the first group. Nobody's match depends on
another, so that results can come in any order and be corrected at any time.
"""

from functools import cache

from app.domain.tournaments.formats.elimination import outcome_of
from app.domain.tournaments.formats.tables import (
    AmongEquals,
    Row,
    difference,
    numbered,
    points,
    rank,
    rows_of,
    wins,
)
from app.domain.tournaments.seeding import snake
from app.domain.tournaments.state import Tournament, once_a_state
from app.domain.tournaments.vocabulary import VOID, Ending, Match


@cache
def circle(players: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the rounds of one leg, by numbers from 1: the first stays, the last moves to second.

    With an odd number one rests in each round.
    """
    ring = list(range(1, players + 1)) + [0] * (players % 2)
    rounds = []
    for _ in range(len(ring) - 1):
        half = len(ring) // 2
        pairs = zip(ring[:half], reversed(ring[half:]), strict=True)
        rounds.append(tuple(pair for pair in pairs if 0 not in pair))
        ring = [ring[0], ring[-1], *ring[1:-1]]
    return tuple(rounds)


@cache
def schedule(players: tuple[int, ...], groups: int, legs: int) -> dict[str, tuple[int, int]]:
    """Return who meets whom in which match; the second leg exchanges the sides."""
    found = {}
    for number, group in enumerate(snake(players, groups), 1):
        leg = circle(len(group))
        for leg_number in range(legs):
            for index, pairs in enumerate(leg, 1 + leg_number * len(leg)):
                for i, (one, other) in enumerate(pairs, 1):
                    sides = group[one - 1], group[other - 1]
                    found[f"G{number}.R{index}.{i}"] = sides if leg_number == 0 else sides[::-1]
    return found


def groups_of(tournament: Tournament) -> tuple[tuple[int, ...], ...]:
    """Return the players of each group in order of their seeds."""
    return snake(tournament.players, tournament.groups)


@once_a_state
def matches(tournament: Tournament) -> dict[str, Match]:
    """Return all matches."""
    return {key: _match(tournament, key, sides) for key, sides in _schedule(tournament).items()}


def find(tournament: Tournament, key: str) -> Match | None:
    """Return one match without computing the others."""
    sides = _schedule(tournament).get(key)
    return _match(tournament, key, sides) if sides else None


def tables(tournament: Tournament) -> tuple[tuple[Row, ...], ...]:
    """Return the table of each group; whose row is void stands below all others.

    Equal points: points among those who are equal, the difference among them, the difference in
    all, victories on the board. Who is equal then shares the place.
    """
    decided = [match for match in matches(tournament).values() if match.outcome]
    among = AmongEquals(decided)
    criteria = (points, among.points, among.difference, difference, wins)
    found = []
    for group in groups_of(tournament):
        rows = rows_of(group, (one for one in decided if one.players[0] in group))
        void = [row for row in rows if _is_void(tournament, row.player)]
        standing = [row for row in rows if row not in void]
        found.append(numbered((*rank(standing, criteria), *rank(void, ()))))
    return tuple(found)


def places(tournament: Tournament) -> tuple[tuple[int, ...], ...]:
    """Return players in groups of equals, as are those of the same place in different groups."""
    by_place: dict[int, set[int]] = {}
    for table in tables(tournament):
        for row in table:
            by_place.setdefault(row.first, set()).add(row.player)
    return tuple(
        tuple(player for player in tournament.players if player in by_place[place])
        for place in sorted(by_place)
    )


def _schedule(tournament: Tournament) -> dict[str, tuple[int, int]]:
    return schedule(tournament.players, tournament.groups, tournament.legs)


def _match(tournament: Tournament, key: str, sides: tuple[int, int]) -> Match:
    if any(_is_void(tournament, player) for player in sides):
        return Match(key, *sides, outcome=VOID)
    return Match(key, *sides, outcome=outcome_of(tournament, key, *sides))


def _is_void(tournament: Tournament, player: int) -> bool:
    """Return whether a player dropped out before half of their matches were played to an end.

    Then all their matches count for nobody; later, what they played stays and the rest is
    forfeited (FIDE's rule for round robins).
    """
    if player not in tournament.withdrawn:
        return False
    sides = _schedule(tournament)
    played = sum(
        outcome.ending is Ending.PLAYED and player in sides[key]
        for key, outcome in tournament.results.items()
    )
    group = next(group for group in groups_of(tournament) if player in group)
    return 2 * played < (len(group) - 1) * tournament.legs
