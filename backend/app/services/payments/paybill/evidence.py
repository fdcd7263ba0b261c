"""Applies evidence to payments to our paybill: the only place where one becomes money."""

from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain import phone
from app.domain.money import to_cents
from app.domain.payments.decisions import NOTHING, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.paybill.account_number import read_account_code
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.payments.paybill.rules import PaybillFacts, decide_row, decide_status
from app.domain.payments.states import PaybillState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.user import User
from app.services.ledger import receipts
from app.services.payments import postings, provider_reversals, suspense
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.platform import alerts

_STATUS = "status"
_PULL = "pull"
LONGEST_REFERENCE = 12  # of a deposit


def apply_evidence(
    session: Session, payment_id: int, evidence: StatusEvidence | PullRow, *, now: datetime
) -> Verdict:
    """Do to a payment what `evidence` demands, and return what that was.

    `evidence` is an answer to an inquiry about its receipt, or its row in M-Pesa's list. Safe to
    repeat, in any order and concurrently: the row is locked, and success sticks.
    """
    payment = lock(session, PaybillPayment, payment_id)
    if isinstance(evidence, PullRow):
        return _apply_row(session, payment, evidence, now=now)
    return _apply_status(session, payment, evidence, now=now)


def _apply_row(
    session: Session, payment: PaybillPayment, row: PullRow, *, now: datetime
) -> Verdict:
    """Accept a payment as M-Pesa lists it; what was claimed before gives way, refused or not."""
    names_nobody = not row.reference and owner_of(session, payment.reference) is None
    decision = decide_row(
        PaybillState(payment.state),
        may_be_a_deposit=names_nobody and _may_be_a_prompts(session, payment),
    )
    if decision is NOTHING:
        return Verdict.NOTHING
    if decision.verdict is Verdict.WAIT:
        payment.review_reason = decision.reason
        return Verdict.WAIT
    facts: Facts = {"amount": str(row.amount), "reference": row.reference}
    if (payment.amount, payment.reference) != (row.amount, row.reference):
        facts |= {"claimed": str(payment.amount), "claimed_reference": payment.reference}
        payment.amount, payment.reference = row.amount, row.reference
    payment.paid_at = row.at or payment.paid_at
    return accept(session, payment, source=_PULL, facts=facts, now=now)


def _apply_status(
    session: Session, payment: PaybillPayment, evidence: StatusEvidence, *, now: datetime
) -> Verdict:
    is_open = payment.state in {PaybillState.RECEIVED, PaybillState.REFUSED}
    payment.questions += int(is_open)
    if is_open:
        _take_amount(payment, evidence)
    decision = decide_status(_facts(session, payment, evidence, now=now), evidence)
    facts = _as_facts(evidence)
    match decision.verdict:
        case Verdict.CREDIT:
            payment.paid_at = evidence.finalised_at or payment.paid_at
            return accept(session, payment, source=_STATUS, facts=facts, now=now)
        case Verdict.REFUSED:
            assert decision.reason is not None
            return _refuse(session, payment, decision.reason, facts=facts, now=now)
        case Verdict.REVIEW:
            assert decision.reason is not None
            return open_review(session, payment, decision.reason, facts=facts, now=now)
        case Verdict.WAIT if evidence.verdict is StatusVerdict.COMPLETED:
            payment.review_reason = decision.reason or payment.review_reason
            record_event(session, payment, source=_STATUS, facts=facts)
    return decision.verdict


def _take_amount(payment: PaybillPayment, evidence: StatusEvidence) -> None:
    """Take the amount from M-Pesa's answer, where the confirmation's could not be read."""
    is_about_it = evidence.receipt in {None, payment.receipt}
    is_paid = evidence.verdict is StatusVerdict.COMPLETED and is_about_it
    if is_paid and evidence.amount and payment.review_reason == ReviewReason.AMOUNT_UNREAD:
        payment.amount = to_cents(evidence.amount)


def _facts(
    session: Session, payment: PaybillPayment, evidence: StatusEvidence, *, now: datetime
) -> PaybillFacts:
    setting = get_settings()
    is_paid = evidence.verdict is StatusVerdict.COMPLETED
    return PaybillFacts(
        state=PaybillState(payment.state),
        receipt=payment.receipt,
        amount=payment.amount,
        age=now - payment.created_at,
        inquiries=payment.questions,
        not_found_tries=setting.paybill.not_found_tries,
        not_found_after=timedelta(seconds=setting.paybill.not_found_seconds),
        shortcodes=setting.mpesa.collecting_shortcodes,
        may_be_a_deposit=is_paid and _may_be_a_deposit(session, payment),
        review_reason=ReviewReason(payment.review_reason) if payment.review_reason else None,
    )


def _may_be_a_deposit(session: Session, payment: PaybillPayment) -> bool:
    """Return whether the payment may be one of a prompt, which brings the money by itself."""
    if owner_of(session, payment.reference) is None:
        return _may_be_a_prompts(session, payment)
    return receipts.may_be_a_deposit(session, amount=payment.amount)


def _may_be_a_prompts(session: Session, payment: PaybillPayment) -> bool:
    return receipts.may_be_a_prompts(
        session, amount=payment.amount, first_seen_at=payment.created_at
    )


def end_doubt(session: Session, payment: PaybillPayment, *, now: datetime) -> bool:
    """Look again at a payment that waits because it may be a prompt's; True when it has ended.

    It was, when a deposit has its receipt by now; it was not, when no such deposit is left.
    """
    if payment.review_reason != ReviewReason.MAY_BE_A_DEPOSIT:
        return False
    if not receipts.claim(session, receipt=payment.receipt):
        _refuse(session, payment, ReviewReason.RECEIPT_USED, facts={}, now=now)
        return True
    if not _may_be_a_deposit(session, payment):
        payment.review_reason = None
    return False


def accept(
    session: Session, payment: PaybillPayment, *, source: str, facts: Facts, now: datetime
) -> Verdict:
    """Credit a proven payment to the player whose account number it names, or to suspense."""
    if not receipts.claim(session, receipt=payment.receipt):
        return _refuse(session, payment, ReviewReason.RECEIPT_USED, facts=facts, now=now)
    payment.verified_at = now
    payment.review_reason = None
    user_id = owner_of(session, payment.reference)
    if user_id is None:
        postings.suspend_paybill(session, payment, actor=f"mpesa:{source}")
        transition_to(session, payment, PaybillState.SUSPENSE, source=source, now=now, facts=facts)
        provider_reversals.check_payment(session, payment, now=now)
        return Verdict.SUSPEND
    suspense.assign_to(session, payment, user_id=user_id, now=now)
    postings.credit_paybill(session, payment, actor=f"mpesa:{source}")
    transition_to(session, payment, PaybillState.CREDITED, source=source, now=now, facts=facts)
    provider_reversals.check_payment(session, payment, now=now)
    return Verdict.CREDIT


def open_review(
    session: Session, payment: PaybillPayment, reason: ReviewReason, *, facts: Facts, now: datetime
) -> Verdict:
    """Hand a payment to people; no money moves."""
    payment.review_reason = reason
    transition_to(session, payment, PaybillState.REVIEW, source=_STATUS, now=now, facts=facts)
    alerts.raise_alert(
        session, kind="paybill_review", subject=f"paybill:{payment.id}", now=now, doubt=reason.value
    )
    return Verdict.REVIEW


def owner_of(session: Session, typed: str) -> int | None:
    """Return the player whose account number, deposit's reference or phone was typed exactly.

    Their phone counts once they have verified it. None for no player, and for a closed account:
    never an estimate (daraja.md §6, 9).
    """
    user_id = read_account_code(typed)
    if user_id is None:
        deposit = deposit_of(session, typed)
        user_id = deposit.user_id if deposit else None
    msisdn = phone.normalise(typed)
    if user_id is not None:
        is_theirs = User.id == user_id
    elif msisdn is not None:
        is_theirs = and_(User.phone == msisdn, User.is_verified)
    else:
        return None
    return session.scalars(select(User.id).where(is_theirs, User.is_active)).one_or_none()


def deposit_of(session: Session, typed: str) -> Deposit | None:
    """Return the deposit whose account reference was typed."""
    reference = "".join(letter for letter in typed.upper() if letter.isalnum())
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        return None
    return session.scalars(
        select(Deposit).where(Deposit.account_reference == reference)
    ).one_or_none()


def _refuse(
    session: Session, payment: PaybillPayment, reason: ReviewReason, *, facts: Facts, now: datetime
) -> Verdict:
    payment.review_reason = reason
    if payment.state == PaybillState.REFUSED:
        record_event(session, payment, source=_STATUS, facts=facts)
        return Verdict.WAIT
    transition_to(session, payment, PaybillState.REFUSED, source=_STATUS, now=now, facts=facts)
    if reason is not ReviewReason.RECEIPT_USED:
        alerts.raise_alert(
            session,
            kind="paybill_not_confirmed",
            subject=f"paybill:{payment.id}",
            now=now,
            receipt=payment.receipt,
            doubt=reason.value,
        )
    return Verdict.REFUSED


def _as_facts(evidence: StatusEvidence) -> Facts:
    return {
        "code": evidence.code,
        "status": evidence.status_text or None,
        "receipt": evidence.receipt,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "credit_party": evidence.credit_party,
    }
