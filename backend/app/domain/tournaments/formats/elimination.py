"""Single and double elimination: who stands in which match, and who went out where.

Everything is computed from the results each time. A side that stays empty is passed by, so that
byes, double forfeits and drop-outs need no rules of their own further down.
"""

from collections import defaultdict

from app.domain.tournaments.formats.network import (
    Feeder,
    LoserOf,
    Network,
    ResetOf,
    Seed,
    WinnerOf,
    double,
    single,
    upper_rounds,
)
from app.domain.tournaments.state import Tournament, once_a_state
from app.domain.tournaments.vocabulary import (
    DOUBLE_FORFEIT,
    Format,
    Match,
    Outcome,
    Side,
    Vacancy,
    forfeited_to,
)


def network_of(tournament: Tournament) -> Network:
    """Return the bracket of this field before anybody plays."""
    if tournament.format is Format.DOUBLE_ELIMINATION:
        return double(len(tournament.players))
    return single(len(tournament.players), bronze=tournament.bronze)


@once_a_state
def matches(tournament: Tournament) -> dict[str, Match]:
    """Return every match of the padded tree, those that are passed by among them."""
    return _resolve(tournament, network_of(tournament))


def find(tournament: Tournament, key: str) -> Match | None:
    """Return one match, for which only those are computed on which it depends."""
    network = network_of(tournament)
    if key not in network:
        return None
    needed, left = {key}, [key]
    while left:
        feeders = network[left.pop()]
        before = {feeder.key for feeder in feeders if not isinstance(feeder, Seed)} - needed
        needed |= before
        left += before
    return _resolve(tournament, {each: network[each] for each in network if each in needed})[key]


def outcome_of(tournament: Tournament, key: str, home: Side, away: Side) -> Outcome | None:
    """Return what was recorded, or what follows from who has dropped out."""
    if not isinstance(home, int) or not isinstance(away, int):
        return None
    if recorded := tournament.results.get(key) or tournament.walkovers.get(key):
        return recorded
    here = [player for player in (home, away) if player not in tournament.withdrawn]
    if not here:
        return DOUBLE_FORFEIT
    return forfeited_to(here[0]) if len(here) == 1 else None


def _resolve(tournament: Tournament, network: Network) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for key, (one, other) in network.items():
        home, away = _side(tournament, one, found), _side(tournament, other, found)
        found[key] = Match(key, home, away, outcome_of(tournament, key, home, away))
    return found


def _side(tournament: Tournament, feeder: Feeder, found: dict[str, Match]) -> Side:
    match feeder:
        case Seed(number):
            players = tournament.players
            return players[number - 1] if number <= len(players) else Vacancy.EMPTY
        case WinnerOf(key):
            return found[key].winner
        case LoserOf(key):
            return found[key].loser
        case ResetOf(key, index):
            return _reset_side(found[key], index)


def _reset_side(final: Match, index: int) -> Side:
    if final.loser is Vacancy.UNKNOWN:
        return Vacancy.UNKNOWN
    if isinstance(final.loser, int) and final.winner == final.away:
        return final.sides[index]
    return Vacancy.EMPTY


def places(tournament: Tournament) -> tuple[tuple[int, ...], ...]:
    """Return who went out at the same point, the champion first; equals in order of seeds.

    Places come from the bracket alone: the loser of the last final is second.
    """
    depths = depths_of(tournament, matches(tournament))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for player in tournament.players:
        groups[depths[player]].append(player)
    return tuple(tuple(groups[depth]) for depth in sorted(groups, reverse=True))


def depths_of(tournament: Tournament, known: dict[str, Match]) -> dict[int, int]:
    """Return how far each player came before they went out; nobody is deeper than who is not out.

    `known` are all matches of the tournament.
    """
    rounds = upper_rounds(len(tournament.players))
    is_double = tournament.format is Format.DOUBLE_ELIMINATION and rounds > 1
    depths = dict.fromkeys(tournament.players, 4 * rounds)  # the champion is never out
    for key, match in known.items():
        depth = depth_of(tournament, key)
        if key == "B1.1" and isinstance(match.winner, int):
            depths[match.winner] = depth + 1
        elif match.outcome and match.outcome.winner is None:
            depths |= dict.fromkeys(match.players, depth)
        elif isinstance(match.loser, int) and _is_out(match, is_double=is_double):
            depths[match.loser] = depth
    return depths


def _is_out(match: Match, *, is_double: bool) -> bool:
    if not is_double:
        return True
    if match.key == "F1.1":  # the player of the upper bracket may lose once
        return match.winner == match.home
    return match.key[0] in "LF"


def depth_of(tournament: Tournament, key: str) -> int:
    """Return how far somebody came who went out in this match: deeper is better."""
    rounds = upper_rounds(len(tournament.players))
    is_double = tournament.format is Format.DOUBLE_ELIMINATION and rounds > 1
    bracket, number = key[0], int(key[1 : key.index(".")])
    if bracket == "F":
        return 4 * rounds - 1
    if bracket == "B":
        return 2 * (rounds - 1)
    if bracket == "W" and is_double:  # both stayed away: as far as the round they would drop to
        return 2 * max(1, 2 * number - 2)
    return 2 * number
