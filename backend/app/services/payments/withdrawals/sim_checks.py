"""Whether the SIM card of a number is new: asked right before the first call that pays it.

A thief who has the number on a card of their own gets our codes. Where the card is younger than
`WITHDRAWAL_SIM_SWAP_SECONDS`, the money goes back to the wallet and stays there until it is not.
Without an answer nothing is paid (docs/decisions/0067): the withdrawal waits, its player may cancel
it, and people are told.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.payments.transitions import lock
from app.services.payments.withdrawals import outcomes
from app.services.platform import alerts

_SOURCE = "sim_check"
_RETRY = timedelta(seconds=60)
_PATIENCE = timedelta(minutes=10)


def number_to_check(session: Session, *, withdrawal_id: int) -> str | None:
    """Return the number to ask about; None if the check is off or a payout may have left."""
    if not get_settings().withdrawal.sim_swap_check:
        return None
    withdrawal = session.get_one(Withdrawal, withdrawal_id)
    return withdrawal.phone if _is_unsent(withdrawal) else None


def record(session: Session, *, withdrawal_id: int, swapped_at: datetime, now: datetime) -> bool:
    """Return whether the payout may be sent; give the money back if the SIM card is too new."""
    until = swapped_at + timedelta(seconds=get_settings().withdrawal.sim_swap_seconds)
    if until <= now:
        return True
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if not _is_unsent(withdrawal):
        return False
    owner = select(User).where(User.id == withdrawal.user_id).with_for_update(key_share=True)
    player = session.scalars(owner).one()
    player.payouts_after = max(until, player.payouts_after or until)
    outcomes.release(
        session,
        withdrawal,
        failure=PayoutFailure.SIM_IS_NEW,
        source=_SOURCE,
        actor="system:sim_check",
        now=now,
        facts={"swapped_at": swapped_at.isoformat()},
    )
    return False


def record_silence(session: Session, *, withdrawal_id: int, now: datetime) -> None:
    """Let a payout wait whose check was not answered; tell people if that lasts ten minutes."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if not _is_unsent(withdrawal):
        return
    withdrawal.due_at = now + _RETRY
    if now - (withdrawal.confirmed_at or now) >= _PATIENCE:
        alerts.raise_alert(session, kind="sim_check_silent", subject="mpesa", now=now)


def _is_unsent(withdrawal: Withdrawal) -> bool:
    return withdrawal.state == WithdrawalState.HELD and withdrawal.sent_at is None
