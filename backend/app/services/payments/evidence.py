"""Applies evidence to a payment of any kind: one table of who decides about what."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.payments.decisions import Verdict
from app.domain.payments.kinds import PaymentKind
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.paybill import evidence as paybill_evidence
from app.services.payments.refunds import evidence as refund_evidence
from app.services.payments.withdrawals import evidence as withdrawal_evidence

_APPLY: dict[PaymentKind, Callable[..., Verdict]] = {
    PaymentKind.DEPOSIT: deposit_evidence.apply_evidence,
    PaymentKind.WITHDRAWAL: withdrawal_evidence.apply_evidence,
    PaymentKind.PAYBILL: paybill_evidence.apply_evidence,
    PaymentKind.REFUND: refund_evidence.apply_evidence,
}


def apply_evidence(
    session: Session, kind: PaymentKind, *, payment_id: int, evidence: Any, now: datetime
) -> Verdict:
    """Do to one payment what `evidence` demands, and return what that was."""
    return _APPLY[kind](session, payment_id, evidence, now=now)
