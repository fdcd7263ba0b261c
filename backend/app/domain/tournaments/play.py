"""What can happen to a tournament: each command takes its state and returns the next one.

The same commands serve every format. Leave, ban, timeout and disqualification are all `withdraw`.
"""

from collections.abc import Mapping, Set
from dataclasses import replace

from app.domain.tournaments.formats import elimination, round_robin, swiss
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import (
    VOID,
    DependentsBegun,
    Ending,
    Format,
    Match,
    MatchState,
    NotPossible,
    Outcome,
)


def matches(tournament: Tournament) -> dict[str, Match]:
    """Return every match by its key, as it follows from all that was recorded."""
    if tournament.format is Format.ROUND_ROBIN:
        return round_robin.matches(tournament)
    if tournament.format is Format.SWISS:
        return swiss.matches(tournament)
    return elimination.matches(tournament)


def find(tournament: Tournament, key: str) -> Match:
    """Return one match; raise NotPossible if there is none of that key."""
    if tournament.format is Format.ROUND_ROBIN:
        match = round_robin.find(tournament, key)
    elif tournament.format is Format.SWISS:
        match = swiss.matches(tournament).get(key)
    else:
        match = elimination.find(tournament, key)
    if match is None:
        raise NotPossible(f"There is no match {key}")
    return match


def open_matches(tournament: Tournament) -> list[Match]:
    """Return what can be played now."""
    return [one for one in matches(tournament).values() if one.state is MatchState.OPEN]


def record(tournament: Tournament, key: str, outcome: Outcome) -> Tournament:
    """Enter the result of an open match."""
    match = find(tournament, key)
    _require_open(match)
    _check(match, outcome)
    return replace(tournament, results={**tournament.results, key: outcome})


def withdraw(tournament: Tournament, *players: int) -> Tournament:
    """Take players out: what they played stays, every open and future match is a walkover.

    Who had gone on by a walkover before has gone on; two who are taken out together both lose.
    """
    if not set(players) <= set(tournament.players):
        raise NotPossible("This player is not in the field")
    standing = {
        key: match.outcome
        for key, match in matches(tournament).items()
        if match.outcome and match.outcome != VOID and key not in tournament.results
    }
    return replace(tournament, withdrawn=tournament.withdrawn.union(players), walkovers=standing)


def pair_next_round(tournament: Tournament) -> Tournament:
    """Pair the next round of a Swiss; raise NotPossible if there is none yet, or no more."""
    pairing = swiss.next_round(tournament) if tournament.format is Format.SWISS else None
    if pairing is None:
        raise NotPossible("There is no round to be paired")
    return replace(tournament, pairings=(*tournament.pairings, pairing))


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
    results = _without(tournament.results, {key})
    if outcome:
        results[key] = outcome
    changed = replace(
        tournament,
        results=results,
        begun=tournament.begun - {key},
        walkovers=_without(tournament.walkovers, {key}),
    )
    changed = _without_later_pairings(tournament, changed)
    return _consistent(tournament, changed, reset=reset, besides=key)


def reinstate(tournament: Tournament, player: int, *, reset: bool = False) -> Tournament:
    """Take a drop-out back, by the rules of `change`: its walkovers open again.

    Rounds of a Swiss that were paired without the player are paired anew.
    """
    if player not in tournament.withdrawn:
        raise NotPossible("This player has not dropped out")
    known = matches(tournament)
    lost = {
        key
        for key, outcome in tournament.walkovers.items()
        if outcome.winner != player and player in known[key].players
    }
    changed = replace(
        tournament,
        withdrawn=tournament.withdrawn - {player},
        walkovers=_without(tournament.walkovers, lost),
    )
    changed = _without_missed_pairings(_without_later_pairings(tournament, changed), player)
    return _consistent(tournament, changed, reset=reset)


def _without_missed_pairings(tournament: Tournament, player: int) -> Tournament:
    """Drop the rounds of a Swiss from the first one on in which a player neither met nor rested."""
    for number, paired in enumerate(tournament.pairings):
        if player != paired.bye and not any(player in pair for pair in paired.pairs):
            return replace(tournament, pairings=tournament.pairings[:number])
    return tournament


def _without_later_pairings(before: Tournament, after: Tournament) -> Tournament:
    """Drop the rounds of a Swiss that were paired by a result which is another now."""
    if after.format is not Format.SWISS:
        return after
    was, now = swiss.matches(before), swiss.matches(after)
    rounds = [
        int(key[1 : key.index(".")])
        for key in was
        if _counted(was[key].outcome) != _counted(now[key].outcome)
    ]
    return replace(after, pairings=after.pairings[: min(rounds)]) if rounds else after


def _counted(outcome: Outcome | None) -> tuple[Ending, int | None] | None:
    return (outcome.ending, outcome.winner) if outcome else None


def _consistent(
    before: Tournament, after: Tournament, *, reset: bool, besides: str | None = None
) -> Tournament:
    """Return `after` without results of matches whose players are others than they were."""
    was = matches(before)
    while True:
        now = matches(after)
        known = after.begun | after.results.keys() | after.walkovers.keys()
        others = {key for key in known if key not in now or now[key].sides != was[key].sides}
        stale = others & (after.begun | after.results.keys()) - {besides}
        if stale and not reset:
            raise DependentsBegun(stale)
        if not others - {besides}:
            return after
        after = replace(
            after,
            results=_without(after.results, others),
            begun=after.begun - others,
            walkovers=_without(after.walkovers, others),
        )


def _without(outcomes: Mapping[str, Outcome], keys: Set[str]) -> dict[str, Outcome]:
    return {key: outcome for key, outcome in outcomes.items() if key not in keys}


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
