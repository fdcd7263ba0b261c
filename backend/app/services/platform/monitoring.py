"""Counts for monitoring: waiting payments and their age, open alerts, switches, rulings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.payments.kinds import WAITING, PaymentKind
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.platform import ManualRuling, Switch
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from app.services.platform import alerts

_TABLES: dict[PaymentKind, Any] = {
    PaymentKind.DEPOSIT: Deposit,
    PaymentKind.WITHDRAWAL: Withdrawal,
    PaymentKind.PAYBILL: PaybillPayment,
    PaymentKind.REFUND: Refund,
}


@dataclass(frozen=True)
class Waiting:
    """How many payments of a kind are in a state, and the age of the oldest (seconds)."""

    kind: PaymentKind
    state: str
    count: int
    oldest: float


@dataclass(frozen=True)
class Counts:
    """All counts at one moment."""

    waiting: list[Waiting]
    alerts: dict[str, int]
    switches: dict[str, bool]
    rulings: int


def count(session: Session, *, now: datetime) -> Counts:
    """Count all payments that have not ended, open alerts and undecided rulings."""
    return Counts(
        waiting=[one for kind in PaymentKind for one in _waiting(session, kind, now)],
        alerts=alerts.count_open(session),
        switches={
            row.name: row.is_on for row in session.execute(select(Switch.name, Switch.is_on))
        },
        rulings=session.scalars(select(func.count()).where(ManualRuling.decision.is_(None))).one(),
    )


def _waiting(session: Session, kind: PaymentKind, now: datetime) -> list[Waiting]:
    table = _TABLES[kind]
    counted = session.execute(
        select(table.state, func.count(), func.min(table.created_at))
        .where(table.state.in_(WAITING[kind]))
        .group_by(table.state)
    )
    known = {state: (count, (now - since).total_seconds()) for state, count, since in counted}
    return [Waiting(kind, state, *known.get(state, (0, 0.0))) for state in WAITING[kind]]
