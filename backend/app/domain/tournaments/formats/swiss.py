"""Swiss: rounds of players with equal points, each paired when the one before is over.

S2.3 is the third match of the second round. Pairings are recorded, as they hang on who was still
there; points and tables are computed.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from app.domain.tournaments.formats.elimination import outcome_of
from app.domain.tournaments.formats.swiss_pairing import Contender, pair_round
from app.domain.tournaments.formats.tables import (
    AmongEquals,
    Row,
    buchholz,
    buchholz_cut,
    numbered,
    points,
    rank,
    rows_of,
    wins,
)
from app.domain.tournaments.state import SwissRound, Tournament, once_a_state
from app.domain.tournaments.vocabulary import Ending, Match, MatchState


@once_a_state
def matches(tournament: Tournament) -> dict[str, Match]:
    """Return the matches of all rounds that were paired."""
    found = {}
    for number, pairing in enumerate(tournament.pairings, 1):
        for i, (home, away) in enumerate(pairing.pairs, 1):
            key = f"S{number}.{i}"
            found[key] = Match(key, home, away, outcome_of(tournament, key, home, away))
    return found


def next_round(tournament: Tournament) -> SwissRound | None:
    """Return the pairs of the next round; None if there is none or the last is not over.

    A Swiss ends before its last round if it cannot be paired: with fewer than two players left,
    or with nobody left who may meet or rest. Who stayed away twice is not paired any more.
    """
    played = matches(tournament).values()
    if len(tournament.pairings) >= tournament.swiss_rounds:
        return None
    if any(match.state is MatchState.OPEN for match in played):
        return None
    met: defaultdict[int, set[int]] = defaultdict(set)
    rested = {pairing.bye for pairing in tournament.pairings}
    absences: Counter[int] = Counter()
    for match in played:
        home, away = match.players
        met[home].add(away)
        met[away].add(home)
        if match.outcome and match.outcome.ending is not Ending.PLAYED:
            rested.add(match.outcome.winner)
            absences.update({home, away} - {match.outcome.winner})
    return pair_round(
        [
            Contender(
                row.player,
                seed=tournament.seeds[row.player],
                points=row.points,
                met=frozenset(met[row.player]),
                may_rest=row.player not in rested,
            )
            for row in _rows(tournament, list(played))
            if row.player not in tournament.withdrawn and absences[row.player] < 2
        ]
    )


def table(tournament: Tournament) -> tuple[Row, ...]:
    """Return the table, best first.

    Equal points: Buchholz without the weakest opponent, Buchholz, points among those who are equal
    if all of them have met, victories on the board. Who is equal then shares the place.
    """
    played = list(matches(tournament).values())
    criteria = (points, buchholz_cut, buchholz, AmongEquals(played).points_if_all_met, wins)
    return numbered(rank(_rows(tournament, played), criteria))


def places(tournament: Tournament) -> tuple[tuple[int, ...], ...]:
    """Return players in groups of equals, in order of seeds."""
    by_place: defaultdict[int, list[int]] = defaultdict(list)
    for row in table(tournament):
        by_place[row.first].append(row.player)
    return tuple(tuple(by_place[place]) for place in sorted(by_place))


def _rows(tournament: Tournament, played: list[Match]) -> tuple[Row, ...]:
    """Count points and Buchholz.

    A bye counts as an opponent with one's own final points, a round after dropping out as one
    without points; opponents count with their final points.
    """
    rows = {row.player: row for row in rows_of(tournament.players, played)}
    byes = [pairing.bye for pairing in tournament.pairings if pairing.bye is not None]
    for player in byes:
        rows[player] = replace(rows[player], points=rows[player].points + 1)
    strengths: dict[int, list[int]] = {player: [] for player in rows}
    for match in played:
        home, away = match.players
        strengths[home].append(rows[away].points)
        strengths[away].append(rows[home].points)
    for player in byes:
        strengths[player].append(rows[player].points)
    found = []
    for player, row in rows.items():
        missed = len(tournament.pairings) - len(strengths[player])
        opponents = sorted(strengths[player] + [0] * missed)
        cut = sum(opponents[1:])
        found.append(replace(row, buchholz=sum(opponents), buchholz_cut=cut))
    return tuple(found)
