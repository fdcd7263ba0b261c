"""One step of a withdrawal: its state, its deadline, its event and the word to the player."""

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.withdrawals.rules import Doubt
from app.domain.payments.withdrawals.schedule import Clocks, next_question
from app.domain.states import WITHDRAWAL_STATUS, WithdrawalState, step
from app.models.payment_event import PaymentEvent
from app.models.withdrawal import Withdrawal
from app.services.payments import inquiries as questions
from app.services.payments import postings as payment_postings
from app.services.payments.inquiries import About, Subject
from app.services.platform import alerts as alarms

_FINAL = frozenset({WithdrawalState.PAID, WithdrawalState.RELEASED})
Facts = dict[str, str | int | None]


def clocks() -> Clocks:
    """Return the deadlines of withdrawals as the settings have them."""
    setting = get_settings().withdrawal
    return Clocks(
        first_question=setting.first_question_seconds,
        question=setting.question_seconds,
        give_up=setting.give_up_seconds,
    )


def locked(session: Session, *, withdrawal_id: int) -> Withdrawal:
    """Return a withdrawal that nobody else can change until this transaction ends."""
    return session.execute(
        select(Withdrawal).where(Withdrawal.id == withdrawal_id).with_for_update()
    ).scalar_one()


def next_look(withdrawal: Withdrawal, *, now: datetime) -> datetime:
    """Return when to ask M-Pesa about this withdrawal, after as many questions as it had."""
    chance = random.random()  # noqa: S311  # spreads a crowd, guards nothing
    return now + next_question(withdrawal.questions, clocks=clocks(), chance=chance)


def move(
    session: Session,
    withdrawal: Withdrawal,
    to: WithdrawalState,
    *,
    source: str,
    now: datetime,
    due_at: datetime | None = None,
    failure: PayoutFailure | None = None,
    facts: Facts | None = None,
) -> None:
    """Take `withdrawal` to another state, write down why, and tell the player.

    `due_at` is when a sweep looks at it again: needed for each state that waits.
    """
    withdrawal.state = step(WithdrawalState(withdrawal.state), to)
    withdrawal.due_at = due_at
    withdrawal.failure = failure
    withdrawal.completed_at = now if to in _FINAL else None
    note(session, withdrawal, source=source, facts=facts)
    tell(session, withdrawal)


def ask(session: Session, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Have M-Pesa asked about a withdrawal, unless it is being asked; look again after a pause."""
    is_new = questions.ask(
        session,
        about=_about(withdrawal),
        originator_conversation_id=withdrawal.originator_conversation_id,
        now=now,
    )
    if withdrawal.state not in _FINAL:
        withdrawal.due_at = next_look(withdrawal, now=now)
    withdrawal.questions += int(is_new)
    session.flush()


def release(
    session: Session,
    withdrawal: Withdrawal,
    *,
    failure: PayoutFailure,
    source: str,
    actor: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Give the money back: it was never sent, or proven not to have left."""
    payment_postings.release_withdrawal(session, withdrawal, actor=actor)
    questions.close(session, about=_about(withdrawal))
    withdrawal.doubt = None
    move(
        session,
        withdrawal,
        WithdrawalState.RELEASED,
        source=source,
        now=now,
        failure=failure,
        facts=facts,
    )


def pay(
    session: Session,
    withdrawal: Withdrawal,
    *,
    receipt: str,
    source: str,
    actor: str,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Book that M-Pesa has paid, for good, also where we had given the money back before."""
    if withdrawal.state == WithdrawalState.HELD:
        # M-Pesa said that it knew nothing of it, or that it took nothing, and yet it did.
        due_at = next_look(withdrawal, now=now)
        move(session, withdrawal, WithdrawalState.SENDING, source=source, now=now, due_at=due_at)
    if withdrawal.state == WithdrawalState.RELEASED:
        debt = payment_postings.pay_released_withdrawal(
            session, withdrawal, receipt=receipt, actor=actor
        )
        alarms.ring(
            session,
            kind="paid_after_release",
            subject=f"withdrawal:{withdrawal.id}",
            now=now,
            receipt=receipt,
            owed=debt,
        )
    else:
        payment_postings.pay_withdrawal(session, withdrawal, receipt=receipt, actor=actor)
    questions.close(session, about=_about(withdrawal))
    withdrawal.mpesa_reference = receipt
    withdrawal.doubt = None
    move(session, withdrawal, WithdrawalState.PAID, source=source, now=now, facts=facts)


def hand_over(
    session: Session,
    withdrawal: Withdrawal,
    doubt: Doubt,
    *,
    source: str,
    now: datetime,
    due_at: datetime,
    facts: Facts | None = None,
) -> None:
    """Let two people decide: the money stays set aside, and an alarm says so."""
    withdrawal.doubt = doubt
    subject = f"withdrawal:{withdrawal.id}"
    alarms.ring(session, kind="withdrawal_review", subject=subject, now=now, doubt=doubt.value)
    if withdrawal.state == WithdrawalState.REVIEW:
        withdrawal.due_at = due_at
        note(session, withdrawal, source=source, facts=facts)
        return
    move(
        session,
        withdrawal,
        WithdrawalState.REVIEW,
        source=source,
        now=now,
        due_at=due_at,
        facts=facts,
    )


def note(
    session: Session, withdrawal: Withdrawal, *, source: str, facts: Facts | None = None
) -> None:
    """Write down what was learned about a withdrawal, for people who audit."""
    known = {name: value for name, value in (facts or {}).items() if value is not None}
    session.add(
        PaymentEvent(
            subject=Subject.WITHDRAWAL,
            subject_id=withdrawal.id,
            state=withdrawal.state,
            source=source,
            evidence=known,
        )
    )
    session.flush()


def tell(session: Session, withdrawal: Withdrawal) -> None:
    """Tell the player that the withdrawal, and perhaps the wallet, is not what it was."""
    state = WithdrawalState(withdrawal.state)
    broadcast(
        session,
        [withdrawal.user_id],
        kind="withdrawal.changed",
        topic=f"withdrawal:{withdrawal.id}",
        data={"withdrawal_id": withdrawal.id, "status": WITHDRAWAL_STATUS[state].value},
    )
    if state is WithdrawalState.AWAITING_CODE or state in _FINAL:
        broadcast(session, [withdrawal.user_id], kind="wallet.changed", topic="wallet", data={})


def _about(withdrawal: Withdrawal) -> About:
    return About(Subject.WITHDRAWAL, withdrawal.id)
