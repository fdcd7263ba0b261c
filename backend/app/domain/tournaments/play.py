"""What can happen to a tournament: each command takes its state and returns the next one.

The same commands serve every format. Leave, ban, timeout and disqualification are all `withdraw`.
"""

from dataclasses import replace

from app.domain.tournaments import elimination
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    DependentsBegun,
    Ending,
    Match,
    MatchState,
    NotPossible,
    Outcome,
    Placing,
    placings_of,
)


def matches(tournament: Tournament) -> dict[str, Match]:
    """Return every match by its key, as it follows from all that was recorded."""
    return elimination.matches(tournament)


def find(tournament: Tournament, key: str) -> Match:
    """Return one match; raise NotPossible if there is none of that key."""
    match = matches(tournament).get(key)
    if match is None:
        raise NotPossible(f"There is no match {key}")
    return match


def open_matches(tournament: Tournament) -> list[Match]:
    """Return what can be played now."""
    return [one for one in matches(tournament).values() if one.state is MatchState.OPEN]


def begin(tournament: Tournament, key: str) -> Tournament:
    """Note that a match has begun: from now on its players cannot be exchanged silently."""
    _require_open(find(tournament, key))
    return replace(tournament, begun=tournament.begun | {key})


def record(tournament: Tournament, key: str, outcome: Outcome) -> Tournament:
    """Enter the result of an open match."""
    match = find(tournament, key)
    _require_open(match)
    _check(match, outcome)
    return replace(tournament, results={**tournament.results, key: outcome})


def withdraw(tournament: Tournament, player: int) -> Tournament:
    """Take a player out: what they played stays, every open and future match is a walkover."""
    if player not in tournament.players:
        raise NotPossible("This player is not in the field")
    return replace(tournament, withdrawn=tournament.withdrawn | {player})


def change(
    tournament: Tournament, key: str, outcome: Outcome | None, *, reset: bool = False
) -> Tournament:
    """Correct the result of a match, or take it back (None).

    Raises DependentsBegun if that exchanges players of a match that has begun. With `reset` those
    matches, and what follows from them, have to be played again.
    """
    match = find(tournament, key)
    if match.state is not MatchState.DECIDED:
        raise NotPossible(f"Match {key} has no result to change")
    if outcome:
        _check(match, outcome)
    results = {**tournament.results}
    results.pop(key, None)
    if outcome:
        results[key] = outcome
    changed = replace(tournament, results=results, begun=tournament.begun - {key})
    return _consistent(tournament, changed, reset=reset, besides=key)


def reinstate(tournament: Tournament, player: int, *, reset: bool = False) -> Tournament:
    """Take a drop-out back, by the rules of `change`: its walkovers open again."""
    if player not in tournament.withdrawn:
        raise NotPossible("This player has not dropped out")
    changed = replace(tournament, withdrawn=tournament.withdrawn - {player})
    return _consistent(tournament, changed, reset=reset)


def is_over(tournament: Tournament) -> bool:
    """Return whether nothing is left to be played."""
    left = {MatchState.OPEN, MatchState.WAITING}
    return all(match.state not in left for match in matches(tournament).values())


def placings(tournament: Tournament) -> tuple[Placing, ...]:
    """Return the final places, best first; raise NotPossible while there is something to play."""
    if not is_over(tournament):
        raise NotPossible("There are matches to be played")
    return placings_of(elimination.places(tournament))


def _consistent(
    before: Tournament, after: Tournament, *, reset: bool, besides: str | None = None
) -> Tournament:
    """Return `after` without results of matches whose players are others than they were."""
    was = matches(before)
    while True:
        now = matches(after)
        begun = (after.begun | after.results.keys()) - {besides}
        stale = {key for key in begun if key not in now or now[key].sides != was[key].sides}
        if not stale:
            return after
        if not reset:
            raise DependentsBegun(stale)
        kept = {key: value for key, value in after.results.items() if key not in stale}
        after = replace(after, results=kept, begun=after.begun - stale)


def _require_open(match: Match) -> None:
    if match.state is not MatchState.OPEN:
        raise NotPossible(f"Match {match.key} is {match.state}, not open")


def _check(match: Match, outcome: Outcome) -> None:
    """Refuse an outcome that cannot be the end of this match."""
    if outcome.ending is Ending.VOID:
        raise NotPossible("A match is void only because somebody dropped out")
    if outcome.ending is Ending.DOUBLE_FORFEIT:
        if outcome.winner is not None or outcome.score:
            raise NotPossible("Nobody wins a double forfeit")
        return
    if outcome.winner not in match.players:
        raise NotPossible(f"The winner of {match.key} must be one of its players")
    if outcome.score is None:
        return
    home, away = outcome.score
    ahead = home > away if outcome.winner == match.home else away > home
    if outcome.ending is Ending.FORFEIT or min(home, away) < 0 or not ahead:
        raise NotPossible("The score does not fit the winner")
