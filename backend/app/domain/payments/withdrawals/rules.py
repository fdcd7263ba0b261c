"""What a piece of evidence does to a withdrawal: the whole decision, and nothing but the decision.

Results of a payout are hints at a secret address. A success that says everything is believed; a
failure is not, because who forges one would keep the money and get it back too: only Transaction
Status proves that nothing left (daraja.md §8, 47 and 54). Success is never taken back.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.mpesa.payout_codes import PayoutFailure, PayoutOutcome, meaning_of_payout
from app.domain.payments.payouts import PayoutEvidence
from app.domain.payments.states import WithdrawalState

SUCCESS = "0"
_S = WithdrawalState
_OPEN = frozenset({_S.HELD, _S.SENDING, _S.SENT, _S.UNKNOWN, _S.REVIEW})


class Verdict(StrEnum):
    """What is to be done."""

    PAY = "paid"
    RELEASE = "released"
    LATE = "paid_late"  # paid although it was released: booked, and an alarm raised
    REVIEW = "review"  # two people look; the money stays set aside
    ASK = "ask"  # M-Pesa must say it when asked
    SEND_AGAIN = "send_again"  # it never heard of it: the same id may be sent again
    CONTRADICTION = "contradiction"  # against what stands: keep that, and raise an alarm
    REFUSED = "refused"  # it speaks of another payout
    NOTHING = "nothing"  # known already, or says nothing final


class Doubt(StrEnum):
    """Why people have to look."""

    AMOUNT_DIFFERS = "amount_differs"
    RECEIVER_DIFFERS = "receiver_differs"
    RECEIPT_USED = "receipt_used"
    UNKNOWN_CODE = "unknown_code"
    STATUS_DISAGREES = "status_disagrees"
    NO_VERDICT = "no_verdict"  # asked for a day, and nobody could say


# Doubts that the word of Transaction Status removes; two stories about a payment are for people.
_REMOVABLE = frozenset({None, Doubt.UNKNOWN_CODE, Doubt.NO_VERDICT})


@dataclass(frozen=True)
class WithdrawalFacts:
    """What is known of a withdrawal before the evidence; `net` in KES.

    `called` says that a call may have reached M-Pesa, `acknowledged` that M-Pesa has said anything
    about it, `result_code` what its last result said, `receipt_used` that this receipt stands at
    another payment; `since_call` is the time since the first call.
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
    doubt: Doubt | None = None
    since_call: timedelta = timedelta(0)
    send_again_after: timedelta = timedelta(seconds=60)


@dataclass(frozen=True)
class Decision:
    """What to do, and the doubt that a review is about."""

    verdict: Verdict
    doubt: Doubt | None = None


_NOTHING = Decision(Verdict.NOTHING)
_ASK = Decision(Verdict.ASK)
_CONTRADICTION = Decision(Verdict.CONTRADICTION)
_REFUSED = Decision(Verdict.REFUSED)


def decide_result(facts: WithdrawalFacts, evidence: PayoutEvidence) -> Decision:
    """Return what the result of a payout, or a notice that it waits in a queue, does."""
    if _names_another(facts, evidence.originator_conversation_id):
        return _REFUSED
    outcome = evidence.meaning.outcome
    if outcome is PayoutOutcome.PAID:
        return _paid(facts, evidence)
    if facts.state is _S.PAID:
        return _CONTRADICTION if outcome is PayoutOutcome.NOT_PAID else _NOTHING
    if facts.state not in _OPEN or not facts.called:
        return _NOTHING
    # A success that has to be confirmed outweighs each failure: the question is under way.
    if outcome is PayoutOutcome.UNHEARD_OF and facts.doubt is None:
        return Decision(Verdict.REVIEW, Doubt.UNKNOWN_CODE)
    return _ASK


def decide_status(facts: WithdrawalFacts, evidence: StatusEvidence) -> Decision:
    """Return what M-Pesa's answer about a payout does."""
    verdict = evidence.verdict
    if verdict in {StatusVerdict.NO_ANSWER, StatusVerdict.WAITING}:
        return _NOTHING
    if _names_another(facts, evidence.originator_conversation_id):
        return _REFUSED
    if verdict is StatusVerdict.COMPLETED:
        return _paid(facts, evidence)
    if verdict is StatusVerdict.NOT_FOUND:
        return _not_found(facts)
    return _not_paid(facts, evidence)


def reason_of_release(result_code: str | None) -> PayoutFailure:
    """Return why a payout failed that M-Pesa declined: its last result may have told."""
    failure = meaning_of_payout(result_code or "").failure
    if failure in {None, PayoutFailure.BEING_CHECKED}:
        return PayoutFailure.DECLINED
    # "Your money is safe", which waits, has become "your money is back".
    return PayoutFailure.TEMPORARY_PROBLEM if failure is PayoutFailure.DELAYED else failure


def _names_another(facts: WithdrawalFacts, said: str | None) -> bool:
    return said is not None and said != facts.originator_conversation_id


def _paid(facts: WithdrawalFacts, evidence: PayoutEvidence | StatusEvidence) -> Decision:
    if not facts.called:
        return _CONTRADICTION
    if facts.state is _S.PAID:
        known = evidence.receipt in {None, facts.mpesa_reference}
        return _NOTHING if known and evidence.amount in {None, facts.net} else _CONTRADICTION
    if facts.state is _S.REVIEW and facts.doubt not in _REMOVABLE:
        return _NOTHING
    is_late = facts.state is _S.RELEASED
    doubt = _doubt_about(facts, evidence)
    if doubt is not None:
        return _CONTRADICTION if is_late else Decision(Verdict.REVIEW, doubt)
    if evidence.amount is None or evidence.receipt is None:
        return _ASK
    return Decision(Verdict.LATE if is_late else Verdict.PAY)


def _doubt_about(facts: WithdrawalFacts, evidence: PayoutEvidence | StatusEvidence) -> Doubt | None:
    if evidence.amount not in {None, facts.net}:
        return Doubt.AMOUNT_DIFFERS
    if evidence.receiver_is(facts.phone) is False:
        return Doubt.RECEIVER_DIFFERS
    return Doubt.RECEIPT_USED if facts.receipt_used else None


def _not_paid(facts: WithdrawalFacts, evidence: StatusEvidence) -> Decision:
    if facts.state is _S.PAID:
        return _CONTRADICTION
    if facts.state not in _OPEN or not facts.called:
        return _NOTHING
    if facts.state is _S.REVIEW and facts.doubt not in _REMOVABLE:
        return _NOTHING
    if evidence.amount not in {None, facts.net}:
        return _REFUSED  # without our id in it, it may be anybody's
    if facts.result_code == SUCCESS:
        return Decision(Verdict.REVIEW, Doubt.STATUS_DISAGREES)
    return Decision(Verdict.RELEASE)


def _not_found(facts: WithdrawalFacts) -> Decision:
    """Whoever was never heard of may be sent again, since the id is the same (scenario 43)."""
    waited = facts.since_call >= facts.send_again_after
    never_there = facts.state is _S.UNKNOWN and facts.called and not facts.acknowledged
    return Decision(Verdict.SEND_AGAIN) if never_there and waited else _NOTHING
