"""Paths of a round robin, match by match, and of a Swiss, round by round."""

from app.domain.tournaments.forecast.paths import Rests, Start, Walker, Walks
from app.domain.tournaments.formats import swiss
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Match, MatchState

_NOW: Start = (0.0, False)


def walk_round_robin(
    tournament: Tournament, matches: dict[str, Match], rests: Rests, walker: Walker
) -> Walks:
    """Return starts and ends if each match opens when both of its players are free.

    Of the open matches those are under way of which `rests` knows.
    """
    left = sorted((one for one in matches.values() if one.state is MatchState.OPEN), key=_round_of)
    running = [(match.players, rests[match.key]) for match in left if match.key in rests]
    busy = {player for players, _ in running for player in players}
    steps: list[tuple[int, int, tuple[int, ...]]] = []
    for match in left:
        if match.key not in rests:
            one, other = match.players
            steps.append((one, other, tuple({one, other} - busy)))
            busy |= {one, other}
    walks = Walks()
    for path in range(walker.paths):
        free = dict.fromkeys(tournament.players, _NOW)
        for players, rest in running:
            for player in players:
                free[player] = max(free[player], (rest.minutes[path], rest.disputed))
        for one, other, asking in steps:
            ready, disputed = max(free[one], free[other])
            start = (ready + walker.pause if ready else 0.0, disputed)
            for player in asking:
                walks.add(player, start)
            free[one] = free[other] = (start[0] + walker.whole(), disputed)
        walks.ends.append(max(free.values())[0])
    return walks


def _round_of(match: Match) -> tuple[int, str]:
    _, number, _ = match.key.split(".")
    return int(number[1:]), match.key


def walk_swiss(
    tournament: Tournament, matches: dict[str, Match], rests: Rests, walker: Walker
) -> Walks:
    """Return when the next round opens, for all who have no open match, and when the last ends.

    Nobody knows yet who meets whom there.
    """
    left = [match for match in matches.values() if match.state is MatchState.OPEN]
    running = [rests[match.key] for match in left]
    here = [player for player in tournament.players if player not in tournament.withdrawn]
    playing = {player for match in left for player in match.players}
    more = tournament.swiss_rounds - len(tournament.pairings)
    if len(here) < 2 or (not left and swiss.next_round(tournament) is None):
        more = 0
    walks = Walks()
    for path in range(walker.paths):
        end, disputed = max(((one.minutes[path], one.disputed) for one in running), default=_NOW)
        start = (end + walker.pause if end else 0.0, disputed)
        for player in here if more else ():
            if player not in playing:
                walks.add(player, start)
        for _ in range(more):
            end = (end + walker.pause if end else 0.0) + walker.longest(len(here) // 2)
        walks.ends.append(end)
    return walks
