"""What waits, for how long, and what is paused: the numbers for whoever is on call."""

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
from app.services.platform import alerts as alarms

_TABLES: dict[PaymentKind, Any] = {
    PaymentKind.DEPOSIT: Deposit,
    PaymentKind.WITHDRAWAL: Withdrawal,
    PaymentKind.PAYBILL: PaybillPayment,
    PaymentKind.REFUND: Refund,
}


@dataclass(frozen=True)
class Waiting:
    """How many payments of a kind stand in a state, and how long (seconds) the oldest does."""

    kind: PaymentKind
    state: str
    count: int
    oldest: float


@dataclass(frozen=True)
class Numbers:
    """All of it at one moment."""

    waiting: list[Waiting]
    alarms: dict[str, int]
    switches: dict[str, bool]
    rulings: int


def take(session: Session, *, now: datetime) -> Numbers:
    """Count what is not over: ended payments are too many, and wake nobody up."""
    return Numbers(
        waiting=[one for kind in PaymentKind for one in _waiting(session, kind, now)],
        alarms=alarms.count_open(session),
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
