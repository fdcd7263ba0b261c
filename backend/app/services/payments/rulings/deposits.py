"""What two people may rule about a deposit: that its money is here, or that none came."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.rulings import POSSIBLE, RulingAction
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.ledger import receipts
from app.services.payments import inquiries
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.inquiries import About
from app.services.payments.transitions import Facts, lock, transition_to


def credit(session: Session, *, deposit_id: int, receipt: str, actor: str, now: datetime) -> bool:
    """Credit a deposit whose money they saw on M-Pesa's statement; False if that cannot be.

    It cannot when the deposit moved on, or when the receipt stands for other money.
    """
    deposit = lock(session, Deposit, deposit_id)
    receipts.lock(session, receipt=receipt)
    is_used = receipts.is_used(session, receipt=receipt, except_deposit_id=deposit_id)
    if deposit.state not in POSSIBLE[PaymentKind.DEPOSIT, RulingAction.CREDIT] or is_used:
        return False
    deposit_evidence.credit(
        session,
        deposit,
        receipt=receipt,
        source=actor,
        actor=actor,
        facts={"receipt": receipt, "before": deposit.state, "doubt": deposit.review_reason},
        now=now,
    )
    inquiries.close(session, about=About(PaymentKind.DEPOSIT, deposit_id))
    return True


def fail(session: Session, *, deposit_id: int, actor: str, now: datetime) -> bool:
    """End a deposit in review of which no money came; False if it moved on."""
    deposit = lock(session, Deposit, deposit_id)
    if deposit.state not in POSSIBLE[PaymentKind.DEPOSIT, RulingAction.FAIL]:
        return False
    facts: Facts = {"doubt": deposit.review_reason}
    deposit.review_reason = None
    deposit.needs_query = False
    transition_to(
        session,
        deposit,
        DepositState.FAILED,
        source=actor,
        now=now,
        failure=Failure.NO_ANSWER,
        facts=facts,
    )
    inquiries.close(session, about=About(PaymentKind.DEPOSIT, deposit_id))
    return True
