"""Payments as admins read them: lists, queues, and everything about one."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from app.api.contract.declare import refuses
from app.api.deps import Limit, SessionDep
from app.api.staff import ReadsPayments
from app.domain.errors import NotFound
from app.domain.payments.kinds import PaymentKind
from app.schemas.admin_payment import (
    AdminPayment,
    AdminPaymentList,
    PaymentHistory,
    PaymentQuery,
    WaitingPayment,
    WaitingPayments,
)
from app.schemas.base import in_digits
from app.services.payments.console import history, listing, queues
from app.services.platform import audit

router = APIRouter(prefix="/admin/payments", tags=["admin: payments"])


@router.get("", responses=refuses(NotFound), summary="List payments of every kind, newest first")
def list_payments(
    asked: Annotated[PaymentQuery, Query()], _: ReadsPayments, session: SessionDep
) -> AdminPaymentList:
    """List deposits, withdrawals, paybill payments and refunds side by side.

    Phone numbers show their last three digits only; the page of one payment shows all.
    """
    user_id = asked.player and queues.user_id_of(session, name=asked.player)
    filters = listing.Filters(
        kind=asked.kind,
        state=asked.state and asked.state.value,
        user_id=user_id or None,
        receipt=asked.receipt and asked.receipt.upper(),
    )
    page = listing.page(session, filters=filters, marks=_read(asked.cursor), rows=asked.limit)
    return AdminPaymentList(
        items=[AdminPayment.model_validate(one) for one in page.payments],
        next_cursor=None if page.marks is None else _write(page.marks),
    )


@router.get("/review", summary="What waits for a ruling by two people")
def list_payments_in_review(
    _: ReadsPayments, session: SessionDep, limit: Limit = 50
) -> WaitingPayments:
    """List the payments whose evidence contradicts itself or never came, the oldest first.

    Read a payment's history, compare it with the M-Pesa portal, and propose a ruling.
    """
    return _waiting(queues.in_review(session, rows=limit))


@router.get("/suspense", summary="Money whose owner is not known")
def list_payments_in_suspense(
    _: ReadsPayments, session: SessionDep, limit: Limit = 50
) -> WaitingPayments:
    """List payments to our paybill under an account number that no player has, the oldest first.

    `about` is what the payer typed; `maybe_of` whose name or phone that happens to be. Propose to
    assign it to a player, or to refund it.
    """
    return _waiting(queues.in_suspense(session, rows=limit))


@router.get("/{kind}/{payment_id:int}", summary="Everything about one payment")
def get_payment_history(
    kind: PaymentKind,
    payment_id: Annotated[int, Field(ge=1, le=2**62), in_digits, Path()],
    admin: ReadsPayments,
    session: SessionDep,
) -> PaymentHistory:
    """Return the whole history of one payment.

    Its row, its steps and their evidence, what we asked M-Pesa, the movements in the ledger, and
    every message that came about it, byte for byte. That you read it is written into the audit.
    """
    found = history.read(session, kind=kind, payment_id=payment_id)
    audit.record(
        session, admin_id=admin.id, action="payment.read", subject=f"{kind.value}:{payment_id}"
    )
    return PaymentHistory.model_validate(found)


def _waiting(found: list[queues.Waiting]) -> WaitingPayments:
    items = [
        WaitingPayment(
            **AdminPayment.model_validate(one.payment).model_dump(),
            ruling_id=one.ruling_id,
            maybe_of=one.maybe_of,
        )
        for one in found
    ]
    return WaitingPayments(items=items, total=sum((one.amount for one in items), Decimal(0)))


def _read(cursor: str | None) -> listing.Marks | None:
    if cursor is None:
        return None
    below = (min(int(mark), 2**62) for mark in cursor.split("."))
    return dict(zip(PaymentKind, below, strict=True))


def _write(marks: listing.Marks) -> str:
    return ".".join(str(marks[kind]) for kind in PaymentKind)
