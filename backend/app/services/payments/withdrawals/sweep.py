"""Sweeps withdrawals whose deadline has passed: none is forgotten, and no timer gives money back.

Only one that its player never confirmed is released by time, since it was never sent.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import WithdrawalState
from app.domain.payments.withdrawals.schedule import SweepAction, next_action
from app.models.withdrawal import Withdrawal
from app.services.payments import deadlines, due_rows
from app.services.payments.transitions import transition_to
from app.services.payments.withdrawals import outcomes
from app.services.platform import alerts, switches
from app.services.platform.switches import SwitchName

# Twenty payouts and twenty inquiries a second at most (sweeps of three seconds).
ROUND = 60
_SOURCE = "sweep"
_TO_SEND = (WithdrawalState.HELD,)
_WAITING = (
    WithdrawalState.AWAITING_CODE,
    WithdrawalState.SENDING,
    WithdrawalState.SENT,
    WithdrawalState.UNKNOWN,
    WithdrawalState.REVIEW,
)
# An answer of M-Pesa may still remove these reasons.
_REMOVABLE = frozenset({None, ReviewReason.UNKNOWN_CODE, ReviewReason.NO_VERDICT})


def find_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` withdrawals, not to be sent, whose deadline has passed."""
    return due_rows.find(session, Withdrawal, states=_WAITING, now=now, rows=rows)


def advance(session: Session, withdrawal_id: int, *, now: datetime) -> None:
    """Do what is due for one withdrawal; nothing if it is no longer due."""
    withdrawal = due_rows.lock(session, Withdrawal, withdrawal_id, states=_WAITING, now=now)
    if withdrawal is not None:
        _apply(session, withdrawal, now=now)


def find_unsent(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` confirmed withdrawals to be sent now.

    None while payouts are paused: all of them stay due, and go out as soon as payouts are on
    again.
    """
    if not switches.is_on(session, name=SwitchName.WITHDRAWALS):
        return []
    return due_rows.find(session, Withdrawal, states=_TO_SEND, now=now, rows=rows)


def send(session: Session, withdrawal_id: int, *, now: datetime) -> None:
    """Have one confirmed withdrawal sent by a worker; nothing if it is no longer due."""
    withdrawal = due_rows.lock(session, Withdrawal, withdrawal_id, states=_TO_SEND, now=now)
    if withdrawal is not None:
        enqueue(session, Job.SEND_PAYOUT, withdrawal_id=withdrawal.id)
        withdrawal.due_at = now + timedelta(seconds=2 * get_settings().withdrawal.retry_seconds)


def postpone(session: Session, withdrawal_id: int, *, until: datetime) -> None:
    """Move the deadline of one withdrawal to `until`."""
    due_rows.postpone(session, Withdrawal, withdrawal_id, until=until)


def _apply(session: Session, withdrawal: Withdrawal, *, now: datetime) -> None:
    action = next_action(
        WithdrawalState(withdrawal.state),
        since_call=now - (withdrawal.sent_at or now),
        needs_people=withdrawal.review_reason not in _REMOVABLE,
        schedule=deadlines.withdrawal_schedule(),
    )
    match action:
        case SweepAction.RETURN:
            outcomes.release(
                session,
                withdrawal,
                failure=PayoutFailure.CODE_NOT_TYPED,
                source=_SOURCE,
                actor="system:sweep",
                now=now,
            )
        case SweepAction.CALL_LOST:
            state = WithdrawalState.UNKNOWN
            transition_to(session, withdrawal, state, source=_SOURCE, now=now, due_at=now)
            outcomes.inquire(session, withdrawal, now=now)
        case SweepAction.ASK:
            outcomes.inquire(session, withdrawal, now=now)
        case SweepAction.HAND_OVER:
            reason, due_at = ReviewReason.NO_VERDICT, now + REMIND_EVERY
            outcomes.open_review(
                session, withdrawal, reason, source=_SOURCE, now=now, due_at=due_at
            )
        case SweepAction.REMIND:
            subject = f"withdrawal:{withdrawal.id}"
            alerts.raise_alert(
                session,
                kind="withdrawal_review",
                subject=subject,
                now=now,
                doubt=withdrawal.review_reason,
            )
            withdrawal.due_at = now + REMIND_EVERY
        case SweepAction.SEND:
            raise AssertionError("`send` does that")
