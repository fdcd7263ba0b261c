"""M-Pesa's own word about our balance, asked for each record."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.reserves.record import MpesaBalance, has_waited, wants_new_balance
from app.models.mpesa_request import MpesaRequest
from app.services.payments import inquiries
from app.services.reconciliation.runs import PAYABLE

_NEWEST_INQUIRIES = 5_000


def is_ready(session: Session, *, now: datetime) -> bool:
    """Ask M-Pesa for our balance; return whether it answered, or was waited for long enough.

    One that was asked for minutes ago, by reconciliation for instance, is not asked for again.
    """
    newest = _newest(session, _inquiries())
    if newest is None or wants_new_balance(newest.created_at, now=now):
        inquiries.create_balance(session, now=now)
        return False
    return has_waited(newest.created_at, newest.answered_at, now=now)


def last_balance(session: Session) -> MpesaBalance | None:
    """Return the last balance that M-Pesa told, of the accounts that pay players."""
    found = _newest(session, _inquiries().where(MpesaRequest.state == "answered"))
    if found is None or found.answered_at is None:
        return None
    answer: dict[str, Any] = found.answer or {}
    accounts = answer.get("accounts") or {}
    if not any(name in accounts for name in PAYABLE):
        return None
    amount = sum((Decimal(accounts.get(name) or 0) for name in PAYABLE), Decimal(0))
    at = answer.get("completed_at")
    return MpesaBalance(amount, datetime.fromisoformat(at) if at else found.answered_at)


def _inquiries() -> Select[MpesaRequest]:
    newest = (
        select(MpesaRequest.id).order_by(MpesaRequest.id.desc()).limit(_NEWEST_INQUIRIES).subquery()
    )
    return select(MpesaRequest).where(
        MpesaRequest.id.in_(select(newest.c.id)), MpesaRequest.kind == "balance"
    )


def _newest(session: Session, found: Select[MpesaRequest]) -> MpesaRequest | None:
    return session.scalars(found.order_by(MpesaRequest.id.desc()).limit(1)).one_or_none()
