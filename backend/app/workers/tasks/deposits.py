"""What the workers do with M-Pesa: send prompts, ask about them, judge what comes back."""

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
from app.services.payments.callbacks import inbox as mpesa_callbacks
from app.services.payments.callbacks.inbox import Unjudged
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.deposits import push as deposit_pushes
from app.services.payments.deposits import sweep as deposit_sweeps
from app.workers.mpesa_calls import call, line, write_down
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

BATCH = 200
MOST_BATCHES = 25  # then another job may have its turn


@task(Job.SEND_STK_PUSH)
def send_stk_push(deposit_id: int) -> None:
    """Put a prompt on the player's phone: at most one call, whatever comes of it."""
    with line() as is_free:
        if is_free and breaker.may_call():
            _send_stk_push(deposit_id)


@task(Job.QUERY_DEPOSIT)
def query_deposit(deposit_id: int) -> None:
    """Ask M-Pesa what became of a prompt; no answer is no evidence, and the sweep asks again."""
    with line() as is_free:
        if is_free and breaker.may_call():
            _query_deposit(deposit_id)


def _send_stk_push(deposit_id: int) -> None:
    with transaction() as session:
        push = deposit_pushes.claim_push(session, deposit_id=deposit_id, now=utc_now())
    if push is not None:
        record = _call(push)
        write_down(lambda session: record(session, deposit_id=deposit_id, now=utc_now()))


def _query_deposit(deposit_id: int) -> None:
    with transaction() as session:
        checkout_id = deposit_sweeps.claim_query(session, deposit_id=deposit_id)
    if checkout_id is None:
        return
    try:
        evidence = call(lambda: daraja().stk_query(checkout_id))
    except MpesaError as error:
        logger.info("deposit %s: M-Pesa does not say what became of it (%s)", deposit_id, error)
        return
    weigh = partial(deposit_evidence.weigh, deposit_id=deposit_id, evidence=evidence)
    write_down(lambda session: weigh(session, now=utc_now()))


@task(Job.DRAIN_CALLBACKS)
def drain_callbacks() -> None:
    """Judge what came in: plain payments in a crowd, all others each by itself.

    One that crashes holds up nobody else.
    """
    job_wakeup.clear_wakeup(Job.DRAIN_CALLBACKS)
    for _ in range(MOST_BATCHES):
        batch: list[Unjudged] = []
        judged = _judge_crowd(batch)
        done = len(judged) + sum(_judge(one) for one in batch if one.id not in judged)
        if done == 0:  # nothing there, or another worker has all of it in hand
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
    """Call M-Pesa once, and return how its answer is to be written down."""
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


def _judge_crowd(batch: list[Unjudged]) -> set[int]:
    """Take a batch and credit what is plain in it, in one transaction; return what is judged.

    Whatever goes wrong, nothing is done then, and each in `batch` is to be judged by itself.
    """
    try:
        with transaction() as session:
            batch += mpesa_callbacks.claim_unjudged(session, now=utc_now(), rows=BATCH)
            said = {one: evidence for one in batch if (evidence := _prompt_news(one)) is not None}
            return mpesa_callbacks.judge_crowd(session, said, now=utc_now()) if said else set()
    except Exception:
        logger.exception("%s callbacks are judged one by one", len(batch))
        return set()


def _prompt_news(message: Unjudged) -> Evidence | None:
    return wire.read_stk_callback(message.body) if message.kind == mpesa_callbacks.STK else None


def _judge(message: Unjudged) -> bool:
    """Judge one message in a transaction of its own; False when somebody else has it in hand."""
    try:
        statement = _READERS[message.kind](message.body)
        with transaction() as session:
            verdict = mpesa_callbacks.judge(
                session, callback_id=message.id, statement=statement, now=utc_now()
            )
    except Exception:
        logger.exception("callback %s could not be judged", message.id)
        with transaction() as session:
            mpesa_callbacks.record_failure(session, callback_id=message.id, now=utc_now())
        return True
    return verdict is not None


_READERS: dict[str, Callable[[bytes], object | None]] = {
    mpesa_callbacks.STK: wire.read_stk_callback,
    mpesa_callbacks.PAYBILL: paybill_wire.read_paybill_confirmation,
    mpesa_callbacks.PAYOUT: payout_wire.read_b2c_result,
    mpesa_callbacks.PAYOUT_TIMEOUT: payout_wire.read_b2c_timeout,
    mpesa_callbacks.STATUS: inquiry_wire.read_status_result,
    mpesa_callbacks.STATUS_TIMEOUT: inquiry_wire.read_query_timeout,
    mpesa_callbacks.BALANCE: inquiry_wire.read_balance_result,
    mpesa_callbacks.REVERSAL: reversal_wire.read_reversal_result,
    mpesa_callbacks.REVERSAL_TIMEOUT: reversal_wire.read_reversal_timeout,
}
