"""What a player is told of a payment when its state changes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Session

from app.domain.money import show
from app.domain.notifications.kinds import Kind
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal
from app.services.notifications.notify import Notice, notify

# A player is told of these states; of the others they are in the middle, or staff is.
NEWS: dict[tuple[PaymentKind, StrEnum], Kind] = {
    (PaymentKind.DEPOSIT, DepositState.CREDITED): Kind.DEPOSIT_CREDITED,
    (PaymentKind.DEPOSIT, DepositState.FAILED): Kind.DEPOSIT_FAILED,
    (PaymentKind.DEPOSIT, DepositState.EXPIRED): Kind.DEPOSIT_FAILED,
    (PaymentKind.DEPOSIT, DepositState.REVERSED): Kind.DEPOSIT_REVERSED,
    (PaymentKind.WITHDRAWAL, WithdrawalState.PAID): Kind.WITHDRAWAL_PAID,
    (PaymentKind.WITHDRAWAL, WithdrawalState.RELEASED): Kind.WITHDRAWAL_RETURNED,
    (PaymentKind.PAYBILL, PaybillState.CREDITED): Kind.DEPOSIT_CREDITED,
    (PaymentKind.PAYBILL, PaybillState.REVERSED): Kind.DEPOSIT_REVERSED,
    (PaymentKind.REFUND, RefundState.DONE): Kind.REFUND_SENT,
    (PaymentKind.REFUND, RefundState.RELEASED): Kind.REFUND_RETURNED,
}


def tell(
    session: Session,
    payment: Deposit | Withdrawal | PaybillPayment | Refund,
    *,
    kind: PaymentKind,
    state: StrEnum,
    now: datetime,
) -> None:
    """Tell the player of a payment that it has reached `state`, if that is news to them."""
    news = NEWS.get((kind, state))
    if news is None or payment.user_id is None or _did_it_themselves(payment):
        return
    notice = Notice(
        user_id=payment.user_id,
        kind=news,
        subject=f"{kind}:{payment.id}",
        event=state.value,
        variables={"amount": show(_amount(payment, state))},
    )
    notify(session, [notice], now=now)


def tell_credited(
    session: Session, deposits: Sequence[tuple[int, int, Decimal]], *, now: datetime
) -> None:
    """Tell the players of deposits that were credited without loading their rows, all at once.

    Each is an id, the player's id, and what came into the wallet (KES).
    """
    notices = [
        Notice(
            user_id=user_id,
            kind=Kind.DEPOSIT_CREDITED,
            subject=f"{PaymentKind.DEPOSIT}:{deposit_id}",
            event=DepositState.CREDITED.value,
            variables={"amount": show(amount)},
        )
        for deposit_id, user_id, amount in deposits
    ]
    notify(session, notices, now=now)


def _did_it_themselves(payment: Deposit | Withdrawal | PaybillPayment | Refund) -> bool:
    return isinstance(payment, Withdrawal) and payment.failure == PayoutFailure.CANCELLED_BY_PLAYER


def _amount(payment: Deposit | Withdrawal | PaybillPayment | Refund, state: StrEnum) -> Decimal:
    """Return what the wallet or the phone got or lost (KES), as the sentence says."""
    if state in {DepositState.CREDITED, PaybillState.CREDITED}:
        assert isinstance(payment, Deposit | PaybillPayment)
        return payment.amount - payment.tax
    if isinstance(payment, Withdrawal) and state is WithdrawalState.PAID:
        return payment.net
    if isinstance(payment, Refund) and state is RefundState.RELEASED:
        return payment.wallet_amount
    return payment.amount
