"""How a player answers for their match without the app: to which number, with which digits."""

from dataclasses import dataclass

from app.domain.matches.states import MatchStatus
from app.domain.sms.commands import code_of

_ASKS = frozenset({MatchStatus.PENDING, MatchStatus.ACTIVE})


@dataclass(frozen=True)
class AnswerBySms:
    """The short code that takes SMS, and the four digits of the match."""

    to: str
    code: str


def answer_by_sms(
    match_id: int, status: str, *, short_code: str, is_verified: bool
) -> AnswerBySms | None:
    """Return how a player of this match answers by SMS; None where nothing would come of it.

    That is without a short code, from a number that nobody has proved, and once the match is over
    or a referee's.
    """
    if not short_code or not is_verified or status not in _ASKS:
        return None
    return AnswerBySms(to=short_code, code=code_of(match_id))
