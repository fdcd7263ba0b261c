"""What two people may rule about a withdrawal: paid, not paid, or to be asked about again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.decisions import ReviewReason
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.rulings import POSSIBLE, RulingAction
from app.domain.payments.states import WithdrawalState
from app.models.withdrawal import Withdrawal
from app.services.ledger import receipts
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.payments.withdrawals import outcomes


def pay(session: Session, *, withdrawal_id: int, receipt: str, actor: str, now: datetime) -> bool:
    """Book a payout that they saw on M-Pesa's statement; False if that cannot be.

    It cannot when the withdrawal moved on, or when the receipt stands for other money.
    """
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    receipts.lock(session, receipt=receipt)
    is_possible = withdrawal.state in POSSIBLE[PaymentKind.WITHDRAWAL, RulingAction.PAY]
    is_possible &= withdrawal.review_reason != ReviewReason.NAME_DIFFERS  # it was never sent
    if not is_possible or receipts.is_used(session, receipt=receipt):
        return False
    facts: Facts = {
        "receipt": receipt,
        "before": withdrawal.state,
        "doubt": withdrawal.review_reason,
    }
    outcomes.pay(
        session, withdrawal, receipt=receipt, source=actor, actor=actor, now=now, facts=facts
    )
    return True


def release(session: Session, *, withdrawal_id: int, actor: str, now: datetime) -> bool:
    """Give back money of which they saw that M-Pesa did not pay it; False if it moved on."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if withdrawal.state not in POSSIBLE[PaymentKind.WITHDRAWAL, RulingAction.RELEASE]:
        return False
    facts: Facts = {"doubt": withdrawal.review_reason}
    outcomes.release(
        session,
        withdrawal,
        failure=PayoutFailure.RETURNED_BY_SUPPORT,
        source=actor,
        actor=actor,
        now=now,
        facts=facts,
    )
    return True


def ask_again(session: Session, *, withdrawal_id: int, actor: str, now: datetime) -> bool:
    """Drop the review reason and let M-Pesa's next answer decide; False if it moved on."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if withdrawal.state not in POSSIBLE[PaymentKind.WITHDRAWAL, RulingAction.ASK_AGAIN]:
        return False
    if withdrawal.review_reason == ReviewReason.NAME_DIFFERS:
        return False  # M-Pesa was never called
    facts: Facts = {"doubt": withdrawal.review_reason}
    withdrawal.review_reason = None
    if withdrawal.state == WithdrawalState.REVIEW:
        state = WithdrawalState.UNKNOWN
        transition_to(session, withdrawal, state, source=actor, now=now, due_at=now, facts=facts)
    else:
        record_event(session, withdrawal, source=actor, facts=facts)
    outcomes.inquire(session, withdrawal, now=now)
    return True
