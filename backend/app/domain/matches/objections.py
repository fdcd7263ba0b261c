"""Who may object to the end of a match: by an appeal against a ruling, or by a contest.

A ruling is appealed against by whoever got less than the prize. An end that time or the game's
data brought (`vocabulary.AUTOMATIC`) is contested by whoever got less and did not report that end.
"""

from app.domain.matches.facts import claimed_result
from app.domain.matches.vocabulary import AUTOMATIC, Reason, ReportedOutcome, Result

_OF_SEAT = {1: Result.PLAYER1, 2: Result.PLAYER2}


def may_object(
    *, seat: int, result: Result, reason: Reason, reported: ReportedOutcome | None
) -> bool:
    """Say whether the player in `seat` (1 or 2) may object to this end, while there is time.

    `reported` is the outcome of their latest report. Nobody objects to what both agreed on.
    """
    if result is _OF_SEAT[seat]:
        return False
    if reason is Reason.RULED:
        return True
    return reason in AUTOMATIC and (
        reported is None or claimed_result(seat, reported) is not result
    )
