"""When sweeps look at payments again, by the rules of `domain/payments` and the settings."""

import random
from datetime import datetime, timedelta

from app.core.settings import get_settings
from app.domain.payments import schedule
from app.domain.payments.deposits.schedule import DepositSchedule, next_query
from app.domain.payments.withdrawals.schedule import WithdrawalSchedule, pause_after
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.models.withdrawal import Withdrawal


def deposit_schedule() -> DepositSchedule:
    """Return the deadlines of deposits as the settings have them."""
    setting = get_settings().deposit
    return DepositSchedule(
        exclusion=setting.exclusion_seconds,
        query_every=setting.query_every_seconds,
        give_up=setting.give_up_seconds,
    )


def withdrawal_schedule() -> WithdrawalSchedule:
    """Return the deadlines of withdrawals as the settings have them."""
    setting = get_settings().withdrawal
    return WithdrawalSchedule(
        first_question=setting.first_question_seconds,
        question=setting.question_seconds,
        give_up=setting.give_up_seconds,
    )


def of_unknown_deposit(deposit: Deposit, *, now: datetime) -> datetime:
    """Return when to look again at a deposit whose prompt may or may not have been sent."""
    terms = deposit_schedule()
    if deposit.checkout_request_id is not None:
        return next_query(now, created_at=deposit.created_at, schedule=terms)
    # Without M-Pesa's id there is nothing to query: only a callback can bring evidence.
    return deposit.created_at + timedelta(seconds=terms.give_up)


def of_withdrawal(withdrawal: Withdrawal, *, now: datetime) -> datetime:
    """Return when to inquire about a withdrawal again, after as many inquiries as it had."""
    chance = random.random()  # noqa: S311  # spreads load, guards nothing
    return now + pause_after(withdrawal.questions, schedule=withdrawal_schedule(), chance=chance)


def of_paybill(payment: PaybillPayment, *, now: datetime) -> datetime:
    """Return when to inquire about a payment to our paybill again."""
    pause = timedelta(seconds=get_settings().paybill.question_seconds)
    return now + schedule.next_inquiry(pause=pause, age=now - payment.created_at)


def of_refund(refund: Refund, *, now: datetime) -> datetime:
    """Return when to inquire about a refund that M-Pesa may have taken again."""
    pause = timedelta(seconds=get_settings().refund.question_seconds)
    return now + schedule.next_inquiry(pause=pause, age=now - (refund.sent_at or now))
