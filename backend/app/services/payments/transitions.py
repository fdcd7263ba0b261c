"""Changes of state, the same for all four kinds of payments.

Each one checks that the transition is legal, sets the deadline, records an event with its evidence
and notifies the player.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.live import LiveType
from app.domain.payments.kinds import STATES_OF, WAITING, PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import (
    DEPOSIT_STATUS,
    WITHDRAWAL_STATUS,
    DepositState,
    PaybillState,
    PaymentStatus,
    RefundState,
    WithdrawalState,
    next_state,
)
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.payment_event import PaymentEvent
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from app.services.payments import notices

Payment = Deposit | Withdrawal | PaybillPayment | Refund
Facts = dict[str, str | int | None]

_P = TypeVar("_P", Deposit, Withdrawal, PaybillPayment, Refund)

_KINDS: dict[type[Payment], PaymentKind] = {
    Deposit: PaymentKind.DEPOSIT,
    Withdrawal: PaymentKind.WITHDRAWAL,
    PaybillPayment: PaymentKind.PAYBILL,
    Refund: PaymentKind.REFUND,
}
# Entering one of these sets `completed_at`.
_COMPLETED: dict[PaymentKind, frozenset[StrEnum]] = {
    PaymentKind.DEPOSIT: frozenset({DepositState.CREDITED}),
    PaymentKind.WITHDRAWAL: frozenset({WithdrawalState.PAID, WithdrawalState.RELEASED}),
    PaymentKind.PAYBILL: frozenset({PaybillState.CREDITED}),
    PaymentKind.REFUND: frozenset({RefundState.DONE, RefundState.RELEASED}),
}
# In these states a payment waits for people to decide.
_FOR_PEOPLE: dict[PaymentKind, frozenset[StrEnum]] = {
    PaymentKind.DEPOSIT: frozenset({DepositState.REVIEW}),
    PaymentKind.WITHDRAWAL: frozenset({WithdrawalState.REVIEW}),
    PaymentKind.PAYBILL: frozenset({PaybillState.REVIEW, PaybillState.SUSPENSE}),
    PaymentKind.REFUND: frozenset({RefundState.REVIEW}),
}
# Entering one of these changes the player's wallet.
_WALLET_CHANGES: dict[PaymentKind, frozenset[StrEnum]] = {
    PaymentKind.DEPOSIT: frozenset({DepositState.CREDITED, DepositState.REVERSED}),
    PaymentKind.WITHDRAWAL: frozenset(
        {WithdrawalState.AWAITING_CODE, WithdrawalState.PAID, WithdrawalState.RELEASED}
    ),
    PaymentKind.PAYBILL: frozenset(
        {PaybillState.CREDITED, PaybillState.REVERSED, PaybillState.RETURNED}
    ),
    PaymentKind.REFUND: frozenset({RefundState.HELD, RefundState.DONE, RefundState.RELEASED}),
}
# Players see the single payments of these kinds.
_HINT = {
    PaymentKind.DEPOSIT: LiveType.DEPOSIT_CHANGED,
    PaymentKind.WITHDRAWAL: LiveType.WITHDRAWAL_CHANGED,
}
_STATUS: dict[PaymentKind, Mapping[Any, PaymentStatus]] = {
    PaymentKind.DEPOSIT: DEPOSIT_STATUS,
    PaymentKind.WITHDRAWAL: WITHDRAWAL_STATUS,
}
# Their prompt may still be on the phone.
_ON_THE_PHONE = frozenset(
    {DepositState.CREATED, DepositState.SENDING, DepositState.PROMPTED, DepositState.UNKNOWN}
)


def kind_of(payment: Payment) -> PaymentKind:
    """Return which of the four kinds a row is."""
    return _KINDS[type(payment)]


def lock(session: Session, model: type[_P], payment_id: int) -> _P:
    """Return a payment that no other transaction can change until this one ends."""
    return session.execute(
        select(model).where(model.id == payment_id).with_for_update()
    ).scalar_one()


def lock_paybill(session: Session, *, receipt: str) -> PaybillPayment | None:
    """Return the payment to our paybill with this receipt, locked, or None."""
    return session.execute(
        select(PaybillPayment).where(PaybillPayment.receipt == receipt).with_for_update()
    ).scalar_one_or_none()


def transition_to(
    session: Session,
    payment: Payment,
    to: DepositState | WithdrawalState | PaybillState | RefundState,
    *,
    source: str,
    now: datetime,
    due_at: datetime | None = None,
    failure: Failure | PayoutFailure | None = None,
    facts: Facts | None = None,
    is_told: bool = True,
) -> None:
    """Change the state of `payment`, record why, and notify the player.

    `due_at` is when a sweep looks at it again: required for a state that waits, but for one that
    waits for people, who are reminded after an hour by default. `facts` is the evidence, for people
    who audit. Unless it `is_told`, another change says it to the player. Raises IllegalTransition.
    """
    kind = kind_of(payment)
    if due_at is None and to in _FOR_PEOPLE[kind]:
        due_at = now + REMIND_EVERY
    payment.state = next_state(STATES_OF[kind](payment.state), to)  # type: ignore[type-var]
    payment.due_at = due_at if to in WAITING[kind] else None
    if to in _COMPLETED[kind]:
        payment.completed_at = now
    if isinstance(payment, Deposit):
        payment.holds_phone = payment.holds_phone and to in _ON_THE_PHONE
    if isinstance(payment, Deposit | Withdrawal):
        payment.failure = failure
    record_event(session, payment, source=source, facts=facts)
    notify_player(session, payment)
    if is_told:
        notices.tell(session, payment, kind=kind, state=to, now=now)


def record_event(
    session: Session, payment: Payment, *, source: str, facts: Facts | None = None
) -> None:
    """Record evidence about a payment in its present state, for people who audit."""
    session.add(
        PaymentEvent(
            subject=kind_of(payment).value,
            subject_id=payment.id,
            state=payment.state,
            source=source[:60],
            evidence={name: value for name, value in (facts or {}).items() if value is not None},
        )
    )
    session.flush()


def notify_player(session: Session, payment: Payment) -> None:
    """Send hints of a payment's present state, and of the wallet if that changes it."""
    if payment.user_id is not None:
        _notify(session, kind_of(payment), payment.id, payment.user_id, payment.state)


def notify_credited(
    session: Session, deposits: Sequence[tuple[int, int, Decimal]], *, now: datetime
) -> None:
    """Notify the players of deposits that were credited without loading their rows.

    Each is an id, the player's id, and what came into the wallet (KES).
    """
    for deposit_id, user_id, _ in deposits:
        _notify(session, PaymentKind.DEPOSIT, deposit_id, user_id, DepositState.CREDITED)
    notices.tell_credited(session, deposits, now=now)


def _notify(session: Session, kind: PaymentKind, payment_id: int, user_id: int, state: str) -> None:
    if kind in _STATUS:
        status = _STATUS[kind][STATES_OF[kind](state)]
        broadcast(
            session,
            [user_id],
            kind=_HINT[kind],
            topic=f"{kind}:{payment_id}",
            data={f"{kind}_id": payment_id, "status": status.value},
        )
    if state in _WALLET_CHANGES[kind]:
        broadcast(session, [user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
