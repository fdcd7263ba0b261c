"""Sweeps deposits whose deadline has passed: whatever crashed, none that waits is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.deposits.schedule import SweepAction, next_action, next_query
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.payments import deadlines, due_rows
from app.services.payments.deposits.evidence import alert_people
from app.services.payments.transitions import lock, transition_to

# Twenty inquiries a second at most (sweeps of three seconds): Daraja arrests spikes.
ROUND = 60
_SOURCE = "sweep"
_ENDS = {
    SweepAction.GIVE_UP_SENDING: (DepositState.FAILED, Failure.PROMPT_NOT_SENT),
    SweepAction.EXPIRE: (DepositState.EXPIRED, Failure.NO_ANSWER),
}
_WAITING = (
    DepositState.CREATED,
    DepositState.SENDING,
    DepositState.PROMPTED,
    DepositState.UNKNOWN,
    DepositState.REVIEW,
)


def find_overdue(session: Session, *, now: datetime, rows: int = ROUND) -> list[int]:
    """Return the ids of up to `rows` deposits whose deadline has passed."""
    return due_rows.find(session, Deposit, states=_WAITING, now=now, rows=rows)


def advance(session: Session, deposit_id: int, *, now: datetime) -> None:
    """Do what is due for one deposit; nothing if it is no longer due."""
    deposit = due_rows.lock(session, Deposit, deposit_id, states=_WAITING, now=now)
    if deposit is not None:
        _apply(session, deposit, now=now)


def postpone(session: Session, deposit_id: int, *, until: datetime) -> None:
    """Move the deadline of one deposit to `until`."""
    due_rows.postpone(session, Deposit, deposit_id, until=until)


def release_phones(session: Session, *, now: datetime) -> None:
    """Release the phones whose last prompt cannot be on them any more."""
    gone = now - timedelta(seconds=get_settings().deposit.exclusion_seconds)
    session.execute(
        update(Deposit)
        .where(
            Deposit.holds_phone,
            Deposit.state.in_((DepositState.PROMPTED, DepositState.UNKNOWN)),
            Deposit.prompted_at <= gone,
        )
        .values(holds_phone=False)
    )


def claim_query(session: Session, *, deposit_id: int) -> str | None:
    """Return M-Pesa's id to query, and count the query; None when there is no id."""
    deposit = lock(session, Deposit, deposit_id)
    if deposit.checkout_request_id is None:
        return None
    deposit.queries += 1
    return deposit.checkout_request_id


def _apply(session: Session, deposit: Deposit, *, now: datetime) -> None:
    schedule = deadlines.deposit_schedule()
    action = next_action(
        DepositState(deposit.state),
        age=now - deposit.created_at,
        can_query=deposit.checkout_request_id is not None,
        awaits_proof=deposit.needs_query,
        schedule=schedule,
    )
    match action:
        case SweepAction.SEND:
            enqueue(session, Job.SEND_STK_PUSH, deposit_id=deposit.id)
            deposit.due_at = now + timedelta(seconds=2 * get_settings().deposit.retry_seconds)
        case SweepAction.GIVE_UP_SENDING | SweepAction.EXPIRE:
            state, failure = _ENDS[action]
            _move(session, deposit, state, now=now, failure=failure)
        case SweepAction.CALL_LOST:
            due_at = deadlines.of_unknown_deposit(deposit, now=now)
            _move(session, deposit, DepositState.UNKNOWN, now=now, due_at=due_at)
        case SweepAction.QUERY:
            enqueue(session, Job.QUERY_DEPOSIT, deposit_id=deposit.id)
            deposit.due_at = next_query(now, created_at=deposit.created_at, schedule=schedule)
        case SweepAction.WAIT:
            deposit.due_at = deadlines.of_unknown_deposit(deposit, now=now)
        case SweepAction.HAND_OVER:
            deposit.review_reason = ReviewReason.UNCONFIRMED
            alert_people(session, deposit, now=now)
            due_at = now + REMIND_EVERY
            _move(session, deposit, DepositState.REVIEW, now=now, due_at=due_at)
        case SweepAction.REMIND:
            alert_people(session, deposit, now=now)
            deposit.due_at = now + REMIND_EVERY


def _move(
    session: Session,
    deposit: Deposit,
    to: DepositState,
    *,
    now: datetime,
    due_at: datetime | None = None,
    failure: Failure | None = None,
) -> None:
    transition_to(session, deposit, to, source=_SOURCE, now=now, due_at=due_at, failure=failure)
