"""What evidence can do to a payment of any kind, and why people have to review one."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is to be done, or was done."""

    CREDIT = "credited"
    PAY = "paid"
    LATE = "paid_late"  # paid although it was released: booked, and an alert raised
    DONE = "done"  # the refund was made
    RELEASE = "released"
    FAIL = "failed"
    SUSPEND = "suspense"  # the money is here, and its owner is not known
    BACKFILL = "backfilled"  # the receipt of what was credited without one
    REVIEW = "review"  # people decide; no money moves
    ASK = "ask"  # M-Pesa must confirm it when asked
    SEND_AGAIN = "send_again"  # M-Pesa never took it: the same id may be sent again
    WAIT = "waits"  # nothing is proven yet
    CONTRADICTION = "contradiction"  # against what is booked: keep that, and raise an alert
    REFUSED = "refused"  # about another payment, or M-Pesa knows no such payment
    NOTHING = "nothing"  # known already, or nothing final


class ReviewReason(StrEnum):
    """Why a payment is not decided by rule."""

    AMOUNT_DIFFERS = "amount_differs"
    RECEIVER_DIFFERS = "receiver_differs"
    RECEIPT_USED = "receipt_used"
    UNKNOWN_CODE = "unknown_code"
    UNCONFIRMED = "unconfirmed"
    PAID_AFTER_FAILURE = "paid_after_failure"
    QUERY_DISAGREES = "query_disagrees"
    STATUS_DISAGREES = "status_disagrees"
    NO_VERDICT = "no_verdict"  # asked for a day without an answer that decides
    CONFIRMATIONS_DIFFER = "two_stories"  # two confirmations of one receipt contradict each other
    MAY_BE_A_DEPOSIT = "maybe_a_prompts"  # a deposit of that amount lacks its receipt
    MAY_BE_IN_SUSPENSE = "maybe_in_suspense"  # a payment there is of that amount, and names nobody
    AMOUNT_UNREAD = "amount_unread"  # the amount stands in M-Pesa's answer or list only
    NAME_DIFFERS = "name_differs"  # the payout's number is under another name; nothing was sent
    NOT_TO_US = "not_to_us"
    NOT_FOUND = "not_found"
    NOT_COMPLETED = "not_completed"


@dataclass(frozen=True)
class Decision:
    """What to do, and the reason if people have to review it."""

    verdict: Verdict
    reason: ReviewReason | None = None


NOTHING = Decision(Verdict.NOTHING)
ASK = Decision(Verdict.ASK)
WAIT = Decision(Verdict.WAIT)
CONTRADICTION = Decision(Verdict.CONTRADICTION)
REFUSED = Decision(Verdict.REFUSED)
