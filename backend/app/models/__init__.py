"""The tables, one aggregate a file; importing this room makes them all known to Alembic."""

from app.models import (
    deposit,
    idempotency,
    ledger,
    login,
    match,
    matchmaking,
    mpesa_callback,
    mpesa_request,
    oversight,
    paybill,
    payment_event,
    reconciliation,
    refund,
    tax,
    user,
    withdrawal,
)
from app.models.base import Base

__all__ = [
    "Base",
    "deposit",
    "idempotency",
    "ledger",
    "login",
    "match",
    "matchmaking",
    "mpesa_callback",
    "mpesa_request",
    "oversight",
    "paybill",
    "payment_event",
    "reconciliation",
    "refund",
    "tax",
    "user",
    "withdrawal",
]
