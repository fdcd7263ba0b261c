"""Deposits for their players: request one, and read what became of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import callback_token, fingerprint, new_reference
from app.core.settings import get_settings
from app.domain.errors import Conflict, NotFound
from app.domain.payments.mpesa.results import REFERENCE_LENGTH
from app.domain.payments.states import DepositState
from app.domain.problems import ProblemCode
from app.models.deposit import Deposit
from app.models.user import User
from app.services.auth import consents
from app.services.payments import pace, quotes
from app.services.payments.transitions import record_event


def request(session: Session, *, player: User, amount: Decimal, now: datetime) -> Deposit:
    """Create a deposit of `amount` (whole KES) from the player's phone, and have M-Pesa called.

    Raises a Refusal for an amount that cannot be deposited now, and Conflict while an earlier
    prompt may still be open on the phone.
    """
    # One request of a player at a time, so that two at once cannot both find room in the day.
    session.execute(select(User.id).where(User.id == player.id).with_for_update(key_share=True))
    consents.require_terms(session, user_id=player.id)
    pace.refuse_haste(session, pace.Movement.DEPOSIT, user_id=player.id, now=now)
    parts = quotes.check_deposit(session, player=player, amount=amount, now=now)
    _refuse_second_prompt(session, phone=player.phone)
    reference = new_reference("D", length=REFERENCE_LENGTH)
    deposit = session.scalars(
        insert(Deposit)
        .values(
            user_id=player.id,
            phone=player.phone,
            amount=amount,
            tax=parts.tax,
            tax_profile=parts.profile,
            state=DepositState.CREATED,
            account_reference=reference,
            token_sha256=fingerprint(callback_token(reference)),
            created_at=now,
            due_at=now + timedelta(seconds=get_settings().deposit.retry_seconds),
        )
        # Without a conflict there is no error, whose text would put the phone into a log.
        .on_conflict_do_nothing(index_elements=[Deposit.phone], index_where=text("holds_phone"))
        .returning(Deposit)
    ).one_or_none()
    if deposit is None:
        raise _still_open(None)
    record_event(session, deposit, source="player")
    enqueue(session, Job.SEND_STK_PUSH, deposit_id=deposit.id)
    return deposit


def get(session: Session, *, user_id: int, deposit_id: int) -> Deposit:
    """Return one of the player's deposits; raises NotFound, also for another player's."""
    deposit = session.get(Deposit, deposit_id)
    if deposit is None or deposit.user_id != user_id:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such deposit.")
    return deposit


def list_newest(session: Session, *, user_id: int, limit: int) -> list[Deposit]:
    """Return the player's last `limit` deposits, newest first."""
    return list(
        session.scalars(
            select(Deposit)
            .where(Deposit.user_id == user_id)
            .order_by(Deposit.id.desc())
            .limit(limit)
        )
    )


def _refuse_second_prompt(session: Session, *, phone: str) -> None:
    earlier = session.execute(
        select(Deposit.id).where(Deposit.phone == phone, Deposit.holds_phone)
    ).scalar()
    if earlier is not None:
        raise _still_open(earlier)


def _still_open(deposit_id: int | None) -> Conflict:
    facts: dict[str, Any] = {} if deposit_id is None else {"deposit_id": deposit_id}
    return Conflict(
        ProblemCode.DEPOSIT_STILL_OPEN,
        "An M-Pesa prompt may still be open on your phone. Finish or cancel it first.",
        **facts,
    )
