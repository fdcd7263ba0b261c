"""One step of a refund: its state, its deadline, its event and the word to the player."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.states import RefundState, step
from app.models.payment_event import PaymentEvent
from app.models.refund import Refund

REMIND_EVERY = timedelta(hours=1)
FINAL = frozenset({RefundState.DONE, RefundState.RELEASED})
Facts = dict[str, str | int | None]


def locked(session: Session, *, refund_id: int) -> Refund:
    """Return a refund that nobody else can change until this transaction ends."""
    return session.execute(
        select(Refund).where(Refund.id == refund_id).with_for_update()
    ).scalar_one()


def is_open(session: Session, *, receipt: str) -> bool:
    """Say whether the payment with this receipt is on its way back."""
    found = session.execute(
        select(Refund.id).where(Refund.original_receipt == receipt, Refund.state.not_in(FINAL))
    )
    return found.first() is not None


def next_look(refund: Refund, *, now: datetime) -> datetime:
    """Return when to look again at a refund that M-Pesa may have: ever more slowly."""
    pause = timedelta(seconds=get_settings().refund.question_seconds)
    age = (now - refund.sent_at) / 2 if refund.sent_at else pause
    return now + min(max(pause, age), 5 * pause)


def move(
    session: Session,
    refund: Refund,
    to: RefundState,
    *,
    source: str,
    now: datetime,
    due_at: datetime | None = None,
    facts: Facts | None = None,
) -> None:
    """Take `refund` to another state and write down why; `due_at` unless that is its end."""
    refund.state = step(RefundState(refund.state), to)
    refund.due_at = None if to in FINAL else due_at
    refund.completed_at = now if to in FINAL else None
    note(session, refund, source=source, facts=facts)
    if to in FINAL:
        tell(session, refund)


def note(session: Session, refund: Refund, *, source: str, facts: Facts | None = None) -> None:
    """Write down what was learned about a refund, for people who audit."""
    known = {name: value for name, value in (facts or {}).items() if value is not None}
    session.add(
        PaymentEvent(
            subject="refund",
            subject_id=refund.id,
            state=refund.state,
            source=source[:60],
            evidence=known,
        )
    )
    session.flush()


def tell(session: Session, refund: Refund) -> None:
    """Tell the player that the wallet is not what it was."""
    if refund.user_id is not None:
        broadcast(session, [refund.user_id], kind="wallet.changed", topic="wallet", data={})
