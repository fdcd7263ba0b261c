"""What can become of a refund: done, released, under review, or inquired about again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.decisions import ReviewReason, Verdict
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import DepositState, PaybillState, RefundState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.services.ledger import receipts
from app.services.payments import deadlines, inquiries, postings
from app.services.payments.inquiries import About
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.platform import alerts

_UNDER_WAY = frozenset({RefundState.SENDING, RefundState.SENT, RefundState.UNKNOWN})


def finish(
    session: Session,
    refund: Refund,
    *,
    receipt: str | None,
    source: str,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Book that the money went back: out of what was set aside, or, late, out of the wallet."""
    was_released = refund.state == RefundState.RELEASED
    if not _is_with_us(session, refund):  # booked already, as reversed by M-Pesa
        if was_released:
            return Verdict.NOTHING
        return release(session, refund, source=source, facts=facts, now=now)
    if receipt is not None and not receipts.claim(session, receipt=receipt):
        return open_review(
            session, refund, ReviewReason.RECEIPT_USED, source=source, facts=facts, now=now
        )
    if refund.state == RefundState.HELD:  # the call had ended as "not sent"
        transition_to(session, refund, RefundState.SENDING, source=source, now=now, due_at=now)
    refund.mpesa_reference = receipt
    actor = _actor(source)
    if was_released and refund.user_id is not None:
        debt = postings.book_released_refund(session, refund, receipt=receipt, actor=actor)
        alerts.raise_alert(
            session,
            kind="refund_after_release",
            subject=f"refund:{refund.id}",
            now=now,
            owed=str(debt),
        )
    else:
        postings.book_refund(session, refund, receipt=receipt, actor=actor)
    _mark_original(session, refund, source=source, now=now)
    transition_to(session, refund, RefundState.DONE, source=source, now=now, facts=facts)
    inquiries.close(session, about=About(PaymentKind.REFUND, refund.id))
    return Verdict.DONE


def release(
    session: Session, refund: Refund, *, source: str, facts: Facts, now: datetime
) -> Verdict:
    """Give the money back to the wallet, because M-Pesa refused the reversal."""
    postings.release_refund(session, refund, actor=_actor(source))
    transition_to(session, refund, RefundState.RELEASED, source=source, now=now, facts=facts)
    inquiries.close(session, about=About(PaymentKind.REFUND, refund.id))
    return Verdict.RELEASE


def await_answer(
    session: Session, refund: Refund, *, source: str, facts: Facts, now: datetime
) -> Verdict:
    """Inquire about a reversal that may have been made; the money stays set aside."""
    inquire(session, refund, now=now)
    due_at = deadlines.of_refund(refund, now=now)
    if refund.state == RefundState.UNKNOWN:
        refund.due_at = due_at
        record_event(session, refund, source=source, facts=facts)
        return Verdict.WAIT
    unknown = RefundState.UNKNOWN
    transition_to(session, refund, unknown, source=source, now=now, due_at=due_at, facts=facts)
    return Verdict.WAIT


def inquire(session: Session, refund: Refund, *, now: datetime) -> None:
    """Inquire about the reversal by its own id, or about the payment by its receipt."""
    ours = refund.originator_conversation_id
    refund.questions += 1
    # By turns: M-Pesa may not know either, or answer nothing.
    by_id = ours is not None and refund.questions % 2 == 1
    inquiries.create(
        session,
        about=About(PaymentKind.REFUND, refund.id),
        receipt=None if by_id else refund.original_receipt,
        originator_conversation_id=ours if by_id else None,
        now=now,
    )


def open_review(
    session: Session,
    refund: Refund,
    reason: ReviewReason,
    *,
    source: str,
    facts: Facts,
    now: datetime,
) -> Verdict:
    """Open a review for two admins: the money stays where it is, and an alert is raised."""
    refund.review_reason = reason
    alert_people(session, refund, now=now)
    if refund.state not in _UNDER_WAY:
        record_event(session, refund, source=source, facts=facts | {"doubt": reason})
        return Verdict.REVIEW
    due_at, review = now + REMIND_EVERY, RefundState.REVIEW
    transition_to(session, refund, review, source=source, now=now, due_at=due_at, facts=facts)
    return Verdict.REVIEW


def alert_people(session: Session, refund: Refund, *, now: datetime) -> None:
    """Raise the alert that two people have to decide about a refund."""
    subject = f"refund:{refund.id}"
    reason = refund.review_reason
    alerts.raise_alert(session, kind="refund_review", subject=subject, now=now, doubt=reason)


def _is_with_us(session: Session, refund: Refund) -> bool:
    """Return whether the payment that is to go back is booked, in a wallet or in suspense."""
    if refund.deposit_id is not None:
        return lock(session, Deposit, refund.deposit_id).state == DepositState.CREDITED
    payment = lock(session, PaybillPayment, refund.paybill_payment_id or 0)
    expected = PaybillState.SUSPENSE if refund.user_id is None else PaybillState.CREDITED
    return payment.state == expected


def _mark_original(session: Session, refund: Refund, *, source: str, now: datetime) -> None:
    facts: Facts = {"refund": refund.id}
    if refund.deposit_id is not None:
        deposit = lock(session, Deposit, refund.deposit_id)
        reversed_ = DepositState.REVERSED
        transition_to(
            session, deposit, reversed_, source=source, now=now, facts=facts, is_told=False
        )
        return
    assert refund.paybill_payment_id is not None, "a refund is of one payment"
    payment = lock(session, PaybillPayment, refund.paybill_payment_id)
    transition_to(session, payment, PaybillState.RETURNED, source=source, now=now, facts=facts)


def _actor(source: str) -> str:
    """Return who moves the money: M-Pesa, or the ruling of two people (`ruling:7`)."""
    return source if ":" in source else f"mpesa:{source}"
