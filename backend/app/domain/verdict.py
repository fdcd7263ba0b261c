"""What two reports of one match amount to."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a player says happened to him."""

    WON = "won"
    LOST = "lost"
    DRAW = "draw"
    PROBLEM = "problem"


class Result(StrEnum):
    """How a match ended; `void` means that it does not count and both stakes go back."""

    PLAYER1 = "player1"
    PLAYER2 = "player2"
    DRAW = "draw"
    VOID = "void"
    SPLIT = "split"  # by a ruling only: both get half of what is left after the fee


class Reason(StrEnum):
    """Why a match stands where it stands; the app has a sentence for each."""

    AGREED = "agreed"
    RULED = "ruled"
    NOT_READY = "not_ready"
    WALKED_AWAY = "walked_away"
    NOBODY_REPORTED = "nobody_reported"
    REPORTS_CONTRADICT = "reports_contradict"
    NO_ANSWER = "no_answer"
    PLAYER_DISPUTED = "player_disputed"
    REPLAYED = "replayed"
    OVERTURNED = "overturned"


@dataclass(frozen=True)
class Verdict:
    """`result` when both agree; `disputed` when they contradict; neither while one is silent."""

    result: Result | None = None
    disputed: bool = False


_AGREEMENTS = {
    (Outcome.WON, Outcome.LOST): Result.PLAYER1,
    (Outcome.LOST, Outcome.WON): Result.PLAYER2,
    (Outcome.DRAW, Outcome.DRAW): Result.DRAW,
    (Outcome.PROBLEM, Outcome.PROBLEM): Result.VOID,
}


def weigh(player1: Outcome | None, player2: Outcome | None) -> Verdict:
    """Compare what both said. Two who both claim defeat contradict each other as well: somebody is
    mistaken, and a person should ask (cod-api.md §5.3)."""
    if player1 is None or player2 is None:
        return Verdict()
    result = _AGREEMENTS.get((player1, player2))
    return Verdict(result=result, disputed=result is None)
