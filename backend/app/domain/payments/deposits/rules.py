"""What a piece of evidence does to a deposit: the whole decision, and nothing but the decision."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.results import Evidence, Outcome, Source
from app.domain.payments.states import DepositState

_OPEN = frozenset(
    {DepositState.CREATED, DepositState.SENDING, DepositState.PROMPTED, DepositState.UNKNOWN}
)
_WAS_CREDITED = frozenset({DepositState.CREDITED, DepositState.REVERSED})
_PROOF = frozenset({Source.QUERY, Source.STATUS, Source.PULL})  # M-Pesa said so when asked


class Verdict(StrEnum):
    """What is to be done."""

    CREDIT = "credited"
    FAIL = "failed"
    REVIEW = "review"  # a person looks; no money moves
    ASK = "ask"  # believable, but M-Pesa must confirm it when asked
    BACKFILL = "backfilled"  # the receipt of what was credited without one
    CONTRADICTION = "contradiction"  # against what stands: keep that, and raise an alarm
    REFUSED = "refused"  # it speaks of another payment
    NOTHING = "nothing"  # known already, or says nothing final


class Doubt(StrEnum):
    """Why a person has to look."""

    AMOUNT_DIFFERS = "amount_differs"
    RECEIPT_USED = "receipt_used"
    UNKNOWN_CODE = "unknown_code"
    PAID_AFTER_FAILURE = "paid_after_failure"
    UNCONFIRMED = "unconfirmed"
    QUERY_DISAGREES = "query_disagrees"


# Doubts that good proof removes; the others (two stories about the amount) are a person's to judge.
_REMOVABLE = frozenset({Doubt.UNKNOWN_CODE, Doubt.PAID_AFTER_FAILURE, Doubt.UNCONFIRMED})


@dataclass(frozen=True)
class DepositFacts:
    """What is known of a deposit before the evidence; `amount` and `confirm_above` in KES.

    `receipt_used` and `checkout_used` say that this receipt or id stands at another deposit;
    `awaits_proof` that an earlier success still waits for M-Pesa's confirmation.
    """

    state: DepositState
    amount: Decimal
    confirm_above: Decimal
    checkout_request_id: str | None = None
    mpesa_reference: str | None = None
    receipt_used: bool = False
    checkout_used: bool = False
    awaits_proof: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Decision:
    """What to do, and the doubt that a review is about."""

    verdict: Verdict
    doubt: Doubt | None = None


def record_of(evidence: Evidence, decision: Decision) -> dict[str, str | int | None]:
    """Return what the record of a deposit keeps of a piece of evidence and its effect."""
    facts: dict[str, str | int | None] = {
        "verdict": decision.verdict,
        "doubt": decision.doubt,
        "code": evidence.code,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "receipt": evidence.receipt,
        "checkout_request_id": evidence.checkout_request_id,
        "paid_at": evidence.paid_at.isoformat() if evidence.paid_at else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


_NOTHING = Decision(Verdict.NOTHING)
_CONTRADICTION = Decision(Verdict.CONTRADICTION)


def decide(facts: DepositFacts, evidence: Evidence) -> Decision:
    """Return what `evidence` does to the deposit. Success is never taken back (daraja.md §3.1)."""
    if _is_about_another(facts, evidence):
        return Decision(Verdict.REFUSED)
    match evidence.meaning.outcome:
        case Outcome.PAID if facts.state in _WAS_CREDITED:
            return _paid_again(facts, evidence)
        case Outcome.PAID:
            return _paid(facts, evidence)
        case Outcome.NOT_PAID:
            return _not_paid(facts)
        case Outcome.UNHEARD_OF if facts.state in _OPEN:
            return Decision(Verdict.REVIEW, Doubt.UNKNOWN_CODE)
        case _:
            return _NOTHING


def _is_about_another(facts: DepositFacts, evidence: Evidence) -> bool:
    known, said = facts.checkout_request_id, evidence.checkout_request_id
    return facts.checkout_used or (known is not None and said is not None and known != said)


def _paid_again(facts: DepositFacts, evidence: Evidence) -> Decision:
    if evidence.amount not in {None, facts.amount}:
        return _CONTRADICTION
    if evidence.receipt is None or evidence.receipt == facts.mpesa_reference:
        return _NOTHING
    if facts.mpesa_reference is not None or facts.receipt_used:
        return _CONTRADICTION
    return Decision(Verdict.BACKFILL)


def _paid(facts: DepositFacts, evidence: Evidence) -> Decision:
    if facts.state is DepositState.REVIEW and facts.doubt not in _REMOVABLE:
        return _NOTHING
    doubt = _doubt_about(facts, evidence)
    if doubt is not None:
        return Decision(Verdict.REVIEW, doubt)
    if _needs_proof(facts, evidence):
        return _ask(facts, evidence)
    return Decision(Verdict.CREDIT)


def _doubt_about(facts: DepositFacts, evidence: Evidence) -> Doubt | None:
    if evidence.amount not in {None, facts.amount}:
        return Doubt.AMOUNT_DIFFERS
    if facts.receipt_used:
        return Doubt.RECEIPT_USED
    # A query names neither amount nor receipt: too little to overrule a failure on its own.
    if evidence.source is Source.QUERY and facts.state is DepositState.FAILED:
        return Doubt.PAID_AFTER_FAILURE
    return None


def _needs_proof(facts: DepositFacts, evidence: Evidence) -> bool:
    if evidence.source in _PROOF:
        return False
    said_all = evidence.amount is not None and evidence.receipt is not None
    return not said_all or facts.amount > facts.confirm_above


def _ask(facts: DepositFacts, evidence: Evidence) -> Decision:
    can_ask = facts.checkout_request_id or evidence.checkout_request_id
    if can_ask and facts.state in _OPEN - {DepositState.CREATED}:
        return Decision(Verdict.ASK)
    return Decision(Verdict.REVIEW, Doubt.UNCONFIRMED)


def _not_paid(facts: DepositFacts) -> Decision:
    if facts.state is DepositState.CREDITED:
        return _CONTRADICTION
    if facts.state is DepositState.REVERSED:
        return _NOTHING
    if facts.awaits_proof:
        return Decision(Verdict.REVIEW, Doubt.QUERY_DISAGREES)
    explained = facts.state is DepositState.REVIEW and facts.doubt is Doubt.UNKNOWN_CODE
    if facts.state in _OPEN or explained:
        return Decision(Verdict.FAIL)
    return _NOTHING
