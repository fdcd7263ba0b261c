"""Claims the one call to M-Pesa for a deposit, and records its answer."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.security import callback_token
from app.core.settings import get_settings
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.results import Failure, Push, PushAccepted
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.services.payments import deadlines, lost_answers
from app.services.payments.deposits.facts import checkout_is_used
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.protection import self_exclusion

logger = logging.getLogger(__name__)

_SOURCE = "push"
_MAYBE_SENT = frozenset({DepositState.SENDING, DepositState.UNKNOWN})


def claim_push(session: Session, *, deposit_id: int, now: datetime) -> Push | None:
    """Take the right to call M-Pesa once for this deposit; None when there is nothing to send.

    The caller calls at most once: a push has no idempotency key of its own (daraja.md §0.2).
    """
    deposit = lock(session, Deposit, deposit_id)
    setting = get_settings().deposit
    too_late = now - deposit.created_at > timedelta(seconds=setting.exclusion_seconds)
    if deposit.state != DepositState.CREATED or too_late:
        return None
    # Paused in the meantime: the sweep tries again, until it is too late for a prompt.
    if not switches.is_on(session, name=SwitchName.DEPOSITS):
        return None
    # Asked for before an exclusion began, and not sent yet: no prompt goes out.
    if self_exclusion.is_any_excluded(session, [deposit.user_id], now=now):
        return None
    token = callback_token(deposit.account_reference, stored=deposit.token_sha256)
    deposit.tries += 1
    deposit.prompted_at = now
    due_at = now + timedelta(seconds=setting.claim_seconds)
    transition_to(
        session,
        deposit,
        DepositState.SENDING,
        source=_SOURCE,
        now=now,
        due_at=due_at,
        facts={"try": deposit.tries},
    )
    return Push(
        deposit_id=deposit.id,
        phone=deposit.phone,
        amount=int(deposit.amount),
        account_reference=deposit.account_reference,
        token=token,
    )


def record_push(
    session: Session, *, deposit_id: int, accepted: PushAccepted, now: datetime
) -> None:
    """Record that M-Pesa queued the prompt. If a callback came before, only the ids are new."""
    deposit = lock(session, Deposit, deposit_id)
    if not _take_ids(session, deposit, accepted):
        return
    due_at = now + timedelta(seconds=get_settings().deposit.first_query_seconds)
    facts: Facts = {"checkout_request_id": accepted.checkout_request_id}
    if deposit.state == DepositState.SENDING:
        transition_to(
            session,
            deposit,
            DepositState.PROMPTED,
            source=_SOURCE,
            now=now,
            due_at=due_at,
            facts=facts,
        )
        return
    if deposit.state == DepositState.UNKNOWN and not deposit.needs_query:
        deposit.due_at = due_at
    record_event(session, deposit, source=_SOURCE, facts=facts)


def _take_ids(session: Session, deposit: Deposit, accepted: PushAccepted) -> bool:
    checkout_id = accepted.checkout_request_id
    does_not_fit = deposit.checkout_request_id not in {None, checkout_id} or checkout_is_used(
        session, checkout_request_id=checkout_id, except_deposit_id=deposit.id
    )
    if does_not_fit:
        logger.error("deposit %s: M-Pesa answered with an id that does not fit", deposit.id)
        record_event(session, deposit, source=_SOURCE, facts={"strange_checkout_id": checkout_id})
        return False
    deposit.checkout_request_id = checkout_id
    deposit.merchant_request_id = accepted.merchant_request_id
    return True


def record_refused(
    session: Session, *, deposit_id: int, failure: Failure, code: str, now: datetime
) -> None:
    """Record a refusal before anything was done; the player reads the message of `failure`."""
    deposit = lock(session, Deposit, deposit_id)
    if deposit.state not in _MAYBE_SENT:
        return
    deposit.result_code = code[:40]
    _fail(session, deposit, failure=failure, now=now, facts={"refused": code})


def record_busy(session: Session, *, deposit_id: int, reason: str, now: datetime) -> None:
    """Record that the call provably did nothing: try again soon, a few times at most."""
    deposit = lock(session, Deposit, deposit_id)
    if deposit.state not in _MAYBE_SENT:
        return
    setting = get_settings().deposit
    if deposit.state == DepositState.UNKNOWN or deposit.tries >= setting.send_attempts:
        _fail(session, deposit, failure=Failure.BUSY, now=now, facts={"not_sent": reason})
        return
    deposit.prompted_at = None
    due_at = now + timedelta(seconds=setting.retry_seconds * deposit.tries)
    transition_to(
        session,
        deposit,
        DepositState.CREATED,
        source=_SOURCE,
        now=now,
        due_at=due_at,
        facts={"not_sent": reason},
    )


def record_unknown(session: Session, *, deposit_id: int, reason: str, now: datetime) -> None:
    """Record a lost answer: a prompt may be on the phone, so none is ever sent again."""
    deposit = lock(session, Deposit, deposit_id)
    if deposit.state != DepositState.SENDING:
        return
    transition_to(
        session,
        deposit,
        DepositState.UNKNOWN,
        source=_SOURCE,
        now=now,
        due_at=deadlines.of_unknown_deposit(deposit, now=now),
        facts={"lost": reason},
    )
    lost_answers.check(session, kind=PaymentKind.DEPOSIT, source=_SOURCE, now=now)


def _fail(
    session: Session, deposit: Deposit, *, failure: Failure, now: datetime, facts: Facts
) -> None:
    transition_to(
        session,
        deposit,
        DepositState.FAILED,
        source=_SOURCE,
        now=now,
        failure=failure,
        facts=facts,
    )
