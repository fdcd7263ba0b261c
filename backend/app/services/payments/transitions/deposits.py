"""One step of a deposit: its state, its deadline, its event and the word to the player."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.payments.deposits.schedule import Clocks, next_query
from app.domain.payments.mpesa.results import Failure
from app.domain.states import DEPOSIT_STATUS, DepositState, step
from app.models.deposit import Deposit, DepositEvent
from app.services.platform import alerts as alarms

_ON_THE_PHONE = frozenset(
    {DepositState.CREATED, DepositState.SENDING, DepositState.PROMPTED, DepositState.UNKNOWN}
)
Facts = dict[str, str | int | None]


def clocks() -> Clocks:
    """Return the deadlines of deposits as the settings have them."""
    setting = get_settings().deposit
    return Clocks(
        prompt=setting.prompt_seconds,
        query_every=setting.query_every_seconds,
        give_up=setting.give_up_seconds,
    )


def locked(session: Session, *, deposit_id: int) -> Deposit:
    """Return a deposit that nobody else can change until this transaction ends."""
    return session.execute(
        select(Deposit).where(Deposit.id == deposit_id).with_for_update()
    ).scalar_one()


def when_unknown(deposit: Deposit, *, now: datetime) -> datetime:
    """Return when to look again at a deposit of which nobody knows whether it was sent."""
    if deposit.checkout_request_id is not None:
        return next_query(now, created_at=deposit.created_at, clocks=clocks())
    # Without M-Pesa's id there is nothing to ask about: only a callback can tell.
    return deposit.created_at + timedelta(seconds=clocks().give_up)


def move(
    session: Session,
    deposit: Deposit,
    to: DepositState,
    *,
    source: str,
    now: datetime,
    due_at: datetime | None = None,
    failure: Failure | None = None,
    facts: Facts | None = None,
) -> None:
    """Take `deposit` to another state, write down why, and tell the player.

    `due_at` is when a sweep looks at it again: needed for each state that waits.
    """
    deposit.state = step(DepositState(deposit.state), to)
    deposit.due_at = due_at
    deposit.failure = failure
    deposit.holds_phone = deposit.holds_phone and to in _ON_THE_PHONE
    if to is not DepositState.REVERSED:
        deposit.completed_at = now if to is DepositState.CREDITED else None
    note(session, deposit, source=source, facts=facts)
    tell(session, deposit)


def note(session: Session, deposit: Deposit, *, source: str, facts: Facts | None = None) -> None:
    """Write down what was learned about a deposit, for people who audit."""
    evidence = {name: value for name, value in (facts or {}).items() if value is not None}
    session.add(
        DepositEvent(deposit_id=deposit.id, state=deposit.state, source=source, evidence=evidence)
    )
    session.flush()


def call_people(session: Session, deposit: Deposit, *, doubt: str | None, now: datetime) -> None:
    """Raise the alarm that two people have to decide."""
    subject = f"deposit:{deposit.id}"
    alarms.ring(session, kind="deposit_review", subject=subject, now=now, doubt=doubt)


def tell(session: Session, deposit: Deposit) -> None:
    """Tell the player that the deposit, and perhaps the wallet, is not what it was."""
    if deposit.state == DepositState.CREDITED:
        tell_credited(session, deposit_id=deposit.id, user_id=deposit.user_id)
    else:
        _tell(session, deposit.id, deposit.user_id, DepositState(deposit.state))


def tell_credited(session: Session, *, deposit_id: int, user_id: int) -> None:
    """Tell a player that a deposit of his is in his wallet."""
    _tell(session, deposit_id, user_id, DepositState.CREDITED)
    broadcast(session, [user_id], kind="wallet.changed", topic="wallet", data={})


def _tell(session: Session, deposit_id: int, user_id: int, state: DepositState) -> None:
    broadcast(
        session,
        [user_id],
        kind="deposit.changed",
        topic=f"deposit:{deposit_id}",
        data={"deposit_id": deposit_id, "status": DEPOSIT_STATUS[state].value},
    )
