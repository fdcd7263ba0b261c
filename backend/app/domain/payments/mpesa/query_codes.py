"""What the result codes of our inquiries (Transaction Status, Account Balance) mean."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.payments.retry import Retry


class QueryOutcome(StrEnum):
    """What became of an inquiry."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"  # proves nothing by itself (daraja.md §2.5)
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class QueryMeaning:
    """What a code means for our inquiry; `pauses` and `ours_to_mend` as for payouts.

    An inquiry moves no money, so each may be sent again; not at once where `pauses`,
    since wrong passwords lock our operator.
    """

    outcome: QueryOutcome
    retry: Retry = Retry.LATER
    pauses: bool = False
    ours_to_mend: bool = False


_STOP = QueryMeaning(QueryOutcome.NO_ANSWER, Retry.NO, pauses=True, ours_to_mend=True)
_OUR_BUG = QueryMeaning(QueryOutcome.NO_ANSWER, Retry.NO, ours_to_mend=True)
_BUSY = QueryMeaning(QueryOutcome.NO_ANSWER)

# daraja.md §2.5, §3.2. Whatever is not listed here is no answer.
QUERY_CODES: dict[str, QueryMeaning] = {
    "0": QueryMeaning(QueryOutcome.ANSWERED, Retry.NO),
    "SFC_IC0003": QueryMeaning(QueryOutcome.NOT_FOUND),
    "R000002": QueryMeaning(QueryOutcome.NOT_FOUND),
    "11": _STOP,
    "18": _STOP,
    "20": _STOP,
    "21": _STOP,
    "22": _STOP,
    "2001": _STOP,
    "2006": _STOP,
    "2028": _STOP,
    "8006": _STOP,
    "24": _OUR_BUG,
    "25": _OUR_BUG,
    "29": _OUR_BUG,
    "15": _BUSY,
    "17": _BUSY,
    "26": _BUSY,
    "100000001": _BUSY,
    "100000002": _BUSY,
    "100000011": _BUSY,
}


def meaning_of_query(code: str) -> QueryMeaning:
    """Return what `code` means for an inquiry; an unlisted one leaves it open."""
    return QUERY_CODES.get(code, _BUSY)
