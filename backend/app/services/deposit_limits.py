"""Whether a player may deposit an amount now: the switch, the limits of a day, a full wallet."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import day_in_nairobi
from app.core.config import get_settings
from app.domain.errors import Conflict, Invalid, Refusal
from app.domain.money import is_whole_shillings, show
from app.domain.payment_kinds import WAITING, PaymentKind
from app.domain.problems import ProblemCode
from app.domain.states import DepositState, PaybillState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.services import ledger, switches
from app.services.switches import SwitchName

_OPEN = WAITING[PaymentKind.DEPOSIT]


def check(session: Session, *, user_id: int, amount: Decimal, now: datetime) -> None:
    """Raise the first reason why `amount` (KES) cannot be deposited now; see `refusal`."""
    reason = refusal(session, user_id=user_id, amount=amount, now=now)
    if reason is not None:
        raise reason


def refusal(session: Session, *, user_id: int, amount: Decimal, now: datetime) -> Refusal | None:
    """Return the first reason why `amount` (KES) cannot be deposited now, or None if it can.

    Without raising it, for a quote. It does not look for an open prompt on the phone.
    """
    if not switches.is_on(session, name=SwitchName.DEPOSITS):
        return Conflict(
            ProblemCode.DEPOSITS_PAUSED,
            "Deposits are paused for a short while. Your money is safe. Try again later.",
        )
    return (
        _outside_the_limits(amount)
        or _too_much_today(session, user_id=user_id, amount=amount, now=now)
        or _too_much_at_all(session, user_id=user_id, amount=amount)
    )


def left_today(session: Session, *, user_id: int, now: datetime) -> Decimal:
    """Return how many KES the player may still deposit on this day in Nairobi.

    What he has paid to the paybill counts too, and so does what he has been prompted for.
    """
    day = day_in_nairobi(now)
    prompted = select(func.coalesce(func.sum(Deposit.amount), 0)).where(
        Deposit.user_id == user_id,
        Deposit.created_at >= day,
        Deposit.state.in_((*_OPEN, DepositState.CREDITED)),
    )
    paid = select(func.coalesce(func.sum(PaybillPayment.amount), 0)).where(
        PaybillPayment.user_id == user_id,
        PaybillPayment.created_at >= day,
        PaybillPayment.state == PaybillState.CREDITED,
    )
    used = session.scalars(prompted).one() + session.scalars(paid).one()
    return max(get_settings().deposit.daily - Decimal(used), Decimal(0))


def _outside_the_limits(amount: Decimal) -> Refusal | None:
    limits = get_settings().deposit
    if not is_whole_shillings(amount):
        return Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED, "M-Pesa takes whole shillings only, without cents."
        )
    if not limits.minimum <= amount <= limits.maximum:
        return Invalid(
            ProblemCode.AMOUNT_NOT_ALLOWED,
            f"You can deposit from KES {limits.minimum:,.0f} to KES {limits.maximum:,.0f} at once.",
        )
    return None


def _too_much_today(
    session: Session, *, user_id: int, amount: Decimal, now: datetime
) -> Refusal | None:
    left = left_today(session, user_id=user_id, now=now)
    if amount <= left:
        return None
    return Conflict(
        ProblemCode.DAILY_LIMIT_REACHED,
        f"You can deposit KES {left:,.0f} more today.",
        left_today=show(left),
    )


def _too_much_at_all(session: Session, *, user_id: int, amount: Decimal) -> Refusal | None:
    """Say no when the wallet would hold more than it may, with what is on its way there."""
    most = get_settings().deposit.wallet_maximum
    coming = session.scalars(
        select(func.coalesce(func.sum(Deposit.amount - Deposit.tax), 0)).where(
            Deposit.user_id == user_id, Deposit.state.in_(_OPEN)
        )
    ).one()
    held = ledger.balances(session, user_id=user_id).available + Decimal(coming)
    if held + amount <= most:
        return None
    return Conflict(
        ProblemCode.WALLET_FULL,
        f"A wallet can hold KES {most:,.0f}. Deposit less, or withdraw first.",
        maximum=show(max(most - held, Decimal(0))),
    )
