"""Tasks of deposits: send prompts, query them, apply callbacks, sweep."""

import logging
from collections.abc import Callable
from functools import partial

from app.core import job_wakeup
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.core.resilience.mpesa_circuit import breaker
from app.domain.payments.mpesa.results import Evidence, Push
from app.integrations.mpesa import (
    daraja,
    inquiry_wire,
    paybill_wire,
    payout_wire,
    reversal_wire,
    wire,
)
from app.integrations.mpesa.errors import MpesaError, NotSent, Refused, Unknown
from app.services.payments.callbacks import inbox
from app.services.payments.callbacks.inbox import PendingCallback
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import push as deposit_pushes
from app.services.payments.deposits import sweep as deposit_sweeps
from app.workers.mpesa_calls import call, mpesa_slot, record_with_retry
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

BATCH = 200
MOST_BATCHES = 25  # then another job may have its turn


@task(Job.SEND_STK_PUSH)
def send_stk_push(deposit_id: int) -> None:
    """Send a prompt to the player's phone: at most one call, whatever comes of it."""
    with mpesa_slot() as is_free:
        if is_free and breaker.may_call():
            _send_stk_push(deposit_id)


@task(Job.QUERY_DEPOSIT)
def query_deposit(deposit_id: int) -> None:
    """Query what became of a prompt; no answer is no evidence, and the sweep queries again."""
    with mpesa_slot() as is_free:
        if is_free and breaker.may_call():
            _query_deposit(deposit_id)


def _send_stk_push(deposit_id: int) -> None:
    with transaction() as session:
        push = deposit_pushes.claim_push(session, deposit_id=deposit_id, now=utc_now())
    if push is not None:
        record = _call(push)
        record_with_retry(lambda session: record(session, deposit_id=deposit_id, now=utc_now()))


def _query_deposit(deposit_id: int) -> None:
    with transaction() as session:
        checkout_id = deposit_sweeps.claim_query(session, deposit_id=deposit_id)
    if checkout_id is None:
        return
    try:
        evidence = call(lambda: daraja().stk_query(checkout_id))
    except MpesaError as error:
        logger.info("deposit %s: no answer about it (%s)", deposit_id, error)
        return
    record_with_retry(
        lambda session: deposit_evidence.apply_evidence(
            session, deposit_id, evidence, now=utc_now()
        )
    )


@task(Job.DRAIN_CALLBACKS)
def drain_callbacks() -> None:
    """Process stored callbacks: plain credits in one set-based statement, each other one alone.

    One that raises delays no other.
    """
    job_wakeup.clear_wakeup(Job.DRAIN_CALLBACKS)
    for _ in range(MOST_BATCHES):
        batch: list[PendingCallback] = []
        applied = _credit_batch(batch)
        done = len(applied) + sum(_apply(one) for one in batch if one.id not in applied)
        if done == 0:  # nothing there, or another worker has locked all of it
            return
    job_wakeup.request_wakeup(Job.DRAIN_CALLBACKS)


@task(Job.SWEEP_DEPOSITS)
def sweep_deposits() -> None:
    """Do what is due for each deposit whose deadline has passed, in one transaction each."""
    now = utc_now()
    sweep_rows(
        "deposit",
        now=now,
        find=partial(deposit_sweeps.find_overdue, now=now),
        apply=deposit_sweeps.advance,
        postpone=deposit_sweeps.postpone,
    )
    with transaction() as session:
        deposit_sweeps.release_phones(session, now=now)


def _call(push: Push) -> Callable[..., object]:
    """Call M-Pesa once, and return the function that records its answer."""
    try:
        accepted = call(lambda: daraja().stk_push(push))
    except Refused as refused:
        level = logging.ERROR if refused.ours_to_mend else logging.WARNING
        logger.log(level, "deposit %s was refused: %s", push.deposit_id, refused)
        return partial(deposit_pushes.record_refused, failure=refused.failure, code=refused.code)
    except NotSent as not_sent:
        logger.warning("deposit %s was not sent: %s", push.deposit_id, not_sent)
        return partial(deposit_pushes.record_busy, reason=str(not_sent))
    except Unknown as unknown:
        logger.warning("deposit %s may or may not be sent: %s", push.deposit_id, unknown)
        return partial(deposit_pushes.record_unknown, reason=str(unknown))
    return partial(deposit_pushes.record_push, accepted=accepted)


def _credit_batch(batch: list[PendingCallback]) -> set[int]:
    """Claim a batch and credit the plain deposits in it, in one transaction; return their ids.

    On any error nothing is done, and each callback in `batch` is to be applied alone.
    """
    try:
        with transaction() as session:
            batch += inbox.claim_pending(session, now=utc_now(), rows=BATCH)
            claimed = {
                one: evidence for one in batch if (evidence := _evidence_of_prompt(one)) is not None
            }
            return inbox.credit_batch(session, claimed, now=utc_now()) if claimed else set()
    except Exception:
        logger.exception("%s callbacks are applied one by one", len(batch))
        return set()


def _evidence_of_prompt(message: PendingCallback) -> Evidence | None:
    return wire.read_stk_callback(message.body) if message.kind == inbox.STK else None


def _apply(message: PendingCallback) -> bool:
    """Apply one message in a transaction of its own; False when another worker has it locked."""
    try:
        statement = _READERS[message.kind](message.body)
        with transaction() as session:
            verdict = inbox.apply(
                session, callback_id=message.id, statement=statement, now=utc_now()
            )
    except Exception:
        logger.exception("callback %s could not be applied", message.id)
        with transaction() as session:
            inbox.record_failure(session, callback_id=message.id, now=utc_now())
        return True
    return verdict is not None


_READERS: dict[str, Callable[[bytes], object | None]] = {
    inbox.STK: wire.read_stk_callback,
    inbox.PAYBILL: paybill_wire.read_paybill_confirmation,
    inbox.PAYOUT: payout_wire.read_b2c_result,
    inbox.PAYOUT_TIMEOUT: payout_wire.read_b2c_timeout,
    inbox.STATUS: inquiry_wire.read_status_result,
    inbox.STATUS_TIMEOUT: inquiry_wire.read_query_timeout,
    inbox.BALANCE: inquiry_wire.read_balance_result,
    inbox.REVERSAL: reversal_wire.read_reversal_result,
    inbox.REVERSAL_TIMEOUT: reversal_wire.read_reversal_timeout,
}
