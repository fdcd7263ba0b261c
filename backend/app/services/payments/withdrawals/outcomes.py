"""What can become of a withdrawal: paid, released, under review, or inquired about again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.decisions import ReviewReason
from app.domain.payments.kinds import FINAL, PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.models.withdrawal import Withdrawal
from app.services.payments import deadlines, inquiries, postings
from app.services.payments.inquiries import About
from app.services.payments.transitions import Facts, record_event, transition_to
from app.services.platform import alerts


def pay(
    session: Session,
    withdrawal: Withdrawal,
    *,
    receipt: str,
    source: str,
    actor: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Book that M-Pesa has paid, for good, also where the money had been given back before."""
    if withdrawal.state == WithdrawalState.HELD:
        # By M-Pesa's answers it was not known, or not taken, and yet it was.
        due_at = deadlines.of_withdrawal(withdrawal, now=now)
        sending = WithdrawalState.SENDING
        transition_to(session, withdrawal, sending, source=source, now=now, due_at=due_at)
    if withdrawal.state == WithdrawalState.RELEASED:
        debt = postings.pay_released_withdrawal(session, withdrawal, receipt=receipt, actor=actor)
        alerts.raise_alert(
            session,
            kind="paid_after_release",
            subject=f"withdrawal:{withdrawal.id}",
            now=now,
            receipt=receipt,
            owed=debt,
        )
    else:
        postings.pay_withdrawal(session, withdrawal, receipt=receipt, actor=actor)
    inquiries.close(session, about=_about(withdrawal))
    withdrawal.mpesa_reference = receipt
    withdrawal.review_reason = None
    transition_to(session, withdrawal, WithdrawalState.PAID, source=source, now=now, facts=facts)


def release(
    session: Session,
    withdrawal: Withdrawal,
    *,
    failure: PayoutFailure,
    source: str,
    actor: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Give the money back: it was never sent, or proven not to have left."""
    postings.release_withdrawal(session, withdrawal, actor=actor)
    inquiries.close(session, about=_about(withdrawal))
    withdrawal.review_reason = None
    transition_to(
        session,
        withdrawal,
        WithdrawalState.RELEASED,
        source=source,
        now=now,
        failure=failure,
        facts=facts,
    )


def open_review(
    session: Session,
    withdrawal: Withdrawal,
    reason: ReviewReason,
    *,
    source: str,
    now: datetime,
    due_at: datetime,
    facts: Facts | None = None,
) -> None:
    """Open a review for two admins: the money stays set aside, and an alert is raised."""
    withdrawal.review_reason = reason
    subject = f"withdrawal:{withdrawal.id}"
    alerts.raise_alert(
        session, kind="withdrawal_review", subject=subject, now=now, doubt=reason.value
    )
    if withdrawal.state == WithdrawalState.REVIEW:
        withdrawal.due_at = due_at
        record_event(session, withdrawal, source=source, facts=facts)
        return
    review = WithdrawalState.REVIEW
    transition_to(session, withdrawal, review, source=source, now=now, due_at=due_at, facts=facts)


def inquire(session: Session, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Inquire with M-Pesa about a withdrawal, unless an inquiry about it is open."""
    is_new = inquiries.create(
        session,
        about=_about(withdrawal),
        originator_conversation_id=withdrawal.originator_conversation_id,
        now=now,
    )
    if withdrawal.state not in FINAL[PaymentKind.WITHDRAWAL]:
        withdrawal.due_at = deadlines.of_withdrawal(withdrawal, now=now)
    withdrawal.questions += int(is_new)
    session.flush()


def _about(withdrawal: Withdrawal) -> About:
    return About(PaymentKind.WITHDRAWAL, withdrawal.id)
