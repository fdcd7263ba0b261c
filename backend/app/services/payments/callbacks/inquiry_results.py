"""Applies M-Pesa's answers to our inquiries to the payments that they are about."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.decisions import Verdict
from app.domain.payments.inquiries import StatusEvidence
from app.services.payments import inquiries
from app.services.payments.evidence import apply_evidence


def apply(session: Session, *, request_id: int, evidence: StatusEvidence, now: datetime) -> Verdict:
    """Do to the payment of an inquiry what its answer demands, and return what that was.

    First the payment's row is locked and then the inquiry's, as everywhere.
    """
    about = inquiries.subject_of(session, request_id=request_id)
    verdict = apply_evidence(
        session, about.kind, payment_id=about.payment_id, evidence=evidence, now=now
    )
    inquiries.record_answer(session, request_id=request_id, evidence=evidence, now=now)
    return verdict
