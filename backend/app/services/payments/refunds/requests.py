"""Creates refunds, claims the one call to M-Pesa, and records its answer.

A Reversal has no id of ours by which M-Pesa would know a repetition, so a call whose answer was
lost is never made again.
"""

import logging
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import callback_token, fingerprint, new_reference
from app.core.settings import get_settings
from app.domain.errors import Conflict
from app.domain.payments.inquiries import InquiryAccepted
from app.domain.payments.kinds import WAITING, PaymentKind
from app.domain.payments.reversals import ReversalOrder
from app.domain.payments.states import DepositState, PaybillState, RefundState
from app.domain.problems import ProblemCode
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.services.payments import deadlines, lost_answers, postings
from app.services.payments.refunds import outcomes
from app.services.payments.transitions import (
    Facts,
    lock,
    notify_player,
    record_event,
    transition_to,
)
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_REFERENCE_LENGTH = 19
_SOURCE = "reversal"


def request(
    session: Session,
    *,
    deposit_id: int | None = None,
    paybill_payment_id: int | None = None,
    reason: str,
    actor: str,
    now: datetime,
) -> Refund:
    """Set the money of one payment aside, and have M-Pesa give it back to its payer.

    Of money in suspense nothing is set aside, since it cannot be spent. Raises
    InsufficientBalance when the player has spent it (then M-Pesa is not called), and
    Conflict when there is nothing to give back.
    """
    refund = (
        _of_deposit(session, deposit_id)
        if deposit_id
        else _of_payment(session, paybill_payment_id or 0)
    )
    if _is_refunded(session, receipt=refund.original_receipt):
        raise _nothing_to_refund("This payment was given back, or is about to be.")
    reference = new_reference("R", length=_REFERENCE_LENGTH)
    refund.reason = reason
    refund.reference = reference
    refund.token_sha256 = fingerprint(callback_token(reference))
    refund.state = RefundState.HELD
    refund.created_at = now
    refund.due_at = now + timedelta(seconds=get_settings().refund.retry_seconds)
    session.add(refund)
    session.flush()
    postings.hold_refund(session, refund, actor=actor)
    record_event(session, refund, source=actor, facts={"reason": reason})
    notify_player(session, refund)
    enqueue(session, Job.SEND_REFUND, refund_id=refund.id)
    return refund


def is_open(session: Session, *, receipt: str) -> bool:
    """Return whether the payment with this receipt is on its way back."""
    found = session.execute(
        select(Refund.id).where(
            Refund.original_receipt == receipt, Refund.state.in_(WAITING[PaymentKind.REFUND])
        )
    )
    return found.first() is not None


def claim(session: Session, *, refund_id: int, now: datetime) -> ReversalOrder | None:
    """Take the right to call M-Pesa once for this refund; None when there is nothing to call."""
    refund = lock(session, Refund, refund_id)
    if refund.state != RefundState.HELD:
        return None
    refund.sent_at = now
    due_at = now + timedelta(seconds=get_settings().refund.claim_seconds)
    transition_to(session, refund, RefundState.SENDING, source=_SOURCE, now=now, due_at=due_at)
    return ReversalOrder(
        refund_id=refund.id,
        receipt=refund.original_receipt,
        amount=refund.amount,
        token=callback_token(refund.reference, stored=refund.token_sha256),
    )


def record_accepted(
    session: Session, *, refund_id: int, asked: InquiryAccepted, now: datetime
) -> None:
    """Record that M-Pesa took the order; the result comes later, or came before this."""
    refund = lock(session, Refund, refund_id)
    refund.originator_conversation_id = asked.originator_conversation_id[:80]
    refund.conversation_id = asked.conversation_id[:80]
    if refund.state == RefundState.SENDING:
        due_at = deadlines.of_refund(refund, now=now)
        transition_to(session, refund, RefundState.SENT, source=_SOURCE, now=now, due_at=due_at)


def record_refused(
    session: Session, *, refund_id: int, code: str, reason: str, now: datetime
) -> None:
    """Record a refusal before anything was done: the player has the money again."""
    refund = lock(session, Refund, refund_id)
    if refund.state != RefundState.SENDING:
        return
    refund.result_code = code[:40]
    facts: Facts = {"refused": code, "reason": reason}
    outcomes.release(session, refund, source=_SOURCE, facts=facts, now=now)
    alerts.raise_alert(
        session, kind="refund_refused", subject=f"refund:{refund.id}", now=now, code=code
    )


def record_not_sent(session: Session, *, refund_id: int, reason: str, now: datetime) -> None:
    """Record that the call provably did nothing: try again in a while."""
    refund = lock(session, Refund, refund_id)
    if refund.state != RefundState.SENDING:
        return
    due_at = now + timedelta(seconds=get_settings().refund.retry_seconds)
    facts: Facts = {"not_sent": reason}
    transition_to(
        session, refund, RefundState.HELD, source=_SOURCE, now=now, due_at=due_at, facts=facts
    )


def record_unknown(session: Session, *, refund_id: int, reason: str, now: datetime) -> None:
    """Record a lost answer: it may have been done, so it is never ordered again."""
    refund = lock(session, Refund, refund_id)
    if refund.state == RefundState.SENDING:
        facts: Facts = {"lost": reason}
        outcomes.await_answer(session, refund, source=_SOURCE, facts=facts, now=now)
        lost_answers.check(session, kind=PaymentKind.REFUND, source=_SOURCE, now=now)


def _of_deposit(session: Session, deposit_id: int) -> Refund:
    deposit = lock(session, Deposit, deposit_id)
    if deposit.state != DepositState.CREDITED or deposit.mpesa_reference is None:
        raise _nothing_to_refund(
            "Only a credited deposit whose M-Pesa receipt we know can be given back."
        )
    return _refund_of(deposit, deposit.mpesa_reference, deposit_id=deposit.id)


def _of_payment(session: Session, payment_id: int) -> Refund:
    payment = lock(session, PaybillPayment, payment_id)
    if payment.state == PaybillState.SUSPENSE:
        zero = Decimal(0)
        return Refund(
            paybill_payment_id=payment.id,
            original_receipt=payment.receipt,
            amount=payment.amount,
            wallet_amount=zero,
            tax_amount=zero,
        )
    if payment.state != PaybillState.CREDITED:
        raise _nothing_to_refund("Only a payment that we hold can be given back.")
    return _refund_of(payment, payment.receipt, paybill_payment_id=payment.id)


def _refund_of(row: Deposit | PaybillPayment, receipt: str, **link: int) -> Refund:
    return Refund(
        user_id=row.user_id,
        original_receipt=receipt,
        amount=row.amount,
        wallet_amount=row.amount - row.tax,
        tax_amount=row.tax,
        **link,
    )


def _is_refunded(session: Session, *, receipt: str) -> bool:
    found = session.execute(
        select(Refund.id).where(
            Refund.original_receipt == receipt, Refund.state != RefundState.RELEASED
        )
    )
    return found.first() is not None


def _nothing_to_refund(sentence: str) -> Conflict:
    return Conflict(ProblemCode.RULING_MOVED_ON, sentence)
