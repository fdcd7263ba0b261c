"""What evidence does to a refund: the whole decision. A success is final."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.payments.decisions import (
    ASK,
    NOTHING,
    REFUSED,
    WAIT,
    Decision,
    ReviewReason,
    Verdict,
)
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.reversals import ReversalEvidence, ReversalOutcome
from app.domain.payments.states import RefundState

_DONE = Decision(Verdict.DONE)
_RELEASE = Decision(Verdict.RELEASE)
_UNKNOWN_CODE = Decision(Verdict.REVIEW, ReviewReason.UNKNOWN_CODE)
_UNDER_WAY = frozenset({RefundState.SENDING, RefundState.SENT, RefundState.UNKNOWN})
_CALLED = _UNDER_WAY | {RefundState.REVIEW}


@dataclass(frozen=True)
class RefundFacts:
    """What is known of a refund before the evidence; `amount` in KES."""

    state: RefundState
    amount: Decimal
    original_receipt: str
    originator_conversation_id: str | None = None


def decide_result(facts: RefundFacts, evidence: ReversalEvidence) -> Decision:
    """Return what the result of a reversal, or a notice that it waits in a queue, does."""
    if facts.state is RefundState.DONE:
        return NOTHING
    if _is_about_another(facts, evidence):
        return REFUSED
    match evidence.outcome:
        case ReversalOutcome.DONE | ReversalOutcome.ALREADY:
            # R000001: it went back once, by whomever; its receipt is in M-Pesa's list.
            return _DONE
        case ReversalOutcome.NOT_DONE if facts.state in _CALLED:
            return _RELEASE
        case ReversalOutcome.ASK | ReversalOutcome.UNHEARD_OF if facts.state in _UNDER_WAY:
            return ASK if evidence.outcome is ReversalOutcome.ASK else _UNKNOWN_CODE
    return NOTHING


def decide_status(facts: RefundFacts, evidence: StatusEvidence) -> Decision:
    """Return what M-Pesa's answer to an inquiry does.

    About the reversal itself, "completed" means done. About the payment that was to go back,
    "completed" means that it has not gone back so far, and "cancelled" that it has.
    """
    if facts.state not in _CALLED:
        return NOTHING
    if evidence.receipt == facts.original_receipt:
        return _DONE if evidence.verdict is StatusVerdict.FAILED else WAIT
    ours = facts.originator_conversation_id
    if ours is None or evidence.originator_conversation_id != ours:
        return WAIT
    if evidence.verdict is StatusVerdict.COMPLETED:
        return _DONE
    return _RELEASE if evidence.verdict is StatusVerdict.FAILED else WAIT


def decide_row(state: RefundState) -> Decision:
    """Return what a reversal of the payment in M-Pesa's own list does.

    Before our call it was another reversal: ours is released, and the other one is still to be
    booked.
    """
    if state in {RefundState.DONE, RefundState.RELEASED}:
        return NOTHING
    return _RELEASE if state is RefundState.HELD else _DONE


def _is_about_another(facts: RefundFacts, evidence: ReversalEvidence) -> bool:
    if evidence.is_timeout:
        return False
    ours, theirs = facts.originator_conversation_id, evidence.originator_conversation_id
    return (
        (ours is not None and theirs is not None and ours != theirs)
        or evidence.amount not in {None, facts.amount}
        or evidence.original_receipt not in {None, facts.original_receipt}
    )
