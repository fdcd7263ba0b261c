"""What two people may rule about a refund: that M-Pesa gave the money back, or that it did not."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.kinds import PaymentKind
from app.domain.payments.rulings import POSSIBLE, RulingAction
from app.domain.payments.states import RefundState
from app.models.refund import Refund
from app.services.ledger import receipts
from app.services.payments.refunds import outcomes
from app.services.payments.transitions import Facts, lock


def finish(session: Session, *, refund_id: int, receipt: str, actor: str, now: datetime) -> bool:
    """Book a reversal that they saw on M-Pesa's statement; False if that cannot be.

    It cannot when the refund moved on, or when the receipt stands for other money.
    """
    refund = lock(session, Refund, refund_id)
    receipts.lock(session, receipt=receipt)
    is_possible = refund.state in POSSIBLE[PaymentKind.REFUND, RulingAction.DONE]
    if not is_possible or receipts.is_used(session, receipt=receipt):
        return False
    facts: Facts = {"receipt": receipt, "doubt": refund.review_reason}
    outcomes.finish(session, refund, receipt=receipt, source=actor, facts=facts, now=now)
    return refund.state == RefundState.DONE


def release(session: Session, *, refund_id: int, actor: str, now: datetime) -> bool:
    """Give the money back to the wallet, since M-Pesa did not reverse; False if it moved on."""
    refund = lock(session, Refund, refund_id)
    if refund.state not in POSSIBLE[PaymentKind.REFUND, RulingAction.RELEASE]:
        return False
    outcomes.release(session, refund, source=actor, facts={"doubt": refund.review_reason}, now=now)
    return True
