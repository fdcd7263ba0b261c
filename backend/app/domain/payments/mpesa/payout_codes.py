"""What each result code of a payout (B2C) means: a table of its own, for 2001 is no PIN here."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.payments.retry import Retry


class PayoutFailure(StrEnum):
    """Why no money went out: stable codes, each with a sentence and a next step."""

    AMOUNT_TOO_SMALL = "amount_too_small"
    AMOUNT_TOO_LARGE = "amount_too_large"
    DAILY_LIMIT = "daily_limit"
    PHONE_IS_FULL = "phone_is_full"
    NOT_ON_MPESA = "not_on_mpesa"
    DELAYED = "delayed"  # a problem of ours; the money waits
    BEING_CHECKED = "being_checked"  # not known yet; the money waits
    DECLINED = "declined"  # by Transaction Status, without a reason
    TEMPORARY_PROBLEM = "temporary_problem"
    CODE_NOT_TYPED = "code_not_typed"
    CANCELLED_BY_PLAYER = "cancelled_by_player"
    SIM_IS_NEW = "sim_is_new"  # the number got another SIM card a short while ago
    RETURNED_BY_SUPPORT = "returned_by_support"


class PayoutOutcome(StrEnum):
    """What a result code means for the money."""

    PAID = "paid"
    NOT_PAID = "not_paid"  # still only released after Transaction Status agrees (scenario 54)
    ASK = "ask"  # may have moved: Transaction Status decides
    UNHEARD_OF = "unheard_of"  # never settled, never released: a person looks


@dataclass(frozen=True)
class PayoutMeaning:
    """What a result code means.

    `money_may_have_moved`: never release on this code alone. `pauses`: all payouts stop at once,
    because the next would fail the same way or lock our operator. `ours_to_mend`: staff gets an
    alert.
    """

    outcome: PayoutOutcome
    failure: PayoutFailure | None = None
    retry: Retry = Retry.NO
    money_may_have_moved: bool = False
    pauses: bool = False
    ours_to_mend: bool = False


def _theirs(failure: PayoutFailure, retry: Retry) -> PayoutMeaning:
    return PayoutMeaning(PayoutOutcome.NOT_PAID, failure, retry)


_STOP = PayoutMeaning(
    PayoutOutcome.NOT_PAID, PayoutFailure.DELAYED, Retry.SAME_ID, pauses=True, ours_to_mend=True
)
_OUR_BUG = PayoutMeaning(
    PayoutOutcome.NOT_PAID, PayoutFailure.TEMPORARY_PROBLEM, Retry.NO, ours_to_mend=True
)
_ASK = PayoutMeaning(
    PayoutOutcome.ASK, PayoutFailure.BEING_CHECKED, Retry.NO, money_may_have_moved=True
)
_BUSY = PayoutMeaning(
    PayoutOutcome.ASK, PayoutFailure.BEING_CHECKED, Retry.SAME_ID, money_may_have_moved=True
)

# daraja.md §3.2. Whatever is not listed here is UNHEARD_OF.
PAYOUT_CODES: dict[str, PayoutMeaning] = {
    "0": PayoutMeaning(PayoutOutcome.PAID, money_may_have_moved=True),
    "1": _STOP,  # our Utility account is too low
    "2": _theirs(PayoutFailure.AMOUNT_TOO_SMALL, Retry.CHANGED),
    "3": _theirs(PayoutFailure.AMOUNT_TOO_LARGE, Retry.CHANGED),
    "4": _theirs(PayoutFailure.DAILY_LIMIT, Retry.LATER),
    "8": _theirs(PayoutFailure.PHONE_IS_FULL, Retry.CHANGED),
    "11": _STOP,  # our account is in an invalid state
    "15": _ASK,  # "duplicate detected": the first one may have paid
    "17": _ASK,
    "18": _STOP,
    "20": _STOP,
    "21": _STOP,
    "22": _STOP,
    "24": _OUR_BUG,
    "25": _OUR_BUG,
    "26": _BUSY,
    "29": _OUR_BUG,
    "100000001": _BUSY,
    "100000002": _BUSY,
    "100000011": _BUSY,
    "2001": _STOP,  # our operator's name, password or certificate; a few more tries lock it
    "2006": _STOP,
    "2028": _STOP,
    "2040": _theirs(PayoutFailure.NOT_ON_MPESA, Retry.CHANGED),
    "8006": _STOP,  # our operator is locked
    "SFC_IC0003": _theirs(PayoutFailure.NOT_ON_MPESA, Retry.CHANGED),
}
TIMED_OUT = _ASK  # a notice that a request waited too long: it may still be carried out
_UNHEARD_OF = PayoutMeaning(
    PayoutOutcome.UNHEARD_OF, PayoutFailure.BEING_CHECKED, money_may_have_moved=True
)


def meaning_of_payout(code: str) -> PayoutMeaning:
    """Return what `code` means for a payout; an unlisted one is never coerced into another."""
    return PAYOUT_CODES.get(code, _UNHEARD_OF)
