"""Payments whose deadline has passed, found and locked for a sweep: the same for all four kinds."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal

Payment = TypeVar("Payment", Deposit, Withdrawal, PaybillPayment, Refund)


def find(
    session: Session,
    model: type[Payment],
    *,
    states: Sequence[str],
    now: datetime,
    rows: int,
) -> list[int]:
    """Return the ids of up to `rows` payments in `states` that are due, the longest due first."""
    return list(
        session.scalars(
            select(model.id)
            .where(model.state.in_(states), model.due_at <= now)
            .order_by(model.due_at)
            .limit(rows)
        )
    )


def lock(
    session: Session,
    model: type[Payment],
    row_id: int,
    *,
    states: Sequence[str],
    now: datetime,
) -> Payment | None:
    """Lock one payment; None when it is no longer due, or another transaction has it locked."""
    return session.scalars(
        select(model)
        .where(model.id == row_id, model.state.in_(states), model.due_at <= now)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def postpone(session: Session, model: type[Payment], row_id: int, *, until: datetime) -> None:
    """Move the deadline of one payment to `until`, if it still has one."""
    session.execute(
        update(model)
        .where(model.id == row_id, model.due_at.is_not(None))
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )
