"""Answers of M-Pesa to our questions, taken to those who asked."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.inquiries import StatusEvidence
from app.domain.payments.kinds import PaymentKind
from app.services.payments import inquiries
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.paybill import intake as paybill
from app.services.payments.refunds import evidence as refund_evidence
from app.services.payments.withdrawals import evidence as withdrawal_evidence

NOBODY_ASKED = "nobody_asked"


def weigh(session: Session, *, request_id: int, evidence: StatusEvidence, now: datetime) -> str:
    """Do to the subject of a question what its answer demands, and return what that was.

    First the subject's row is locked and then the question's, as everywhere.
    """
    about = inquiries.subject_of(session, request_id=request_id)
    weigher = _WEIGHERS.get(about.kind)
    verdict = NOBODY_ASKED
    if weigher is not None:
        verdict = weigher(session, about.payment_id, evidence, now)
    inquiries.record_answer(session, request_id=request_id, evidence=evidence, now=now)
    return verdict


def _weigh_withdrawal(
    session: Session, withdrawal_id: int, evidence: StatusEvidence, now: datetime
) -> str:
    return withdrawal_evidence.weigh_status(
        session, withdrawal_id=withdrawal_id, evidence=evidence, now=now
    )


def _weigh_prompt(
    session: Session, deposit_id: int, evidence: StatusEvidence, now: datetime
) -> str:
    return paybill.weigh_prompt_status(session, deposit_id=deposit_id, evidence=evidence, now=now)


def _weigh_payment(
    session: Session, payment_id: int, evidence: StatusEvidence, now: datetime
) -> str:
    return paybill_evidence.weigh_status(session, payment_id=payment_id, evidence=evidence, now=now)


def _weigh_refund(session: Session, refund_id: int, evidence: StatusEvidence, now: datetime) -> str:
    return refund_evidence.weigh_status(session, refund_id=refund_id, evidence=evidence, now=now)


# Who decides about what: (session, id of the row, evidence, now) -> verdict.
_WEIGHERS: dict[PaymentKind, Callable[[Session, int, StatusEvidence, datetime], str]] = {
    PaymentKind.WITHDRAWAL: _weigh_withdrawal,
    PaymentKind.DEPOSIT: _weigh_prompt,
    PaymentKind.PAYBILL: _weigh_payment,
    PaymentKind.REFUND: _weigh_refund,
}
