"""What a piece of evidence does to a withdrawal: the whole decision, and nothing but the decision.

Results of a payout are hints at a secret address. A complete success is believed; a
failure is not, because who forges one would keep the money and get it back too: only Transaction
Status proves that nothing left (daraja.md §8, 47 and 54). A success is final.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.domain.payments.decisions import (
    ASK,
    CONTRADICTION,
    NOTHING,
    REFUSED,
    Decision,
    ReviewReason,
    Verdict,
)
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.mpesa.payout_codes import PayoutFailure, PayoutOutcome, meaning_of_payout
from app.domain.payments.payouts import PayoutEvidence
from app.domain.payments.states import WithdrawalState

SUCCESS = "0"
_S = WithdrawalState
_OPEN = frozenset({_S.HELD, _S.SENDING, _S.SENT, _S.UNKNOWN, _S.REVIEW})


# Reasons that an answer of Transaction Status removes; people decide about contradictions.
_REMOVABLE = frozenset({None, ReviewReason.UNKNOWN_CODE, ReviewReason.NO_VERDICT})


@dataclass(frozen=True)
class WithdrawalFacts:
    """What is known of a withdrawal before the evidence; `net` in KES.

    `called`: a call may have reached M-Pesa; `acknowledged`: M-Pesa has sent anything about it;
    `result_code` is that of its last result; `receipt_used`: this receipt belongs to another
    payment; `since_call` is the time since the first call.
    """

    state: WithdrawalState
    net: Decimal
    phone: str
    originator_conversation_id: str
    called: bool
    acknowledged: bool = False
    mpesa_reference: str | None = None
    result_code: str | None = None
    receipt_used: bool = False
    review_reason: ReviewReason | None = None
    since_call: timedelta = timedelta(0)
    send_again_after: timedelta = timedelta(seconds=60)


def decide_result(facts: WithdrawalFacts, evidence: PayoutEvidence) -> Decision:
    """Return what the result of a payout, or a notice that it waits in a queue, does."""
    if _names_another(facts, evidence.originator_conversation_id):
        return REFUSED
    outcome = evidence.meaning.outcome
    if outcome is PayoutOutcome.PAID:
        return _paid(facts, evidence)
    if facts.state is _S.PAID:
        return CONTRADICTION if outcome is PayoutOutcome.NOT_PAID else NOTHING
    if facts.state not in _OPEN or not facts.called:
        return NOTHING
    # A success that has to be confirmed outweighs each failure: the inquiry is under way.
    if outcome is PayoutOutcome.UNHEARD_OF and facts.review_reason is None:
        return Decision(Verdict.REVIEW, ReviewReason.UNKNOWN_CODE)
    return ASK


def decide_status(facts: WithdrawalFacts, evidence: StatusEvidence) -> Decision:
    """Return what M-Pesa's answer about a payout does."""
    verdict = evidence.verdict
    if verdict in {StatusVerdict.NO_ANSWER, StatusVerdict.WAITING}:
        return NOTHING
    if _names_another(facts, evidence.originator_conversation_id):
        return REFUSED
    if verdict is StatusVerdict.COMPLETED:
        return _paid(facts, evidence)
    if verdict is StatusVerdict.NOT_FOUND:
        return _not_found(facts)
    return _not_paid(facts, evidence)


def reason_of_release(result_code: str | None) -> PayoutFailure:
    """Return why a payout failed that M-Pesa declined, by its last result."""
    failure = meaning_of_payout(result_code or "").failure
    if failure in {None, PayoutFailure.BEING_CHECKED}:
        return PayoutFailure.DECLINED
    # "Your money is safe", which waits, has become "your money is back".
    return PayoutFailure.TEMPORARY_PROBLEM if failure is PayoutFailure.DELAYED else failure


def _names_another(facts: WithdrawalFacts, named: str | None) -> bool:
    return named is not None and named != facts.originator_conversation_id


def _paid(facts: WithdrawalFacts, evidence: PayoutEvidence | StatusEvidence) -> Decision:
    if not facts.called:
        return CONTRADICTION
    if facts.state is _S.PAID:
        known = evidence.receipt in {None, facts.mpesa_reference}
        return NOTHING if known and evidence.amount in {None, facts.net} else CONTRADICTION
    if facts.state is _S.REVIEW and facts.review_reason not in _REMOVABLE:
        return NOTHING
    is_late = facts.state is _S.RELEASED
    reason = _reason_for_review(facts, evidence)
    if reason is not None:
        return CONTRADICTION if is_late else Decision(Verdict.REVIEW, reason)
    if evidence.amount is None or evidence.receipt is None:
        return ASK
    return Decision(Verdict.LATE if is_late else Verdict.PAY)


def _reason_for_review(
    facts: WithdrawalFacts, evidence: PayoutEvidence | StatusEvidence
) -> ReviewReason | None:
    if evidence.amount not in {None, facts.net}:
        return ReviewReason.AMOUNT_DIFFERS
    if evidence.receiver_is(facts.phone) is False:
        return ReviewReason.RECEIVER_DIFFERS
    return ReviewReason.RECEIPT_USED if facts.receipt_used else None


def _not_paid(facts: WithdrawalFacts, evidence: StatusEvidence) -> Decision:
    if facts.state is _S.PAID:
        return CONTRADICTION
    if facts.state not in _OPEN or not facts.called:
        return NOTHING
    if facts.state is _S.REVIEW and facts.review_reason not in _REMOVABLE:
        return NOTHING
    if evidence.amount not in {None, facts.net}:
        return REFUSED  # without our id in it, it may be anybody's
    if facts.result_code == SUCCESS:
        return Decision(Verdict.REVIEW, ReviewReason.STATUS_DISAGREES)
    return Decision(Verdict.RELEASE)


def _not_found(facts: WithdrawalFacts) -> Decision:
    """Send again what M-Pesa never acknowledged, since the id is the same (scenario 43)."""
    waited = facts.since_call >= facts.send_again_after
    never_there = facts.state is _S.UNKNOWN and facts.called and not facts.acknowledged
    return Decision(Verdict.SEND_AGAIN) if never_there and waited else NOTHING
