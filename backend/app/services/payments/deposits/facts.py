"""Gathers what is known of a deposit, for the rule that decides about evidence."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.deposits.rules import DepositFacts
from app.domain.payments.mpesa.results import Evidence
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.ledger import receipts
from app.services.payments import suspense


def facts_of(
    session: Session,
    deposit: Deposit,
    evidence: Evidence,
    *,
    receipt: str | None,
    is_suspended: bool,
) -> DepositFacts:
    """Return what is known of a locked deposit; `receipt` is locked with it.

    `is_suspended`: the receipt stands for this deposit's own money, which is in suspense.
    """
    checkout_id = evidence.checkout_request_id
    return DepositFacts(
        state=DepositState(deposit.state),
        amount=deposit.amount,
        confirm_above=get_settings().deposit.confirm_above,
        checkout_request_id=deposit.checkout_request_id,
        mpesa_reference=deposit.mpesa_reference,
        receipt_used=receipt is not None
        and not is_suspended
        and not receipts.claim(session, receipt=receipt, held=deposit.mpesa_reference),
        checkout_used=checkout_id is not None
        and checkout_is_used(
            session, checkout_request_id=checkout_id, except_deposit_id=deposit.id
        ),
        awaits_proof=deposit.needs_query,
        may_be_in_suspense=receipt is None and suspense.may_hold(session, deposit),
        review_reason=ReviewReason(deposit.review_reason) if deposit.review_reason else None,
    )


def checkout_is_used(session: Session, *, checkout_request_id: str, except_deposit_id: int) -> bool:
    """Return whether M-Pesa's id of a prompt belongs to another deposit."""
    found = session.execute(
        select(Deposit.id).where(
            Deposit.checkout_request_id == checkout_request_id, Deposit.id != except_deposit_id
        )
    )
    return found.first() is not None
