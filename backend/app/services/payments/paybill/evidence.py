"""What M-Pesa says about payments to our paybill, weighed: the only place where one becomes money.

A confirmation alone is a claim, for its address is the same for years (daraja.md §5.6). Proof is
what M-Pesa answers when we ask about the receipt, or lists by itself.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.paybill.account_number import read_account_code
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.payments.states import PaybillState
from app.domain.payments.tax import share_deposit
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.user import User
from app.services.ledger import receipts
from app.services.payments import postings, provider_reversals, tax_periods
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.platform import alerts

LONGEST_REFERENCE = 12  # of a deposit
_UNPROVEN = frozenset({PaybillState.RECEIVED, PaybillState.REFUSED, PaybillState.REVIEW})
_STATUS = "status"
_PULL = "pull"


class Verdict(StrEnum):
    """What became of a payment."""

    CREDITED = "credited"
    SUSPENSE = "suspense"
    REFUSED = "refused"
    REVIEW = "review"
    WAITS = "waits"  # nothing was proven yet
    NOTHING = "nothing"  # known already


class Doubt(StrEnum):
    """Why a payment is not credited."""

    AMOUNT_DIFFERS = "amount_differs"
    TWO_STORIES = "two_stories"  # two confirmations of one receipt tell different things
    MAYBE_A_PROMPTS = "maybe_a_prompts"  # a deposit of that amount lacks its receipt
    RECEIPT_USED = "receipt_used"
    NOT_TO_US = "not_to_us"
    NOT_FOUND = "not_found"
    NOT_COMPLETED = "not_completed"
    UNCONFIRMED = "unconfirmed"


# Only M-Pesa's list, which names the account number, can settle these.
_FOR_THE_LIST = frozenset({Doubt.TWO_STORIES, Doubt.MAYBE_A_PROMPTS})


def weigh_status(
    session: Session, *, payment_id: int, evidence: StatusEvidence, now: datetime
) -> Verdict:
    """Do to a payment what M-Pesa's answer about its receipt demands."""
    payment = lock(session, PaybillPayment, payment_id)
    if payment.state not in {PaybillState.RECEIVED, PaybillState.REFUSED}:
        return Verdict.NOTHING
    payment.questions += 1
    facts = _facts_of(evidence)
    match evidence.verdict:
        case StatusVerdict.COMPLETED:
            return _completed(session, payment, evidence, facts=facts, now=now)
        case StatusVerdict.FAILED:
            return _refuse(session, payment, Doubt.NOT_COMPLETED, facts=facts, now=now)
        case StatusVerdict.NOT_FOUND if _may_give_up(payment, now=now):
            return _refuse(session, payment, Doubt.NOT_FOUND, facts=facts, now=now)
        case _:
            return Verdict.WAITS


def weigh_row(session: Session, payment: PaybillPayment, row: PullRow, *, now: datetime) -> Verdict:
    """Do to a (locked) payment what its row in M-Pesa's list demands: that is proof of all of it.

    What was claimed before gives way, also when it was refused.
    """
    if payment.state not in _UNPROVEN:
        return Verdict.NOTHING
    facts: Facts = {"amount": str(row.amount), "reference": row.reference}
    if (payment.amount, payment.reference) != (row.amount, row.reference):
        facts |= {"claimed": str(payment.amount), "claimed_reference": payment.reference}
        payment.amount, payment.reference = row.amount, row.reference
    payment.paid_at = row.at or payment.paid_at
    return accept(session, payment, source=_PULL, facts=facts, now=now)


def accept(
    session: Session, payment: PaybillPayment, *, source: str, facts: Facts, now: datetime
) -> Verdict:
    """Credit a proven payment to the player whose account number it names, or to suspense."""
    receipts.lock(session, receipt=payment.receipt)
    if receipts.is_used(session, receipt=payment.receipt):
        return _refuse(session, payment, Doubt.RECEIPT_USED, facts=facts, now=now)
    payment.verified_at = now
    payment.doubt = None
    user_id = owner_of(session, payment.reference)
    if user_id is None:
        postings.suspend_paybill(session, payment, actor=f"mpesa:{source}")
        transition_to(session, payment, PaybillState.SUSPENSE, source=source, now=now, facts=facts)
        provider_reversals.check_payment(session, payment, now=now)
        return Verdict.SUSPENSE
    give_to(session, payment, user_id=user_id, now=now)
    postings.credit_paybill(session, payment, actor=f"mpesa:{source}")
    transition_to(session, payment, PaybillState.CREDITED, source=source, now=now, facts=facts)
    provider_reversals.check_payment(session, payment, now=now)
    return Verdict.CREDITED


def review(
    session: Session, payment: PaybillPayment, doubt: Doubt, *, facts: Facts, now: datetime
) -> Verdict:
    """Hand a payment to people; no money moves."""
    payment.doubt = doubt
    transition_to(session, payment, PaybillState.REVIEW, source=_STATUS, now=now, facts=facts)
    alerts.raise_alert(
        session, kind="paybill_review", subject=f"paybill:{payment.id}", now=now, doubt=doubt.value
    )
    return Verdict.REVIEW


def is_for_the_list(payment: PaybillPayment) -> bool:
    """Say whether only M-Pesa's list can tell whose the payment is."""
    return payment.doubt in _FOR_THE_LIST


def owner_of(session: Session, typed: str) -> int | None:
    """Return the player whose account number, or whose deposit's reference, was typed exactly.

    None for nobody, and for a closed account: never a guess (daraja.md §6, 9).
    """
    user_id = read_account_code(typed)
    if user_id is None:
        deposit = deposit_of(session, typed)
        user_id = deposit.user_id if deposit else None
    if user_id is None:
        return None
    return session.scalars(select(User.id).where(User.id == user_id, User.is_active)).one_or_none()


def deposit_of(session: Session, typed: str) -> Deposit | None:
    """Return the deposit whose account reference was typed."""
    reference = "".join(letter for letter in typed.upper() if letter.isalnum())
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        return None
    return session.scalars(
        select(Deposit).where(Deposit.account_reference == reference)
    ).one_or_none()


def give_to(session: Session, payment: PaybillPayment, *, user_id: int, now: datetime) -> None:
    """Write down whose the payment is, and which part of it belongs to the state."""
    paid_at = min(payment.paid_at or payment.created_at, now)
    profile = tax_periods.profile_at(session, moment=paid_at)
    payment.user_id = user_id
    payment.tax = share_deposit(payment.amount, profile=profile).tax
    payment.tax_profile = profile.value
    session.flush()  # the ledger reads it


def _completed(
    session: Session,
    payment: PaybillPayment,
    evidence: StatusEvidence,
    *,
    facts: Facts,
    now: datetime,
) -> Verdict:
    if evidence.receipt not in {None, payment.receipt} or evidence.amount is None:
        return _note(session, payment, facts)  # about another transaction, or half an answer
    is_ours = evidence.credits(get_settings().mpesa.collecting_shortcodes)
    if is_ours is None:
        return _note(session, payment, facts)
    if not is_ours:
        return _refuse(session, payment, Doubt.NOT_TO_US, facts=facts, now=now)
    if payment.doubt != Doubt.TWO_STORIES and _may_be_a_prompts(session, payment):
        payment.doubt = Doubt.MAYBE_A_PROMPTS
    if is_for_the_list(payment):
        return _note(session, payment, facts)
    if evidence.amount != payment.amount:
        return review(session, payment, Doubt.AMOUNT_DIFFERS, facts=facts, now=now)
    payment.paid_at = evidence.finalised_at or payment.paid_at
    return accept(session, payment, source=_STATUS, facts=facts, now=now)


def _may_be_a_prompts(session: Session, payment: PaybillPayment) -> bool:
    return receipts.may_belong_to_a_deposit(session, amount=payment.amount)


def _may_give_up(payment: PaybillPayment, *, now: datetime) -> bool:
    """Not found once means little; still not found when even the list had its time means no."""
    setting = get_settings().paybill
    age = now - payment.created_at
    enough = payment.questions >= setting.not_found_tries
    return enough and age >= timedelta(seconds=setting.not_found_seconds)


def _refuse(
    session: Session, payment: PaybillPayment, doubt: Doubt, *, facts: Facts, now: datetime
) -> Verdict:
    payment.doubt = doubt
    if payment.state == PaybillState.REFUSED:
        return _note(session, payment, facts)
    transition_to(session, payment, PaybillState.REFUSED, source=_STATUS, now=now, facts=facts)
    if doubt is not Doubt.RECEIPT_USED:
        alerts.raise_alert(
            session,
            kind="paybill_not_confirmed",
            subject=f"paybill:{payment.id}",
            now=now,
            receipt=payment.receipt,
            doubt=doubt.value,
        )
    return Verdict.REFUSED


def _note(session: Session, payment: PaybillPayment, facts: Facts) -> Verdict:
    record_event(session, payment, source=_STATUS, facts=facts)
    return Verdict.WAITS


def _facts_of(evidence: StatusEvidence) -> Facts:
    return {
        "code": evidence.code,
        "status": evidence.status_text or None,
        "receipt": evidence.receipt,
        "amount": _text(evidence.amount),
        "credit_party": evidence.credit_party,
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
