"""Payments as admins list them: of all four kinds, side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, null, or_, select
from sqlalchemy.orm import Session

from app.domain.payments.kinds import STATES_OF, PaymentKind, meaning_of
from app.domain.phone import hide
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.user import User
from app.models.withdrawal import Withdrawal

_NEWEST = 2**62
_NOTHING = cast(null(), String)
_KINDS = tuple(PaymentKind)


@dataclass(frozen=True)
class PaymentSummary:
    """One payment (KES). `net` is what arrives: in the wallet, on the phone, or at the payer.

    `phone` hides all but its last three digits; `about` is what else names the payment: what the
    payer typed, or the payment that goes back.
    """

    kind: PaymentKind
    id: int
    state: str
    meaning: str
    amount: Decimal
    tax: Decimal
    fee: Decimal
    net: Decimal
    user_id: int | None
    username: str | None
    phone: str | None
    about: str | None
    receipt: str | None
    doubt: str | None
    failure: str | None
    created_at: datetime
    completed_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Filters:
    """What to look for; None looks for everything."""

    kind: PaymentKind | None = None
    state: str | None = None
    user_id: int | None = None
    receipt: str | None = None

    def kinds(self) -> tuple[PaymentKind, ...]:
        """Return the kinds that can match at all: not each has every state."""
        asked = (self.kind,) if self.kind else _KINDS
        return tuple(
            kind for kind in asked if self.state is None or self.state in set(STATES_OF[kind])
        )


# Where the next page begins: of each kind, only ids below. One number for each kind, so that every
# page reads the newest rows by their primary keys however many there are.
Marks = dict[PaymentKind, int]


@dataclass(frozen=True)
class Page:
    """Payments, newest first; `marks` is None on the last page."""

    payments: list[PaymentSummary]
    marks: Marks | None


def page(session: Session, *, filters: Filters, marks: Marks | None, rows: int) -> Page:
    """Return up to `rows` payments that `filters` asks for, newest first."""
    below = dict.fromkeys(_KINDS, _NEWEST) | (marks or {})
    # One more than asked for tells whether there is another page.
    found = [
        _read(session, kind, filters, below=below[kind], rows=rows + 1) for kind in filters.kinds()
    ]
    newest = merge(*found, key=lambda payment: payment.created_at, reverse=True)
    payments = list(islice(newest, rows))
    if sum(map(len, found)) <= rows:
        return Page(payments, None)
    for payment in payments:
        below[payment.kind] = min(below[payment.kind], payment.id)
    return Page(payments, below)


def list_waiting(
    session: Session, *, states: dict[PaymentKind, str], rows: int
) -> list[PaymentSummary]:
    """Return payments in the given state of their kind, the oldest first."""
    found: list[PaymentSummary] = []
    for kind, state in states.items():
        ask = (
            _SELECTS[kind]()
            .where(_model(kind).state == state)
            .order_by(_model(kind).id)
            .limit(rows)
        )
        found.extend(_summary(kind, row) for row in session.execute(ask).mappings())
    return sorted(found, key=lambda payment: payment.created_at)[:rows]


def find(session: Session, *, kind: PaymentKind, payment_id: int) -> PaymentSummary | None:
    """Return one payment as a list shows it."""
    ask = _SELECTS[kind]().where(_model(kind).id == payment_id)
    row = session.execute(ask).mappings().one_or_none()
    return None if row is None else _summary(kind, row)


def _read(
    session: Session, kind: PaymentKind, filters: Filters, *, below: int, rows: int
) -> list[PaymentSummary]:
    table = _model(kind)
    ask = _SELECTS[kind]().where(table.id < below)
    if filters.state is not None:
        ask = ask.where(table.state == filters.state)
    if filters.user_id is not None:
        ask = ask.where(table.user_id == filters.user_id)
    if filters.receipt is not None:
        ask = ask.where(or_(*(one == filters.receipt for one in _RECEIPTS[kind])))
    found = session.execute(ask.order_by(table.id.desc()).limit(rows))
    return [_summary(kind, row) for row in found.mappings()]


def _summary(kind: PaymentKind, row: Any) -> PaymentSummary:
    facts = dict(row)
    facts["phone"] = facts["phone"] and hide(facts["phone"])
    return PaymentSummary(kind=kind, meaning=meaning_of(kind, facts["state"]), **facts)


def _model(kind: PaymentKind) -> Any:
    return _MODELS[kind]


def _select(table: Any, **own: Any) -> Select[Any]:
    return select(
        table.id,
        table.state,
        table.amount,
        table.user_id,
        table.review_reason.label("doubt"),
        table.created_at,
        table.completed_at,
        table.due_at,
        User.username,
        *(column.label(name) for name, column in own.items()),
    ).outerjoin_from(table, User, User.id == table.user_id)


def _deposits() -> Select[Any]:
    return _select(
        Deposit,
        tax=Deposit.tax,
        fee=literal(Decimal(0)),
        net=Deposit.amount - Deposit.tax,
        phone=Deposit.phone,
        about=_NOTHING,
        receipt=Deposit.mpesa_reference,
        failure=Deposit.failure,
    )


def _withdrawals() -> Select[Any]:
    return _select(
        Withdrawal,
        tax=Withdrawal.tax,
        fee=Withdrawal.fee,
        net=Withdrawal.net,
        phone=Withdrawal.phone,
        about=_NOTHING,
        receipt=Withdrawal.mpesa_reference,
        failure=Withdrawal.failure,
    )


def _paybill_payments() -> Select[Any]:
    return _select(
        PaybillPayment,
        tax=PaybillPayment.tax,
        fee=literal(Decimal(0)),
        net=PaybillPayment.amount - PaybillPayment.tax,
        phone=PaybillPayment.payer,
        about=PaybillPayment.reference,
        receipt=PaybillPayment.receipt,
        failure=_NOTHING,
    )


def _refunds() -> Select[Any]:
    goes_back = func.coalesce(
        literal("deposit:") + cast(Refund.deposit_id, String),
        literal("paybill:") + cast(Refund.paybill_payment_id, String),
    )
    return _select(
        Refund,
        tax=Refund.tax_amount,
        fee=literal(Decimal(0)),
        net=Refund.amount,
        phone=_NOTHING,
        about=goes_back,
        receipt=Refund.mpesa_reference,
        failure=_NOTHING,
    )


_MODELS: dict[PaymentKind, Any] = {
    PaymentKind.DEPOSIT: Deposit,
    PaymentKind.WITHDRAWAL: Withdrawal,
    PaymentKind.PAYBILL: PaybillPayment,
    PaymentKind.REFUND: Refund,
}
_SELECTS: dict[PaymentKind, Callable[[], Select[Any]]] = {
    PaymentKind.DEPOSIT: _deposits,
    PaymentKind.WITHDRAWAL: _withdrawals,
    PaymentKind.PAYBILL: _paybill_payments,
    PaymentKind.REFUND: _refunds,
}
_RECEIPTS: dict[PaymentKind, tuple[Any, ...]] = {
    PaymentKind.DEPOSIT: (Deposit.mpesa_reference, Deposit.claimed_receipt),
    PaymentKind.WITHDRAWAL: (Withdrawal.mpesa_reference,),
    PaymentKind.PAYBILL: (PaybillPayment.receipt,),
    PaymentKind.REFUND: (Refund.mpesa_reference, Refund.original_receipt),
}
