"""Claims the call to M-Pesa for a withdrawal, and records its answer."""

import logging
import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.security import callback_token
from app.core.settings import get_settings
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.payouts import Payout, PayoutAccepted
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import WithdrawalState
from app.models.withdrawal import Withdrawal
from app.services.identity import names
from app.services.payments import deadlines, lost_answers, payout_suspension
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.payments.withdrawals import outcomes
from app.services.platform import alerts, switches
from app.services.platform.switches import SwitchName

logger = logging.getLogger(__name__)

_SOURCE = "payout"
_ACTOR = "mpesa:payout"
_LONGEST_PAUSE = 60  # seconds; all is final ten minutes after M-Pesa is back


def claim(session: Session, *, withdrawal_id: int, now: datetime) -> Payout | None:
    """Take the right to call M-Pesa now; None when there is nothing to send, or payouts are off.

    Also None for a number whose owner M-Pesa calls otherwise: that goes to review.

    Each call for one withdrawal carries the same id, so that M-Pesa pays it once (daraja.md §0.3).
    """
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if withdrawal.state != WithdrawalState.HELD:
        return None
    if not switches.is_on(session, name=SwitchName.WITHDRAWALS):
        return None
    if withdrawal.sent_at is None and _waits_for_its_name(session, withdrawal, now=now):
        return None
    withdrawal.tries += 1
    withdrawal.sent_at = withdrawal.sent_at or now
    transition_to(
        session,
        withdrawal,
        WithdrawalState.SENDING,
        source=_SOURCE,
        now=now,
        due_at=now + timedelta(seconds=get_settings().withdrawal.claim_seconds),
        facts={"try": withdrawal.tries},
    )
    return Payout(
        withdrawal_id=withdrawal.id,
        originator_conversation_id=withdrawal.originator_conversation_id,
        phone=withdrawal.phone,
        amount=int(withdrawal.net),
        token=callback_token(withdrawal.originator_conversation_id, stored=withdrawal.token_sha256),
    )


def record_accepted(
    session: Session, *, withdrawal_id: int, accepted: PayoutAccepted, now: datetime
) -> None:
    """Record that M-Pesa queued the payout. Its result may have come before."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    withdrawal.conversation_id = withdrawal.conversation_id or accepted.conversation_id
    facts: Facts = {"conversation_id": accepted.conversation_id}
    if withdrawal.state != WithdrawalState.SENDING:
        record_event(session, withdrawal, source=_SOURCE, facts=facts)
        return
    due_at = deadlines.of_withdrawal(withdrawal, now=now)
    _move(session, withdrawal, WithdrawalState.SENT, now=now, due_at=due_at, facts=facts)


def record_duplicate(session: Session, *, withdrawal_id: int, reason: str, now: datetime) -> None:
    """Record that M-Pesa has it already: inquire what became of it (scenarios 42 and 44)."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    facts: Facts = {"duplicate": reason}
    if withdrawal.state != WithdrawalState.SENDING:
        record_event(session, withdrawal, source=_SOURCE, facts=facts)
        return
    withdrawal.result_code = withdrawal.result_code or "duplicate"
    due_at = deadlines.of_withdrawal(withdrawal, now=now)
    _move(session, withdrawal, WithdrawalState.SENT, now=now, due_at=due_at, facts=facts)
    outcomes.inquire(session, withdrawal, now=now)


def record_refused(
    session: Session,
    *,
    withdrawal_id: int,
    failure: PayoutFailure,
    code: str,
    pauses: bool,
    now: datetime,
) -> None:
    """Record a refusal before anything was done; the player reads the message of `failure`.

    A failure of our setup waits until that is mended. A withdrawal that an earlier call may have
    reached M-Pesa for is not released by the refusal of this call.
    """
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    facts: Facts = {"refused": code}
    if pauses:
        subject = f"withdrawal:{withdrawal.id}"
        payout_suspension.suspend(session, code=code, subject=subject, now=now)
    if withdrawal.state != WithdrawalState.SENDING:
        record_event(session, withdrawal, source=_SOURCE, facts=facts)
        return
    if _may_be_known(withdrawal):
        _move(session, withdrawal, WithdrawalState.UNKNOWN, now=now, due_at=now, facts=facts)
        outcomes.inquire(session, withdrawal, now=now)
    elif pauses or failure is PayoutFailure.DELAYED:
        _wait(session, withdrawal, now=now, facts=facts)
    else:
        withdrawal.result_code = code[:40]
        outcomes.release(
            session,
            withdrawal,
            failure=failure,
            source=_SOURCE,
            actor=_ACTOR,
            now=now,
            facts=facts,
        )


def record_not_sent(
    session: Session, *, withdrawal_id: int, reason: str, ours_to_mend: bool, now: datetime
) -> None:
    """Record that the call provably did nothing: the money stays set aside, and it is retried."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if ours_to_mend:
        alerts.raise_alert(session, kind="payout_not_sent", subject="mpesa", now=now, reason=reason)
    if withdrawal.state == WithdrawalState.SENDING:
        _wait(session, withdrawal, now=now, facts={"not_sent": reason})


def record_unknown(session: Session, *, withdrawal_id: int, reason: str, now: datetime) -> None:
    """Record a lost answer: the money may be on its way, so inquire before anything else."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    if withdrawal.state != WithdrawalState.SENDING:
        return
    due_at = deadlines.of_withdrawal(withdrawal, now=now)
    facts: Facts = {"lost": reason}
    _move(session, withdrawal, WithdrawalState.UNKNOWN, now=now, due_at=due_at, facts=facts)
    lost_answers.check(session, kind=PaymentKind.WITHDRAWAL, source=_SOURCE, now=now)


def _wait(session: Session, withdrawal: Withdrawal, *, now: datetime, facts: Facts) -> None:
    if not _may_be_known(withdrawal):
        withdrawal.sent_at = None
    pause = min(get_settings().withdrawal.retry_seconds * withdrawal.tries, _LONGEST_PAUSE)
    due_at = now + timedelta(seconds=pause * random.uniform(0.7, 1.0))  # noqa: S311
    _move(session, withdrawal, WithdrawalState.HELD, now=now, due_at=due_at, facts=facts)


def _waits_for_its_name(session: Session, withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Move a payout whose number M-Pesa knows under another name to review; staff decides."""
    user_id, phone = withdrawal.user_id, withdrawal.phone
    if names.is_cleared(session, user_id=user_id, phone=phone):
        return False
    names.review_of(session, user_id=user_id, phone=phone, now=now)
    reason, due_at = ReviewReason.NAME_DIFFERS, now + REMIND_EVERY
    outcomes.open_review(session, withdrawal, reason, source=_SOURCE, now=now, due_at=due_at)
    return True


def _may_be_known(withdrawal: Withdrawal) -> bool:
    """Return whether a call may have reached M-Pesa: then there was an inquiry or a result."""
    return withdrawal.questions > 0 or withdrawal.result_code is not None


def _move(
    session: Session,
    withdrawal: Withdrawal,
    to: WithdrawalState,
    *,
    now: datetime,
    due_at: datetime,
    facts: Facts,
) -> None:
    transition_to(session, withdrawal, to, source=_SOURCE, now=now, due_at=due_at, facts=facts)
