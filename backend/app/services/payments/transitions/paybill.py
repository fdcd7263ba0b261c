"""One step of a payment to our paybill: its state, its deadline, its event, news for the player."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.states import PaybillState, step
from app.models.paybill import PaybillPayment
from app.models.payment_event import PaymentEvent

REMIND_EVERY = timedelta(hours=1)
_OPEN = frozenset({PaybillState.RECEIVED, PaybillState.SUSPENSE, PaybillState.REVIEW})
_MOVES_MONEY = frozenset({PaybillState.CREDITED, PaybillState.REVERSED, PaybillState.RETURNED})
Facts = dict[str, str | int | None]


def first_look() -> timedelta:
    """Return when to ask again about a payment that was just heard of."""
    return timedelta(seconds=get_settings().paybill.question_seconds)


def next_look(*, age: timedelta) -> timedelta:
    """Return how long to wait with the next question about a payment of that age."""
    slowest = timedelta(seconds=5 * get_settings().paybill.question_seconds)
    return min(max(first_look(), age / 2), slowest)


def locked(session: Session, *, payment_id: int) -> PaybillPayment:
    """Return a payment that nobody else can change until this transaction ends."""
    return session.execute(
        select(PaybillPayment).where(PaybillPayment.id == payment_id).with_for_update()
    ).scalar_one()


def find_locked(session: Session, *, receipt: str) -> PaybillPayment | None:
    """Return the payment with this receipt, locked, or None."""
    return session.execute(
        select(PaybillPayment).where(PaybillPayment.receipt == receipt).with_for_update()
    ).scalar_one_or_none()


def move(
    session: Session,
    payment: PaybillPayment,
    to: PaybillState,
    *,
    source: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Take `payment` to another state, write down why, and tell the player whose it is."""
    payment.state = step(PaybillState(payment.state), to)
    payment.due_at = now + REMIND_EVERY if to in _OPEN else None
    if to is PaybillState.CREDITED:
        payment.completed_at = now
    note(session, payment, source=source, facts=facts)
    if to in _MOVES_MONEY and payment.user_id is not None:
        broadcast(session, [payment.user_id], kind="wallet.changed", topic="wallet", data={})


def note(
    session: Session, payment: PaybillPayment, *, source: str, facts: Facts | None = None
) -> None:
    """Write down what was learned about a payment, for people who audit."""
    known = {name: value for name, value in (facts or {}).items() if value is not None}
    session.add(
        PaymentEvent(
            subject="paybill",
            subject_id=payment.id,
            state=payment.state,
            source=source[:60],
            evidence=known,
        )
    )
    session.flush()
