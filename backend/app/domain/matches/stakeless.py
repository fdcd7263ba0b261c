"""What differs in a match of a tournament: nothing is staked, and one of the two must go on."""

from app.domain.matches.disputes import Ruling
from app.domain.matches.vocabulary import Reason, Result

# Who goes on by these has not played: they say nothing about how strong the two are.
WALKOVERS = frozenset({Reason.NOT_READY, Reason.WALKED_AWAY})

_WINS = frozenset({Result.PLAYER1, Result.PLAYER2})

# Void: neither of the two goes on.
RULINGS = frozenset({Ruling.PLAYER1, Ruling.PLAYER2, Ruling.VOID, Ruling.REPLAY})


def without_a_game(*, one_is_there: bool, two_is_there: bool) -> Result:
    """Return how a match ends that never began: who is there goes on, and neither if neither is."""
    if one_is_there is two_is_there:
        return Result.VOID
    return Result.PLAYER1 if one_is_there else Result.PLAYER2


def needs_another_game(result: Result) -> bool:
    """Say whether a played match with this result is played again: a draw takes nobody on."""
    return result not in _WINS
