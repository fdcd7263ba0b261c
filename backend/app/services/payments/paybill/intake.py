"""Takes in payments to our paybill: validations, confirmations and rows of M-Pesa's list.

None of them moves money by itself: see `evidence.py` beside this.
"""

import logging
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.clock import utc_now
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.money import to_cents
from app.domain.payments.decisions import ReviewReason, Verdict
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.results import PAID, Evidence, PaybillConfirmation, Source
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.payments.paybill.validation import PaybillRefusal
from app.domain.payments.states import DepositState, PaybillState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.services.identity import names
from app.services.ledger import receipts
from app.services.payments import deadlines, inquiries, suspense
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.inquiries import About
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.transitions import Facts, lock_paybill, record_event
from app.services.platform import alerts
from app.services.protection import self_exclusion

logger = logging.getLogger(__name__)

_SMALLEST = Decimal("0.01")
MAX_AMOUNT = Decimal(10_000_000)  # KES; no payment of M-Pesa is larger
_ON_ITS_WAY = frozenset({DepositState.SENDING, DepositState.PROMPTED, DepositState.UNKNOWN})
_ASKED = "asked"


def refusal_of(session: Session, confirmation: PaybillConfirmation) -> PaybillRefusal | None:
    """Return why a payment that M-Pesa asks us to validate is refused; None when it is accepted."""
    setting = get_settings()
    if confirmation.shortcode not in setting.mpesa.collecting_shortcodes:
        return PaybillRefusal.SHORTCODE
    # Nobody types an account number for a till.
    if confirmation.shortcode == setting.mpesa.till:
        return None
    owner = paybill_evidence.owner_of(session, confirmation.typed)
    if owner is None:
        return PaybillRefusal.ACCOUNT
    limits, amount = setting.deposit, confirmation.amount
    is_outside = amount is not None and not limits.minimum <= amount <= limits.maximum
    is_protected = self_exclusion.is_any_excluded(session, [owner], now=utc_now())
    if (is_outside or is_protected) and not paybill_evidence.deposit_of(
        session, confirmation.typed
    ):
        return PaybillRefusal.OTHER if is_protected else PaybillRefusal.AMOUNT
    return None  # a prompt of ours was checked when it was requested


def ingest_confirmation(
    session: Session, confirmation: PaybillConfirmation, *, now: datetime
) -> tuple[str, int | None]:
    """Take in a confirmation; return what became of it, and the deposit that it is about."""
    deposit = _deposit_of(
        session, confirmation.typed, receipt=confirmation.receipt, amount=confirmation.amount
    )
    if deposit is not None:
        return _ingest_deposit(session, deposit, confirmation, now=now), deposit.id
    if confirmation.amount is None or not _is_money(confirmation.amount):
        return ingest_unread(session, confirmation.receipt, typed=confirmation.typed, now=now), None
    return _ingest_payment(session, confirmation, amount=confirmation.amount, now=now), None


def ingest_unread(session: Session, receipt: str, *, typed: str, now: datetime) -> str:
    """Take in a payment whose amount cannot be read: M-Pesa is asked for it, and people are told.

    Until it answers the row has the smallest amount that there is.
    """
    deposit = _deposit_of(session, typed, receipt=receipt, amount=None)
    if deposit is not None:
        return _inquire_deposit(session, deposit, receipt=receipt, now=now)
    receipts.lock(session, receipt=receipt)
    is_known = lock_paybill(session, receipt=receipt) is not None
    if is_known or receipts.is_used(session, receipt=receipt):
        return Verdict.NOTHING
    alerts.raise_alert(session, kind="paybill_unreadable", subject=f"receipt:{receipt}", now=now)
    payment = PaybillPayment(
        receipt=receipt,
        amount=_SMALLEST,
        reference=typed,
        source=Source.PAYBILL.value,
        review_reason=ReviewReason.AMOUNT_UNREAD,
    )
    inquire(session, _insert(session, payment, now=now), now=now)
    return _ASKED


def ingest_row(session: Session, row: PullRow, *, now: datetime) -> str:
    """Take in a payment from M-Pesa's own list, which is proof."""
    if suspense.holds(session, receipt=row.receipt):
        return _ingest_suspended(session, row, now=now)
    deposit = _deposit_of(session, row.reference, receipt=row.receipt, amount=row.amount)
    if deposit is not None:
        proof = Evidence(source=Source.PULL, code=PAID, amount=row.amount, receipt=row.receipt)
        return deposit_evidence.apply_evidence(session, deposit.id, proof, now=now)
    receipts.lock(session, receipt=row.receipt)
    if receipts.is_used(session, receipt=row.receipt):
        return Verdict.NOTHING
    payment = lock_paybill(session, receipt=row.receipt)
    if payment is None:
        payment = _insert(
            session,
            PaybillPayment(
                receipt=row.receipt,
                amount=row.amount,
                reference=row.reference,
                payer=row.payer[:80] or None,
                source=Source.PULL.value,
                paid_at=row.at,
            ),
            now=now,
        )
    verdict = paybill_evidence.apply_evidence(session, payment.id, row, now=now)
    if verdict is not Verdict.NOTHING:
        inquiries.close(session, about=About(PaymentKind.PAYBILL, payment.id))
    return verdict


def _ingest_suspended(session: Session, row: PullRow, *, now: datetime) -> str:
    """Give money in suspense to whom the list names, where the confirmation named nobody."""
    deposit = paybill_evidence.deposit_of(session, row.reference)
    if deposit is not None and (deposit.mpesa_reference, deposit.amount) == (None, row.amount):
        proof = Evidence(source=Source.PULL, code=PAID, amount=row.amount, receipt=row.receipt)
        return deposit_evidence.apply_evidence(session, deposit.id, proof, now=now)
    user_id = paybill_evidence.owner_of(session, row.reference)
    payment = lock_paybill(session, receipt=row.receipt)
    if user_id is None or payment is None or payment.amount != row.amount:
        return Verdict.NOTHING
    if not suspense.is_free(session, payment):
        return Verdict.NOTHING
    facts: Facts = {"amount": str(row.amount), "reference": row.reference}
    suspense.give(session, payment, user_id=user_id, source=Source.PULL.value, now=now, facts=facts)
    return Verdict.CREDIT


def inquire(session: Session, payment: PaybillPayment, *, now: datetime) -> None:
    """Inquire with M-Pesa about a payment by its receipt."""
    inquiries.create(
        session,
        about=About(PaymentKind.PAYBILL, payment.id),
        receipt=payment.receipt,
        now=now,
    )


def _deposit_of(
    session: Session, typed: str, *, receipt: str, amount: Decimal | None
) -> Deposit | None:
    """Return the deposit that this payment is of, by its account reference.

    None for a second payment under the reference of a paid deposit, and for another amount under
    that of a deposit that had failed: those are payments of their own, to the same player.
    """
    deposit = paybill_evidence.deposit_of(session, typed)
    if deposit is None or deposit.mpesa_reference not in {None, receipt}:
        return None
    is_over = deposit.state not in _ON_ITS_WAY and deposit.state != DepositState.REVIEW
    differs = amount not in {None, deposit.amount}
    is_known = deposit.mpesa_reference == receipt
    return None if is_over and differs and not is_known else deposit


def _ingest_deposit(
    session: Session, deposit: Deposit, confirmation: PaybillConfirmation, *, now: datetime
) -> str:
    """Take in the confirmation of a prompt, whose callback brings the same (daraja.md §0.9).

    It adds nothing to a known receipt; about an unknown one M-Pesa is asked.
    """
    names.record(
        session,
        user_id=deposit.user_id,
        phone=deposit.phone,
        name=confirmation.payer_name,
        source="deposit",
        subject_id=deposit.id,
        receipt=confirmation.receipt,
        now=now,
    )
    if deposit.mpesa_reference == confirmation.receipt:
        twin = Evidence(
            source=Source.PAYBILL,
            code=PAID,
            amount=confirmation.amount,
            receipt=confirmation.receipt,
        )
        return deposit_evidence.apply_evidence(session, deposit.id, twin, now=now)
    return _inquire_deposit(session, deposit, receipt=confirmation.receipt, now=now)


def _inquire_deposit(session: Session, deposit: Deposit, *, receipt: str, now: datetime) -> str:
    if deposit.mpesa_reference == receipt:
        return Verdict.NOTHING
    about = About(PaymentKind.DEPOSIT, deposit.id)
    inquiries.create(session, about=about, receipt=receipt, now=now)
    if deposit.state in _ON_ITS_WAY and deposit.checkout_request_id is not None:
        enqueue(session, Job.QUERY_DEPOSIT, deposit_id=deposit.id)
    return _ASKED


def _ingest_payment(
    session: Session, confirmation: PaybillConfirmation, *, amount: Decimal, now: datetime
) -> str:
    receipts.lock(session, receipt=confirmation.receipt)
    payment = lock_paybill(session, receipt=confirmation.receipt)
    if payment is None:
        if receipts.is_used(session, receipt=confirmation.receipt):
            return Verdict.NOTHING
        payment = _insert(
            session,
            PaybillPayment(
                receipt=confirmation.receipt,
                amount=amount,
                reference=confirmation.typed,
                payer=confirmation.payer[:80] or None,
                source=Source.PAYBILL.value,
                paid_at=confirmation.paid_at,
            ),
            now=now,
        )
        inquire(session, payment, now=now)
        return _ASKED
    if payment.review_reason == ReviewReason.AMOUNT_UNREAD and payment.verified_at is None:
        payment.amount, payment.review_reason = amount, None
    if (payment.amount, payment.reference) == (amount, confirmation.typed):
        return _ingest_repetition(session, payment, now=now)
    return _record_contradiction(session, payment, confirmation)


def _ingest_repetition(session: Session, payment: PaybillPayment, *, now: datetime) -> str:
    """Take in the same confirmation again: about a refused payment M-Pesa is asked once more."""
    if payment.state != PaybillState.REFUSED or payment.review_reason == ReviewReason.RECEIPT_USED:
        return Verdict.NOTHING
    inquire(session, payment, now=now)
    return _ASKED


def _record_contradiction(
    session: Session, payment: PaybillPayment, confirmation: PaybillConfirmation
) -> str:
    """Record that two confirmations of one receipt differ, so one is forged: the list decides."""
    facts: Facts = {"amount": str(confirmation.amount), "reference": confirmation.typed}
    record_event(session, payment, source="c2b", facts=facts | {"verdict": "contradiction"})
    if payment.verified_at is not None:
        logger.error("payment %s: a confirmation contradicts what was proven", payment.id)
        return "contradiction"
    payment.review_reason = ReviewReason.CONFIRMATIONS_DIFFER
    return _ASKED


def _insert(session: Session, payment: PaybillPayment, *, now: datetime) -> PaybillPayment:
    payment.created_at = now
    payment.due_at = deadlines.of_paybill(payment, now=now)
    payment.state = PaybillState.RECEIVED
    session.add(payment)
    session.flush()
    record_event(session, payment, source=payment.source)
    return payment


def _is_money(amount: Decimal) -> bool:
    return 0 < amount < MAX_AMOUNT and amount == to_cents(amount)
