"""Answers of M-Pesa to our questions, taken to those who asked."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.inquiries import StatusEvidence
from app.services import paybill, paybill_evidence, questions, refund_evidence
from app.services.questions import Subject

NOBODY_ASKED = "nobody_asked"


def weigh(session: Session, *, request_id: int, evidence: StatusEvidence, now: datetime) -> str:
    """Do to the subject of a question what its answer demands, and return what that was."""
    about = questions.answer(session, request_id=request_id, evidence=evidence, now=now)
    weigher = _WEIGHERS.get(about.subject)
    if weigher is None:
        return NOBODY_ASKED
    return weigher(session, about.subject_id, evidence, now)


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
_WEIGHERS: dict[Subject, Callable[[Session, int, StatusEvidence, datetime], str]] = {
    Subject.DEPOSIT: _weigh_prompt,
    Subject.PAYBILL: _weigh_payment,
    Subject.REFUND: _weigh_refund,
}
