"""Applies evidence to deposits: the only place where a single deposit becomes money."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.payments.decisions import ASK, Decision, ReviewReason, Verdict
from app.domain.payments.deposits.rules import decide, record_of
from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.results import PAID, Evidence, Failure, Source
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import DepositState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.services.ledger import posting
from app.services.payments import inquiries, postings, provider_reversals, suspense
from app.services.payments.deposits.facts import facts_of
from app.services.payments.inquiries import About
from app.services.payments.transitions import (
    Facts,
    lock,
    notify_player,
    record_event,
    transition_to,
)
from app.services.platform import alerts

logger = logging.getLogger(__name__)


def apply_evidence(
    session: Session, deposit_id: int, evidence: Evidence | StatusEvidence, *, now: datetime
) -> Verdict:
    """Do to the deposit what `evidence` demands, and return what that was.

    Safe to repeat, in any order and concurrently: the deposit's row is locked, and success sticks.
    """
    deposit = lock(session, Deposit, deposit_id)
    if isinstance(evidence, StatusEvidence):
        proof = _as_proof(session, deposit, evidence)
        return Verdict.NOTHING if proof is None else _apply(session, deposit, proof, now=now)
    return _apply(session, deposit, evidence, now=now)


def _apply(session: Session, deposit: Deposit, evidence: Evidence, *, now: datetime) -> Verdict:
    receipt = evidence.receipt or deposit.claimed_receipt
    suspended = suspense.find_for(session, deposit, receipt=receipt)
    facts = facts_of(
        session, deposit, evidence, receipt=receipt, is_suspended=suspended is not None
    )
    decision = decide(facts, evidence)
    if suspended is not None and decision.verdict is Verdict.CREDIT:
        return _give_suspended(session, deposit, suspended, evidence, decision, now=now)
    if decision.verdict is not Verdict.REFUSED:
        deposit.checkout_request_id = deposit.checkout_request_id or evidence.checkout_request_id
        deposit.merchant_request_id = deposit.merchant_request_id or evidence.merchant_request_id
    # What is known already leaves no event, except where people will want to see all of it;
    # M-Pesa's list repeats the same every few minutes.
    is_recorded = deposit.state == DepositState.REVIEW and evidence.source is not Source.PULL
    if decision.verdict is not Verdict.NOTHING or is_recorded:
        _act(session, deposit, evidence, decision, receipt=receipt, now=now)
    return decision.verdict


def _as_proof(session: Session, deposit: Deposit, answer: StatusEvidence) -> Evidence | None:
    """Return what M-Pesa's answer about a receipt proves of a deposit; None for nothing.

    A confirmation claimed the receipt under the deposit's account reference. Anything but
    "completed, to us" proves nothing about the prompt, which may still be paid.
    """
    is_ours = answer.credits(get_settings().mpesa.collecting_shortcodes)
    is_paid = answer.verdict is StatusVerdict.COMPLETED and is_ours is True
    if not is_paid or answer.receipt is None or answer.amount is None:
        return None
    about = About(PaymentKind.DEPOSIT, deposit.id)
    if not inquiries.has_named(session, about=about, receipt=answer.receipt):
        return None  # about another transaction
    return Evidence(
        source=Source.STATUS,
        code=PAID,
        amount=answer.amount,
        receipt=answer.receipt,
        paid_at=answer.finalised_at,
    )


def _act(
    session: Session,
    deposit: Deposit,
    evidence: Evidence,
    decision: Decision,
    *,
    receipt: str | None,
    now: datetime,
) -> None:
    match decision.verdict:
        case Verdict.CREDIT:
            credit(
                session,
                deposit,
                receipt=receipt,
                source=evidence.source,
                actor=f"mpesa:{evidence.source}",
                facts=record_of(evidence, decision),
                now=now,
            )
        case Verdict.FAIL:
            _fail(session, deposit, evidence, now=now)
        case Verdict.REVIEW:
            _review(session, deposit, evidence, decision, now=now)
        case Verdict.ASK:
            _ask(session, deposit, evidence, now=now)
        case Verdict.BACKFILL:
            deposit.mpesa_reference = receipt
            _record(session, deposit, evidence, decision)
            notify_player(session, deposit)
            provider_reversals.check_deposit(session, deposit, now=now)
        case Verdict.CONTRADICTION | Verdict.REFUSED:
            _contradict(session, deposit, evidence, decision, now=now)
        case Verdict.NOTHING:
            _record(session, deposit, evidence, decision)


def _give_suspended(
    session: Session,
    deposit: Deposit,
    payment: PaybillPayment,
    evidence: Evidence,
    decision: Decision,
    *,
    now: datetime,
) -> Verdict:
    """Give the player the money of their failed deposit, which is in suspense; it stays failed."""
    facts = record_of(evidence, decision) | {"deposit": deposit.id}
    source = evidence.source
    suspense.give(session, payment, user_id=deposit.user_id, source=source, now=now, facts=facts)
    _record(session, deposit, evidence, decision)
    return Verdict.CREDIT


def _contradict(
    session: Session, deposit: Deposit, evidence: Evidence, decision: Decision, *, now: datetime
) -> None:
    """Keep what is booked against other evidence; raise an alert if that is about money."""
    logger.error(
        "deposit %s (%s): %s has code %s, %s",
        *(deposit.id, deposit.state, evidence.source, evidence.code, decision.verdict),
    )
    if decision.verdict is Verdict.CONTRADICTION:
        alerts.raise_alert(
            session,
            kind="deposit_contradiction",
            subject=f"deposit:{deposit.id}",
            now=now,
            state=deposit.state,
            source=evidence.source,
            says=evidence.code,
            receipt=evidence.receipt,
        )
    _record(session, deposit, evidence, decision)


def alert_people(session: Session, deposit: Deposit, *, now: datetime) -> None:
    """Raise the alert that two people have to decide about a deposit."""
    subject = f"deposit:{deposit.id}"
    reason = deposit.review_reason
    alerts.raise_alert(session, kind="deposit_review", subject=subject, now=now, doubt=reason)


def credit(
    session: Session,
    deposit: Deposit,
    *,
    receipt: str | None,
    source: str,
    actor: str,
    facts: Facts,
    now: datetime,
) -> None:
    """Credit a proven deposit to the wallet, and repay from it what the player owes."""
    posting.credit_deposit(
        session,
        deposit_id=deposit.id,
        user_id=deposit.user_id,
        amount=deposit.amount,
        tax=deposit.tax,
        receipt=receipt,
        actor=actor,
    )
    deposit.mpesa_reference = receipt
    deposit.result_code = PAID
    _end_review(deposit)
    transition_to(session, deposit, DepositState.CREDITED, source=source, now=now, facts=facts)
    occasion = f"deposit:{deposit.id}"
    postings.repay_debt(session, user_id=deposit.user_id, occasion=occasion, actor=actor)
    provider_reversals.check_deposit(session, deposit, now=now)


def _fail(session: Session, deposit: Deposit, evidence: Evidence, *, now: datetime) -> None:
    meaning = evidence.meaning
    if meaning.ours_to_mend:
        logger.error("deposit %s: M-Pesa refuses our paybill, %s", deposit.id, evidence.code)
    deposit.result_code = evidence.code[:40]
    _end_review(deposit)
    transition_to(
        session,
        deposit,
        DepositState.FAILED,
        source=evidence.source,
        now=now,
        failure=meaning.failure or Failure.TEMPORARY_PROBLEM,
        facts=record_of(evidence, Decision(Verdict.FAIL)),
    )


def _review(
    session: Session, deposit: Deposit, evidence: Evidence, decision: Decision, *, now: datetime
) -> None:
    deposit.review_reason = decision.reason
    alert_people(session, deposit, now=now)
    deposit.result_code = evidence.code[:40]
    deposit.needs_query = decision.reason is ReviewReason.UNCONFIRMED
    can_ask = deposit.needs_query and deposit.checkout_request_id is not None
    if deposit.needs_query:
        deposit.claimed_receipt = evidence.receipt or deposit.claimed_receipt
    if can_ask:
        enqueue(session, Job.QUERY_DEPOSIT, deposit_id=deposit.id)
    due_at = _next_query(now) if can_ask else now + REMIND_EVERY
    if deposit.state == DepositState.REVIEW:
        deposit.due_at = due_at
        _record(session, deposit, evidence, decision)
        return
    transition_to(
        session,
        deposit,
        DepositState.REVIEW,
        source=evidence.source,
        now=now,
        due_at=due_at,
        facts=record_of(evidence, decision),
    )


def _ask(session: Session, deposit: Deposit, evidence: Evidence, *, now: datetime) -> None:
    deposit.needs_query = True
    deposit.claimed_receipt = evidence.receipt or deposit.claimed_receipt
    enqueue(session, Job.QUERY_DEPOSIT, deposit_id=deposit.id)
    decision = ASK
    if deposit.state != DepositState.SENDING:
        deposit.due_at = _next_query(now)
        _record(session, deposit, evidence, decision)
        return
    # The callback was faster than the answer to our call, which will only bring the same ids.
    transition_to(
        session,
        deposit,
        DepositState.UNKNOWN,
        source=evidence.source,
        now=now,
        due_at=_next_query(now),
        facts=record_of(evidence, decision),
    )


def _next_query(now: datetime) -> datetime:
    return now + timedelta(seconds=get_settings().deposit.query_every_seconds)


def _end_review(deposit: Deposit) -> None:
    deposit.review_reason = None
    deposit.needs_query = False


def _record(session: Session, deposit: Deposit, evidence: Evidence, decision: Decision) -> None:
    record_event(session, deposit, source=evidence.source, facts=record_of(evidence, decision))
