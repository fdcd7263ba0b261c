"""What may come in and go out: limits of one payment, of a day in Nairobi, of a wallet; pauses.

The same rules answer a quote (all of it, refusal included) and stop a request.
"""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.core.settings import get_settings
from app.domain.errors import Conflict, InsufficientBalance, Invalid, NotAllowed, Refusal
from app.domain.money import is_whole_shillings
from app.domain.payments.states import DepositState, WithdrawalState
from app.domain.payments.tax import TaxProfile, share_deposit, share_withdrawal
from app.domain.payments.withdrawals.limits import least_amount, most_amount
from app.domain.platform.rights import play_refusal
from app.domain.problems import ProblemCode
from app.domain.protection.limits import LimitKind
from app.models.deposit import Deposit
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.identity import limits as identity_limits
from app.services.ledger import posting
from app.services.payments import payout_holds, tax_periods
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.protection import limits, self_exclusion

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Parts:
    """What of `amount` goes where, KES; `net` arrives, in the wallet or on the phone."""

    amount: Decimal
    fee: Decimal
    tax: Decimal
    net: Decimal
    change: Decimal
    profile: TaxProfile


@dataclass(frozen=True)
class Quote:
    """What a player should know before confirming; `refusal` is why it cannot be made now.

    `minimum` and `maximum` (KES) hold for one payment, `left_today` for the day in Nairobi.
    """

    parts: Parts
    minimum: Decimal
    maximum: Decimal
    left_today: Decimal
    refusal: Refusal | None


def quote_withdrawal(
    session: Session,
    *,
    player: User,
    amount: Decimal,
    now: datetime,
    session_id: int | None = None,
) -> Quote:
    """Return what would become of withdrawing `amount` KES, and whether it may be now.

    `session_id` is the sign-in that asks; None for a request by SMS.
    """
    setting = get_settings().withdrawal
    profile = tax_periods.profile_at(session, moment=now)
    share = share_withdrawal(amount, fee=setting.fee, profile=profile)
    minimum = least_amount(setting.minimum, fee=setting.fee, profile=profile)
    maximum = most_amount(setting.maximum, fee=setting.fee, profile=profile)
    left = max(setting.daily - _withdrawn_today(session, user_id=player.id, now=now), _NOTHING)
    refusal = (
        _paused(session, SwitchName.WITHDRAWALS)
        or _cooling_off(player, now=now)
        or _on_new_device(session, session_id=session_id, now=now)
        or _in_debt(session, user_id=player.id)
        or _outside(share.net, setting.minimum, setting.maximum, shown=(minimum, maximum))
        or _over_the_day(amount, left, verb="withdraw")
        or _too_little(session, user_id=player.id, amount=amount)
        or payout_holds.refusal(session, user_id=player.id, amount=amount, now=now)
        or identity_limits.refusal(session, user_id=player.id, what="payouts", amount=amount)
    )
    parts = Parts(amount, share.fee, share.tax, share.net, share.change, profile)
    return Quote(parts, minimum, maximum, left, refusal)


def quote_deposit(session: Session, *, player: User, amount: Decimal, now: datetime) -> Quote:
    """Return what of a deposit of `amount` KES would be credited, and whether it is allowed."""
    setting = get_settings().deposit
    profile = tax_periods.profile_at(session, moment=now)
    share = share_deposit(amount, profile=profile)
    left = max(setting.daily - _deposited_today(session, user_id=player.id, now=now), _NOTHING)
    bounds = (setting.minimum, setting.maximum)
    refusal = (
        play_refusal(player.role)
        or _paused(session, SwitchName.DEPOSITS)
        or self_exclusion.refusal(session, user_id=player.id, now=now)
        or identity_limits.age_refusal(session, user_id=player.id)
        or _with_cents(amount)
        or _beyond_own_limit(session, user_id=player.id, amount=amount, now=now)
        or identity_limits.refusal(session, user_id=player.id, what="deposits", amount=amount)
        or _outside(amount, *bounds, shown=bounds, verb="deposit")
        or _over_the_day(amount, left, verb="deposit")
        or _too_full(session, user_id=player.id, net=share.net)
    )
    parts = Parts(amount, _NOTHING, share.tax, share.net, _NOTHING, profile)
    return Quote(parts, *bounds, left, refusal)


def check_withdrawal(
    session: Session,
    *,
    player: User,
    amount: Decimal,
    now: datetime,
    session_id: int | None = None,
) -> Parts:
    """Return the parts of a withdrawal that may be made now; raises the Refusal of its quote."""
    return _parts_or_refusal(
        quote_withdrawal(session, player=player, amount=amount, now=now, session_id=session_id)
    )


def check_deposit(session: Session, *, player: User, amount: Decimal, now: datetime) -> Parts:
    """Return the parts of a deposit that may be made now; raises the Refusal of its quote."""
    return _parts_or_refusal(quote_deposit(session, player=player, amount=amount, now=now))


def refuse_cooling_off(player: User, *, now: datetime) -> None:
    """Raise NotAllowed for a while after the password or the number was changed."""
    refusal = _cooling_off(player, now=now)
    if refusal is not None:
        raise refusal


def _parts_or_refusal(quote: Quote) -> Parts:
    if quote.refusal is not None:
        raise quote.refusal
    return quote.parts


def _paused(session: Session, name: SwitchName) -> Refusal | None:
    if switches.is_on(session, name=name):
        return None
    if name is SwitchName.DEPOSITS:
        return Conflict(
            ProblemCode.DEPOSITS_PAUSED,
            "Deposits are paused for a while. Your money is safe; try again later.",
        )
    return Conflict(
        ProblemCode.WITHDRAWALS_PAUSED,
        "Withdrawals are paused for a while. Your money is safe; try again later.",
    )


def _cooling_off(player: User, *, now: datetime) -> Refusal | None:
    until = player.payouts_after
    if until is None or until <= now:
        return None
    at = until.astimezone(NAIROBI)
    return NotAllowed(
        ProblemCode.WITHDRAWAL_COOLING_OFF,
        "Your password, your number or its SIM card was changed. For your safety, withdrawals open"
        f" again on {at:%d %B} at {at:%H:%M}.",
        until=until.isoformat(),
    )


def _on_new_device(session: Session, *, session_id: int | None, now: datetime) -> Refusal | None:
    until = payout_holds.device_held_until(session, session_id=session_id, now=now)
    if until is None:
        return None
    at = until.astimezone(NAIROBI)
    return NotAllowed(
        ProblemCode.WITHDRAWAL_NEW_DEVICE,
        "This device is new to your account. Withdraw from one that you have used before, or from"
        f" here after {at:%d %B} at {at:%H:%M}.",
        until=until.isoformat(),
    )


def _in_debt(session: Session, *, user_id: int) -> Refusal | None:
    """Refuse who spent what M-Pesa or an appeal took back later (daraja.md §8, 30)."""
    if not posting.is_in_debt(session, user_id=user_id):
        return None
    owed = posting.balances(session, user_id=user_id).owed
    return Conflict(
        ProblemCode.MONEY_OWED,
        f"Money that you had spent was reversed, so you owe KES {owed:,.2f}."
        " Your next deposit pays that first; then you can withdraw again.",
        owed=str(owed),
    )


def _with_cents(amount: Decimal) -> Refusal | None:
    if is_whole_shillings(amount):
        return None
    return Invalid(
        ProblemCode.AMOUNT_NOT_ALLOWED, "M-Pesa takes whole shillings only, without cents."
    )


def _outside(
    amount: Decimal,
    minimum: Decimal,
    maximum: Decimal,
    *,
    shown: tuple[Decimal, Decimal],
    verb: str = "withdraw",
) -> Refusal | None:
    if minimum <= amount <= maximum:
        return None
    return Invalid(
        ProblemCode.AMOUNT_NOT_ALLOWED,
        f"You can {verb} from KES {shown[0]:,.0f} to KES {shown[1]:,.0f} at once.",
    )


def _over_the_day(amount: Decimal, left: Decimal, *, verb: str) -> Refusal | None:
    if amount <= left:
        return None
    return Conflict(
        ProblemCode.DAILY_LIMIT_REACHED,
        f"You can {verb} KES {left:,.0f} more today. The day ends at midnight in Nairobi.",
        left_today=str(left),
    )


def _beyond_own_limit(
    session: Session, *, user_id: int, amount: Decimal, now: datetime
) -> Refusal | None:
    kinds = frozenset({LimitKind.DEPOSIT})
    return limits.refusal(session, user_id=user_id, kinds=kinds, amount=amount, now=now)


def _too_little(session: Session, *, user_id: int, amount: Decimal) -> Refusal | None:
    enough = posting.balances(session, user_id=user_id).available >= amount
    return None if enough else InsufficientBalance()


def _too_full(session: Session, *, user_id: int, net: Decimal) -> Refusal | None:
    most = get_settings().deposit.wallet_maximum
    if posting.balances(session, user_id=user_id).available + net <= most:
        return None
    return Conflict(
        ProblemCode.WALLET_FULL,
        f"A wallet holds at most KES {most:,.0f}. Withdraw or play first, or deposit less.",
    )


def _withdrawn_today(session: Session, *, user_id: int, now: datetime) -> Decimal:
    counts = (
        Withdrawal.user_id == user_id,
        Withdrawal.state != WithdrawalState.RELEASED,
        Withdrawal.created_at >= _midnight(now),
    )
    return _sum(session, func.sum(Withdrawal.amount), counts)


def _deposited_today(session: Session, *, user_id: int, now: datetime) -> Decimal:
    counts = (
        Deposit.user_id == user_id,
        Deposit.state.not_in((DepositState.FAILED, DepositState.EXPIRED)),
        Deposit.created_at >= _midnight(now),
    )
    return _sum(session, func.sum(Deposit.amount), counts)


def _sum(
    session: Session, total: ColumnElement[Decimal], counts: tuple[ColumnElement[bool], ...]
) -> Decimal:
    return session.execute(select(total).where(*counts)).scalar() or _NOTHING


def _midnight(now: datetime) -> datetime:
    """Return when the day in Nairobi began, which has no summer time (scenario 65)."""
    return datetime.combine(now.astimezone(NAIROBI).date(), time(), tzinfo=NAIROBI)
