"""What evidence does to a payment to our paybill.

A confirmation alone is a claim, for its address is the same for years (daraja.md §5.6). Proof is
what M-Pesa answers when asked about the receipt, or lists by itself.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.domain.payments.decisions import NOTHING, WAIT, Decision, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.states import PaybillState

_UNPROVEN = frozenset({PaybillState.RECEIVED, PaybillState.REFUSED, PaybillState.REVIEW})
# Only M-Pesa's list, which names the account number, can settle these.
_FOR_THE_LIST = frozenset({ReviewReason.CONFIRMATIONS_DIFFER, ReviewReason.MAY_BE_A_DEPOSIT})


@dataclass(frozen=True)
class PaybillFacts:
    """What is known of a payment before the evidence; `amount` in KES.

    `inquiries` counts those answered, this one included. `may_be_a_deposit` says that a credited
    deposit of that amount lacks its receipt or, for a payment that names nobody, that a prompt of
    that amount is not settled. An inquiry that finds nothing is believed after `not_found_tries`
    of them and `not_found_after`.
    """

    state: PaybillState
    receipt: str
    amount: Decimal
    age: timedelta
    inquiries: int
    not_found_tries: int
    not_found_after: timedelta
    shortcodes: frozenset[str]
    may_be_a_deposit: bool = False
    review_reason: ReviewReason | None = None


def decide_status(facts: PaybillFacts, evidence: StatusEvidence) -> Decision:
    """Return what M-Pesa's answer about a receipt does."""
    if facts.state not in {PaybillState.RECEIVED, PaybillState.REFUSED}:
        return NOTHING
    match evidence.verdict:
        case StatusVerdict.COMPLETED:
            return _completed(facts, evidence)
        case StatusVerdict.FAILED:
            return Decision(Verdict.REFUSED, ReviewReason.NOT_COMPLETED)
        case StatusVerdict.NOT_FOUND if _is_final(facts):
            return Decision(Verdict.REFUSED, ReviewReason.NOT_FOUND)
        case _:
            return WAIT


def decide_row(state: PaybillState, *, may_be_a_deposit: bool = False) -> Decision:
    """Return what a row of M-Pesa's own list does: it proves all of the payment.

    But for a row without an account number, as of a till: that does not tell whether it is the
    payment of a prompt (`may_be_a_deposit`).
    """
    if state not in _UNPROVEN:
        return NOTHING
    if may_be_a_deposit:
        return Decision(Verdict.WAIT, ReviewReason.MAY_BE_A_DEPOSIT)
    return Decision(Verdict.CREDIT)


def needs_the_list(reason: str | None) -> bool:
    """Return whether only M-Pesa's list can settle a payment that waits for `reason`."""
    return reason in _FOR_THE_LIST


def _completed(facts: PaybillFacts, evidence: StatusEvidence) -> Decision:
    is_ours = evidence.credits(facts.shortcodes)
    is_about_another = evidence.receipt not in {None, facts.receipt}
    if is_about_another or evidence.amount is None or is_ours is None:
        return WAIT
    if not is_ours:
        return Decision(Verdict.REFUSED, ReviewReason.NOT_TO_US)
    if facts.review_reason is ReviewReason.CONFIRMATIONS_DIFFER:
        return Decision(Verdict.WAIT, ReviewReason.CONFIRMATIONS_DIFFER)
    if facts.may_be_a_deposit or needs_the_list(facts.review_reason):
        return Decision(Verdict.WAIT, ReviewReason.MAY_BE_A_DEPOSIT)
    is_claimed = facts.review_reason is not ReviewReason.AMOUNT_UNREAD
    if is_claimed and evidence.amount != facts.amount:
        return Decision(Verdict.REVIEW, ReviewReason.AMOUNT_DIFFERS)
    return Decision(Verdict.CREDIT)


def _is_final(facts: PaybillFacts) -> bool:
    """Return whether "not found" is final: asked often enough, and after the list had its time."""
    return facts.inquiries >= facts.not_found_tries and facts.age >= facts.not_found_after
