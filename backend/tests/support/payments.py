"""Payments in any state, created through the app's services, so that the ledger agrees."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.security import callback_token, fingerprint
from app.domain.payments.kinds import WAITING, PaymentKind
from app.domain.payments.tax import TaxProfile, share_deposit, share_withdrawal
from app.models.deposit import Deposit
from app.models.mpesa_callback import MpesaCallback
from app.models.paybill import PaybillPayment
from app.models.payment_event import PaymentEvent
from app.models.refund import Refund
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.ledger import posting
from app.services.payments import postings
from tests.support.factories.base import writing

_numbers = count(1)
_WITHDRAWAL_STATES: dict[str, list[str]] = {
    "awaiting_code": [],
    "held": ["held"],
    "sending": ["held", "sending"],
    "sent": ["held", "sending", "sent"],
    "unknown": ["held", "sending", "unknown"],
    "review": ["held", "sending", "review"],
    "paid": ["held", "sending", "sent", "paid"],
    "released": ["held", "sending", "sent", "released"],
}


def new_receipt() -> str:
    """Return an M-Pesa receipt that is unique in this run."""
    return f"TST{next(_numbers):07d}"


def make_deposit(
    user: User, *, amount: int = 500, state: str = "review", profile: str = "none", **more: Any
) -> Deposit:
    """Create a deposit in `state`; a credited one is in the wallet."""
    number = next(_numbers)
    parts = share_deposit(Decimal(amount), profile=TaxProfile(profile))
    credited = state == "credited"
    with writing() as session:
        row = Deposit(
            user_id=user.id,
            phone=user.phone,
            amount=parts.amount,
            tax=parts.tax,
            tax_profile=profile,
            state=state,
            holds_phone=False,
            account_reference=f"TST{number:08d}",
            token_sha256=fingerprint(callback_token(f"TST{number:08d}")),
            completed_at=utc_now() if credited else None,
            failure="cancelled" if state in {"failed", "expired"} else None,
            due_at=_due(PaymentKind.DEPOSIT, state),
            mpesa_reference=new_receipt() if credited else None,
            **more,
        )
        session.add(row)
        session.flush()
        note(session, "deposit", row.id, state)
        if credited:
            posting.credit_deposit(
                session,
                deposit_id=row.id,
                user_id=user.id,
                amount=row.amount,
                tax=row.tax,
                receipt=row.mpesa_reference,
                actor="test",
            )
    return row


def make_withdrawal(
    user: User, *, amount: int = 100, state: str = "review", profile: str = "none", **more: Any
) -> Withdrawal:
    """Create a withdrawal of `amount` KES in `state`, with its ledger transactions."""
    number = next(_numbers)
    parts = share_withdrawal(Decimal(amount), fee=Decimal(0), profile=TaxProfile(profile))
    with writing() as session:
        row = Withdrawal(
            user_id=user.id,
            phone=user.phone,
            amount=parts.amount,
            fee=parts.fee,
            tax=parts.tax,
            net=parts.net,
            change=parts.change,
            tax_profile=profile,
            state="awaiting_code",
            originator_conversation_id=f"test-{number}",
            token_sha256=fingerprint(f"withdrawal {number}"),
            due_at=_due(PaymentKind.WITHDRAWAL, "awaiting_code"),
            **more,
        )
        session.add(row)
        session.flush()
        postings.hold_withdrawal(session, row)
        for step in _WITHDRAWAL_STATES[state]:
            _step_withdrawal(session, row, step)
    return row


def _step_withdrawal(session: Session, row: Withdrawal, step: str) -> None:
    if step == "paid":
        row.mpesa_reference = new_receipt()
        postings.pay_withdrawal(session, row, receipt=row.mpesa_reference, actor="test")
    if step == "released":
        postings.release_withdrawal(session, row, actor="test")
        row.failure = "temporary_problem"
    row.state = step
    row.due_at = _due(PaymentKind.WITHDRAWAL, step)
    row.completed_at = None if row.due_at else utc_now()
    session.flush()
    note(session, "withdrawal", row.id, step)


def make_paybill(
    *, amount: int = 300, state: str = "suspense", user: User | None = None, **more: Any
) -> PaybillPayment:
    """Create a paybill payment in `state`; `user` is the player it is credited to."""
    with writing() as session:
        row = PaybillPayment(
            receipt=more.pop("receipt", None) or new_receipt(),
            amount=Decimal(amount),
            reference=more.pop("reference", "AMINA 1"),
            payer=more.pop("payer", "2547*****126"),
            user_id=user and user.id,
            state="received",
            source="c2b",
            due_at=_due(PaymentKind.PAYBILL, "received"),
            **more,
        )
        session.add(row)
        session.flush()
        if state != "received":
            if state in {"suspense", "credited"}:
                row.verified_at = utc_now()
            row.state, row.due_at = state, _due(PaymentKind.PAYBILL, state)
            session.flush()
            if state == "suspense":
                postings.suspend_paybill(session, row, actor="test")
            if state == "credited":
                postings.credit_paybill(session, row, actor="test")
        note(session, "paybill", row.id, state)
    return row


def make_refund(deposit: Deposit, *, state: str = "review", **more: Any) -> Refund:
    """Create a refund of a credited deposit in `state`, with its ledger transactions."""
    number = next(_numbers)
    with writing() as session:
        row = Refund(
            deposit_id=deposit.id,
            user_id=deposit.user_id,
            original_receipt=deposit.mpesa_reference,
            amount=deposit.amount,
            wallet_amount=deposit.amount - deposit.tax,
            tax_amount=deposit.tax,
            reason="The player asked for it.",
            state="held",
            token_sha256=fingerprint(f"refund {number}"),
            reference=f"test{number}",
            due_at=_due(PaymentKind.REFUND, "held"),
            **more,
        )
        session.add(row)
        session.flush()
        postings.hold_refund(session, row, actor="test")
        for step in _refund_states(state):
            row.state, row.due_at = step, _due(PaymentKind.REFUND, step)
            row.completed_at = None if row.due_at else utc_now()
            session.flush()
            note(session, "refund", row.id, step)
        if state == "done":
            row.mpesa_reference = new_receipt()
            postings.book_refund(session, row, receipt=row.mpesa_reference, actor="test")
            session.merge(deposit).state = "reversed"
    return row


def _refund_states(state: str) -> Iterator[str]:
    if state != "held":
        yield "sending"
    if state not in {"held", "sending"}:
        yield state


def note(session: Session, subject: str, subject_id: int, state: str) -> None:
    """Record a state in the payment's history, as the services do."""
    session.add(
        PaymentEvent(
            subject=subject, subject_id=subject_id, state=state, source="test", evidence={}
        )
    )


def make_callback(body: bytes, *, kind: str = "stk", **about: Any) -> MpesaCallback:
    """Store a callback, as the webhooks do."""
    with writing() as session:
        row = MpesaCallback(
            kind=kind,
            token_sha256=fingerprint(f"token {next(_numbers)}"),
            body_sha256=hashlib.sha256(body).digest(),
            body=body,
            source_ip="196.201.214.200",
            judged_at=utc_now(),
            verdict="review",
            **about,
        )
        session.add(row)
    return row


def _due(kind: PaymentKind, state: str) -> Any:
    return utc_now() + timedelta(hours=1) if state in WAITING[kind] else None
