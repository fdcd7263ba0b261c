"""What a piece of evidence does to a deposit: the whole decision, and nothing but the decision."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.payments.decisions import (
    CONTRADICTION,
    NOTHING,
    REFUSED,
    Decision,
    ReviewReason,
    Verdict,
)
from app.domain.payments.mpesa.results import Evidence, Outcome, Source
from app.domain.payments.states import DepositState

_OPEN = frozenset(
    {DepositState.CREATED, DepositState.SENDING, DepositState.PROMPTED, DepositState.UNKNOWN}
)
_WAS_CREDITED = frozenset({DepositState.CREDITED, DepositState.REVERSED})
_PROOF = frozenset({Source.QUERY, Source.STATUS, Source.PULL})  # M-Pesa answered or listed it


# Reasons that good proof removes; people decide about the others (two amounts for one payment).
_REMOVABLE = frozenset(
    {
        ReviewReason.UNKNOWN_CODE,
        ReviewReason.PAID_AFTER_FAILURE,
        ReviewReason.UNCONFIRMED,
        ReviewReason.MAY_BE_IN_SUSPENSE,
    }
)


@dataclass(frozen=True)
class DepositFacts:
    """What is known of a deposit before the evidence; `amount` and `confirm_above` in KES.

    `receipt_used` and `checkout_used`: this receipt or id belongs to another payment;
    `awaits_proof`: an earlier success still waits for M-Pesa's confirmation;
    `may_be_in_suspense`: the evidence names no receipt, and a payment in suspense may be the same.
    """

    state: DepositState
    amount: Decimal
    confirm_above: Decimal
    checkout_request_id: str | None = None
    mpesa_reference: str | None = None
    receipt_used: bool = False
    checkout_used: bool = False
    awaits_proof: bool = False
    may_be_in_suspense: bool = False
    review_reason: ReviewReason | None = None


def record_of(evidence: Evidence, decision: Decision) -> dict[str, str | int | None]:
    """Return what the record of a deposit keeps of a piece of evidence and its effect."""
    facts: dict[str, str | int | None] = {
        "verdict": decision.verdict,
        "doubt": decision.reason,
        "code": evidence.code,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "receipt": evidence.receipt,
        "checkout_request_id": evidence.checkout_request_id,
        "paid_at": evidence.paid_at.isoformat() if evidence.paid_at else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def decide(facts: DepositFacts, evidence: Evidence) -> Decision:
    """Return what `evidence` does to the deposit. A success is final (daraja.md §3.1)."""
    if _is_about_another(facts, evidence):
        return REFUSED
    match evidence.meaning.outcome:
        case Outcome.PAID if facts.state in _WAS_CREDITED:
            return _paid_again(facts, evidence)
        case Outcome.PAID:
            return _paid(facts, evidence)
        case Outcome.NOT_PAID:
            return _not_paid(facts)
        case Outcome.UNHEARD_OF if facts.state in _OPEN:
            return Decision(Verdict.REVIEW, ReviewReason.UNKNOWN_CODE)
        case _:
            return NOTHING


def _is_about_another(facts: DepositFacts, evidence: Evidence) -> bool:
    known, named = facts.checkout_request_id, evidence.checkout_request_id
    return facts.checkout_used or (known is not None and named is not None and known != named)


def _paid_again(facts: DepositFacts, evidence: Evidence) -> Decision:
    if evidence.amount not in {None, facts.amount}:
        return CONTRADICTION
    if evidence.receipt is None or evidence.receipt == facts.mpesa_reference:
        return NOTHING
    if facts.mpesa_reference is not None or facts.receipt_used:
        return CONTRADICTION
    return Decision(Verdict.BACKFILL)


def _paid(facts: DepositFacts, evidence: Evidence) -> Decision:
    if facts.state is DepositState.REVIEW and facts.review_reason not in _REMOVABLE:
        return NOTHING
    reason = _reason_for_review(facts, evidence)
    if reason is not None:
        return Decision(Verdict.REVIEW, reason)
    if _needs_proof(facts, evidence):
        return _ask(facts, evidence)
    return Decision(Verdict.CREDIT)


def _reason_for_review(facts: DepositFacts, evidence: Evidence) -> ReviewReason | None:
    if evidence.amount not in {None, facts.amount}:
        return ReviewReason.AMOUNT_DIFFERS
    if facts.receipt_used:
        return ReviewReason.RECEIPT_USED
    if facts.may_be_in_suspense:
        return ReviewReason.MAY_BE_IN_SUSPENSE
    # A query names neither amount nor receipt: too little to overrule a failure on its own.
    if evidence.source is Source.QUERY and facts.state is DepositState.FAILED:
        return ReviewReason.PAID_AFTER_FAILURE
    return None


def _needs_proof(facts: DepositFacts, evidence: Evidence) -> bool:
    if evidence.source in _PROOF:
        # A query never names the amount; other proof without one is none.
        return evidence.amount is None and evidence.source is not Source.QUERY
    said_all = evidence.amount is not None and evidence.receipt is not None
    return not said_all or facts.amount > facts.confirm_above


def _ask(facts: DepositFacts, evidence: Evidence) -> Decision:
    can_ask = facts.checkout_request_id or evidence.checkout_request_id
    if can_ask and facts.state in _OPEN - {DepositState.CREATED}:
        return Decision(Verdict.ASK)
    return Decision(Verdict.REVIEW, ReviewReason.UNCONFIRMED)


def _not_paid(facts: DepositFacts) -> Decision:
    if facts.state is DepositState.CREDITED:
        return CONTRADICTION
    if facts.state is DepositState.REVERSED:
        return NOTHING
    if facts.awaits_proof:
        return Decision(Verdict.REVIEW, ReviewReason.QUERY_DISAGREES)
    explained = (
        facts.state is DepositState.REVIEW and facts.review_reason is ReviewReason.UNKNOWN_CODE
    )
    if facts.state in _OPEN or explained:
        return Decision(Verdict.FAIL)
    return NOTHING
