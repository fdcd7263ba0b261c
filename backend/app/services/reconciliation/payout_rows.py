"""M-Pesa's rows about payouts, which Pull does not list: Transaction Status is asked for them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from app.domain.payments.kinds import PaymentKind
from app.domain.reconciliation.provider_rows import ProviderRow, RowKind, RowSource
from app.models.mpesa_request import MpesaRequest
from app.models.reconciliation import MpesaRow
from app.models.withdrawal import Withdrawal
from app.services.payments import inquiries
from app.services.payments.inquiries import About

ASK_AGAIN_AFTER = timedelta(minutes=5)
MOST_AT_ONCE = 200

# What M-Pesa answered about payouts that are booked as paid, and have no row yet.
_ANSWERED = text(
    """
SELECT DISTINCT ON (w.id) w.mpesa_reference AS receipt, w.completed_at, q.answer
FROM withdrawals w
JOIN mpesa_requests q ON q.subject = 'withdrawal' AND q.subject_id = w.id
WHERE w.state = 'paid' AND q.state = 'answered' AND q.answer ->> 'verdict' = 'completed'
  AND q.answer ->> 'receipt' = w.mpesa_reference AND q.answer ->> 'amount' IS NOT NULL
  AND NOT EXISTS (SELECT FROM mpesa_lines l
                  WHERE l.receipt = w.mpesa_reference AND l.kind = 'payout')
ORDER BY w.id, q.id DESC
"""
)


def answered(session: Session) -> list[ProviderRow]:
    """Return the rows, charges included, that M-Pesa's answers about our payouts are."""
    rows: list[ProviderRow] = []
    for row in session.execute(_ANSWERED):
        rows.extend(_rows(row.receipt, row.answer, row.completed_at))
    return rows


def ask_for_missing(session: Session, *, now: datetime) -> int:
    """Have M-Pesa asked about paid withdrawals without a row; return how many lack one."""
    missing = session.execute(
        select(Withdrawal.id, Withdrawal.mpesa_reference)
        .where(Withdrawal.state == "paid", ~_has_line())
        .order_by(Withdrawal.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for withdrawal_id, receipt in missing:
        if not _was_asked(session, withdrawal_id=withdrawal_id, since=now - ASK_AGAIN_AFTER):
            about = About(PaymentKind.WITHDRAWAL, withdrawal_id)
            inquiries.create(session, about=about, now=now, receipt=receipt)
    return len(missing)


def on_their_way(session: Session, *, sent_before: datetime) -> Decimal:
    """Return what M-Pesa may have paid out before a moment without our knowing (KES)."""
    found = session.scalars(
        select(Withdrawal.net).where(
            Withdrawal.state.in_(("sending", "sent", "unknown", "review")),
            Withdrawal.sent_at <= sent_before,
        )
    )
    return sum(found, Decimal(0))


def _has_line() -> Any:
    return exists().where(
        MpesaRow.receipt == Withdrawal.mpesa_reference, MpesaRow.kind == RowKind.PAYOUT.value
    )


def _was_asked(session: Session, *, withdrawal_id: int, since: datetime) -> bool:
    found = session.execute(
        select(MpesaRequest.id).where(
            MpesaRequest.subject == PaymentKind.WITHDRAWAL.value,
            MpesaRequest.subject_id == withdrawal_id,
            MpesaRequest.asked_receipt.is_not(None),
            MpesaRequest.created_at > since,
        )
    )
    return found.first() is not None


def _rows(receipt: str, answer: dict[str, Any], completed_at: datetime) -> list[ProviderRow]:
    finalised = answer.get("finalised_at")
    at = datetime.fromisoformat(finalised) if finalised else completed_at
    charge = Decimal(answer.get("charge") or 0)
    amounts = {RowKind.PAYOUT: Decimal(answer["amount"]), RowKind.CHARGE: charge}
    return [
        ProviderRow(
            receipt=receipt,
            kind=kind,
            amount=-amount,
            completed_at=at,
            source=RowSource.STATUS,
            details="Transaction Status",
        )
        for kind, amount in amounts.items()
        if amount > 0
    ]
