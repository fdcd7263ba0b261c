"""Withdrawals for their players: request, confirm by SMS or passkey, cancel, read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.passkeys import ToSign
from app.core.security import callback_token, fingerprint, new_reference
from app.core.settings import get_settings
from app.domain.auth.passkeys import Ceremony, Site, payout_subject
from app.domain.auth.purposes import Purpose
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.domain.problems import ProblemCode
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.auth import otp
from app.services.auth.passkeys import own, signatures
from app.services.ledger import posting
from app.services.payments import pace, payout_holds, postings, quotes
from app.services.payments.transitions import notify_player, record_event, transition_to
from app.services.payments.withdrawals import outcomes

_SOURCE = "player"
_REFERENCE_LENGTH = 19


def request(
    session: Session,
    *,
    player: User,
    amount: Decimal,
    now: datetime,
    by_passkey: bool = False,
    session_id: int | None = None,
) -> Withdrawal:
    """Set `amount` (KES) aside and send the code that confirms its way to the player's own number.

    Who confirms it `by_passkey` gets no code, unless they ask for one (`resend_code`).

    A request before it that still waits for its code is cancelled: there is one at a time.
    `session_id` is the sign-in that asks, None for an SMS from the player's number. Raises a
    Refusal if it is not allowed, InsufficientBalance among them.
    """
    if by_passkey and not own.has_any(session, person=player):
        raise NotAllowed(ProblemCode.NO_PASSKEY, "You have no passkey yet.")
    # One request of a player at a time, so that two at once cannot both find room in the day.
    session.execute(select(User.id).where(User.id == player.id).with_for_update(key_share=True))
    pace.refuse_haste(session, pace.Movement.PAYOUT, user_id=player.id, now=now)
    _cancel_unconfirmed(session, player=player, now=now)
    # What may leave depends on what a match gave and holds: neither changes from here on.
    posting.lock_player_money(session, user_id=player.id)
    parts = quotes.check_withdrawal(
        session, player=player, amount=amount, now=now, session_id=session_id
    )
    reference = new_reference("W", length=_REFERENCE_LENGTH)
    withdrawal = Withdrawal(
        user_id=player.id,
        phone=player.phone,
        session_id=session_id,
        amount=parts.amount,
        fee=parts.fee,
        tax=parts.tax,
        net=parts.net,
        change=parts.change,
        tax_profile=parts.profile,
        state=WithdrawalState.AWAITING_CODE,
        originator_conversation_id=reference,
        token_sha256=fingerprint(callback_token(reference)),
        created_at=now,
        due_at=now + timedelta(seconds=get_settings().withdrawal.code_seconds),
    )
    session.add(withdrawal)
    session.flush()
    postings.hold_withdrawal(session, withdrawal)
    if not by_passkey:
        _send_code(session, player=player, withdrawal=withdrawal, now=now)
    record_event(session, withdrawal, source=_SOURCE)
    notify_player(session, withdrawal)
    return withdrawal


def ask_for_signature(
    session: Session, *, player: User, withdrawal_id: int, session_id: int, now: datetime
) -> ToSign:
    """Return the options by which a passkey signs this withdrawal, its amount and its number.

    Raises Conflict when there is nothing to confirm, NotAllowed without a passkey.
    """
    withdrawal = _of(session, player=player, withdrawal_id=withdrawal_id)
    if withdrawal.state != WithdrawalState.AWAITING_CODE:
        raise _moved_on("This withdrawal has ended. Start a new one.")
    return signatures.ask(
        session,
        site=Site.PLAYERS,
        ceremony=Ceremony.PAYOUT,
        person_id=player.id,
        session_id=session_id,
        subject=_signed(withdrawal),
        now=now,
    )


@dataclass(frozen=True)
class Proof:
    """What confirms a withdrawal: the digits of its SMS, or what a passkey signed."""

    digits: str | None
    credential: dict[str, Any] | None
    session_id: int


def confirm(
    session: Session, *, player: User, withdrawal_id: int, proof: Proof, now: datetime
) -> Withdrawal:
    """Confirm amount and number by a proof, and enqueue the payout.

    Raises a Refusal when there is nothing to confirm, or the proof is wrong; wrong digits are
    counted, and a signature's challenge is used up.
    """
    withdrawal = _of(session, player=player, withdrawal_id=withdrawal_id)
    if withdrawal.confirmed_at is not None and withdrawal.state != WithdrawalState.RELEASED:
        return withdrawal  # asked again, because our answer was lost
    if withdrawal.state != WithdrawalState.AWAITING_CODE:
        raise _moved_on("This withdrawal has ended. Start a new one.")
    quotes.refuse_cooling_off(player, now=now)
    payout_holds.refuse_frozen(session, user_id=player.id, now=now)
    _check(session, player, withdrawal, proof, now=now)
    withdrawal.confirmed_at = now
    due_at = now + timedelta(seconds=2 * get_settings().withdrawal.retry_seconds)
    state = WithdrawalState.HELD
    transition_to(session, withdrawal, state, source=_SOURCE, now=now, due_at=due_at)
    enqueue(session, Job.SEND_PAYOUT, withdrawal_id=withdrawal.id)
    return withdrawal


def resend_code(session: Session, *, player: User, withdrawal_id: int, now: datetime) -> Withdrawal:
    """Send a new code for a withdrawal that waits for one; raises TooSoon."""
    withdrawal = _of(session, player=player, withdrawal_id=withdrawal_id)
    if withdrawal.state != WithdrawalState.AWAITING_CODE:
        raise _moved_on("This withdrawal needs no code any more.")
    _send_code(session, player=player, withdrawal=withdrawal, now=now)
    withdrawal.due_at = now + timedelta(seconds=get_settings().withdrawal.code_seconds)
    session.flush()
    return withdrawal


def cancel(session: Session, *, player: User, withdrawal_id: int, now: datetime) -> Withdrawal:
    """Give the money back before M-Pesa was ever called for it; raises Conflict when it was."""
    withdrawal = _of(session, player=player, withdrawal_id=withdrawal_id)
    unsent = withdrawal.state in {WithdrawalState.AWAITING_CODE, WithdrawalState.HELD}
    if not unsent or withdrawal.sent_at is not None:
        raise _moved_on("This withdrawal is on its way and cannot be cancelled.")
    _give_back(session, withdrawal, now=now)
    return withdrawal


def get(session: Session, *, user_id: int, withdrawal_id: int) -> Withdrawal:
    """Return one of the player's withdrawals; raises NotFound, also for another player's."""
    withdrawal = session.get(Withdrawal, withdrawal_id)
    if withdrawal is None or withdrawal.user_id != user_id:
        raise _unknown()
    return withdrawal


def list_newest(session: Session, *, user_id: int, limit: int) -> list[Withdrawal]:
    """Return the player's last `limit` withdrawals, newest first."""
    return list(
        session.scalars(
            select(Withdrawal)
            .where(Withdrawal.user_id == user_id)
            .order_by(Withdrawal.id.desc())
            .limit(limit)
        )
    )


def _of(session: Session, *, player: User, withdrawal_id: int) -> Withdrawal:
    withdrawal = session.scalars(
        select(Withdrawal)
        .where(Withdrawal.id == withdrawal_id, Withdrawal.user_id == player.id)
        .with_for_update()
    ).one_or_none()
    if withdrawal is None:
        raise _unknown()
    return withdrawal


def _cancel_unconfirmed(session: Session, *, player: User, now: datetime) -> None:
    waiting = session.scalars(
        select(Withdrawal)
        .where(Withdrawal.user_id == player.id, Withdrawal.state == WithdrawalState.AWAITING_CODE)
        .order_by(Withdrawal.id)
        .with_for_update()
    )
    for withdrawal in waiting.all():
        _give_back(session, withdrawal, now=now)


def _give_back(session: Session, withdrawal: Withdrawal, *, now: datetime) -> None:
    outcomes.release(
        session,
        withdrawal,
        failure=PayoutFailure.CANCELLED_BY_PLAYER,
        source=_SOURCE,
        actor=f"user:{withdrawal.user_id}",
        now=now,
    )


def _check(
    session: Session, player: User, withdrawal: Withdrawal, proof: Proof, *, now: datetime
) -> None:
    if proof.credential is not None:
        signatures.check(
            session,
            proof.credential,
            site=Site.PLAYERS,
            ceremony=Ceremony.PAYOUT,
            person_id=player.id,
            session_id=proof.session_id,
            subject=_signed(withdrawal),
            now=now,
        )
        return
    otp.check(
        session,
        user=player,
        purpose=Purpose.WITHDRAW,
        digits=proof.digits or "",
        now=now,
        withdrawal_id=withdrawal.id,
    )


def _signed(withdrawal: Withdrawal) -> str:
    return payout_subject(withdrawal.id, net=withdrawal.net, phone=withdrawal.phone)


def _send_code(session: Session, *, player: User, withdrawal: Withdrawal, now: datetime) -> None:
    otp.issue(session, user=player, purpose=Purpose.WITHDRAW, now=now, withdrawal_id=withdrawal.id)


def _moved_on(sentence: str) -> Conflict:
    return Conflict(ProblemCode.WITHDRAWAL_MOVED_ON, sentence)


def _unknown() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is no such withdrawal.")
