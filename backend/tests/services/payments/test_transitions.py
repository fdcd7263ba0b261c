"""Every kind of payment changes its state through the same function."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState
from app.domain.transitions import IllegalTransition
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.payment_event import PaymentEvent
from app.models.refund import Refund
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments.transitions import Payment, lock, transition_to
from tests.support.payments import make_deposit, make_paybill, make_refund, make_withdrawal

pytestmark = pytest.mark.usefixtures("celery")

NOW = utc_now()
MAKE: dict[str, Callable[[User], Payment]] = {
    "deposit": lambda user: make_deposit(user, state="sending"),
    "withdrawal": lambda user: make_withdrawal(user, state="sending"),
    "paybill": lambda user: make_paybill(user=user, state="received"),
    "refund": lambda user: make_refund(make_deposit(user, state="credited"), state="sending"),
}
MODELS: dict[str, Any] = {
    "deposit": Deposit,
    "withdrawal": Withdrawal,
    "paybill": PaybillPayment,
    "refund": Refund,
}
REVIEW: dict[str, Any] = {
    "deposit": DepositState.REVIEW,
    "withdrawal": WithdrawalState.REVIEW,
    "paybill": PaybillState.REVIEW,
    "refund": RefundState.REVIEW,
}
ILLEGAL: dict[str, Any] = {
    "deposit": DepositState.REVERSED,
    "withdrawal": WithdrawalState.AWAITING_CODE,
    "paybill": PaybillState.REVERSED,
    "refund": RefundState.SENDING,
}


@pytest.mark.parametrize("kind", MAKE)
def test_a_transition_is_recorded_with_its_evidence_and_deadline(
    new_player: Callable[..., User], kind: str
) -> None:
    payment_id = MAKE[kind](new_player(money=500)).id

    _change(kind, payment_id, REVIEW[kind], facts={"code": "1", "no": None})

    with transaction() as session:
        row = session.get_one(MODELS[kind], payment_id)
        assert (row.state, row.due_at) == ("review", NOW + REMIND_EVERY)
        event = session.scalars(
            select(PaymentEvent)
            .where(PaymentEvent.subject == kind, PaymentEvent.subject_id == payment_id)
            .order_by(PaymentEvent.id.desc())
            .limit(1)
        ).one()
        assert (event.state, event.source, event.evidence) == ("review", "test", {"code": "1"})


@pytest.mark.parametrize("kind", MAKE)
def test_an_illegal_transition_is_refused_before_anything_is_written(
    new_player: Callable[..., User], kind: str
) -> None:
    payment_id = MAKE[kind](new_player(money=500)).id

    with pytest.raises(IllegalTransition):
        _change(kind, payment_id, ILLEGAL[kind], due_at=NOW + timedelta(days=1))

    with transaction() as session:
        assert session.get_one(MODELS[kind], payment_id).state in {"sending", "received"}


def _change(kind: str, payment_id: int, to: Any, **terms: Any) -> None:
    with transaction() as session:
        payment = lock(session, MODELS[kind], payment_id)
        transition_to(session, payment, to, source="test", now=NOW, **terms)
