"""Evidence about a withdrawal, weighed: here alone is one paid or, once sent, released."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.inquiries import StatusEvidence
from app.domain.payments.mpesa.payout_codes import meaning_of_payout
from app.domain.payments.payouts import PayoutEvidence, PayoutSource
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import WithdrawalState
from app.domain.payments.withdrawals.rules import (
    SUCCESS,
    Decision,
    Doubt,
    Verdict,
    WithdrawalFacts,
    decide_result,
    decide_status,
    reason_of_release,
)
from app.models.withdrawal import Withdrawal
from app.services.ledger import posting
from app.services.payments import deadlines, payout_suspension
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.payments.withdrawals import outcomes
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_TIMED_OUT = "timeout"
_STATUS = PayoutSource.STATUS.value
_MOVES = frozenset({Verdict.PAY, Verdict.LATE, Verdict.RELEASE})
_Evidence = PayoutEvidence | StatusEvidence


def weigh_result(
    session: Session, *, withdrawal_id: int, evidence: PayoutEvidence, now: datetime
) -> Verdict:
    """Do what the result of a payout, or a notice about its queue, demands; return what it was.

    Safe to repeat, in any order and concurrently: the row is locked, and success sticks.
    """
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    decision = decide_result(_facts(session, withdrawal, evidence.receipt, now), evidence)
    if decision.verdict is not Verdict.REFUSED:
        withdrawal.conversation_id = withdrawal.conversation_id or evidence.conversation_id
        _heed(session, withdrawal, evidence, now=now)
    _act(session, withdrawal, evidence, decision, source=evidence.source.value, now=now)
    return decision.verdict


def weigh_status(
    session: Session, *, withdrawal_id: int, evidence: StatusEvidence, now: datetime
) -> Verdict:
    """Do what M-Pesa's answer to our question demands, and return what that was."""
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    decision = decide_status(_facts(session, withdrawal, evidence.receipt, now), evidence)
    if decision.verdict is not Verdict.REFUSED:
        withdrawal.conversation_id = withdrawal.conversation_id or evidence.conversation_id
    _act(session, withdrawal, evidence, decision, source=_STATUS, now=now)
    return decision.verdict


def _facts(
    session: Session, withdrawal: Withdrawal, receipt: str | None, now: datetime
) -> WithdrawalFacts:
    state = WithdrawalState(withdrawal.state)
    return WithdrawalFacts(
        state=state,
        net=withdrawal.net,
        phone=withdrawal.phone,
        originator_conversation_id=withdrawal.originator_conversation_id,
        called=withdrawal.sent_at is not None,
        acknowledged=state is WithdrawalState.SENT
        or withdrawal.conversation_id is not None
        or withdrawal.result_code is not None,
        mpesa_reference=withdrawal.mpesa_reference,
        result_code=withdrawal.result_code,
        receipt_used=receipt is not None and _receipt_is_used(session, withdrawal, receipt),
        doubt=Doubt(withdrawal.doubt) if withdrawal.doubt else None,
        since_call=now - (withdrawal.sent_at or now),
        send_again_after=timedelta(seconds=get_settings().withdrawal.first_question_seconds),
    )


def _receipt_is_used(session: Session, withdrawal: Withdrawal, receipt: str) -> bool:
    # Two payments that present the same receipt at the same instant go one after the other.
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:receipt, 11))"), {"receipt": receipt}
    )
    if withdrawal.mpesa_reference == receipt:
        return False
    elsewhere = session.execute(select(Withdrawal.id).where(Withdrawal.mpesa_reference == receipt))
    return elsewhere.first() is not None or posting.is_booked(session, receipt=receipt)


def _heed(
    session: Session, withdrawal: Withdrawal, evidence: PayoutEvidence, *, now: datetime
) -> None:
    """Remember what M-Pesa said, and stop everything where the next payout would fail as well."""
    if withdrawal.sent_at is None:
        return
    is_notice = evidence.source is PayoutSource.TIMEOUT
    # A claimed success stays, since no failure may be believed against it.
    if withdrawal.result_code != SUCCESS and not (is_notice and withdrawal.result_code):
        withdrawal.result_code = _TIMED_OUT if is_notice else evidence.code[:40]
    subject = f"withdrawal:{withdrawal.id}"
    if evidence.meaning.pauses and withdrawal.state != WithdrawalState.RELEASED:
        payout_suspension.suspend(session, code=evidence.code, subject=subject, now=now)
    elif evidence.meaning.ours_to_mend:
        alerts.raise_alert(
            session, kind="payout_refused", subject=subject, now=now, code=evidence.code
        )


def _act(
    session: Session,
    withdrawal: Withdrawal,
    evidence: _Evidence,
    decision: Decision,
    *,
    source: str,
    now: datetime,
) -> None:
    facts = _as_facts(evidence, decision)
    if decision.verdict in _MOVES:
        _settle(session, withdrawal, evidence, decision, source=source, now=now)
    elif decision.verdict is Verdict.REVIEW:
        _review(session, withdrawal, decision, source=source, now=now, facts=facts)
    elif decision.verdict is Verdict.ASK:
        _ask(session, withdrawal, source=source, now=now, facts=facts)
    elif decision.verdict is Verdict.SEND_AGAIN:
        state = WithdrawalState.HELD
        transition_to(session, withdrawal, state, source=source, now=now, due_at=now, facts=facts)
    else:
        _keep(session, withdrawal, decision, source=source, now=now, facts=facts)


def _settle(
    session: Session,
    withdrawal: Withdrawal,
    evidence: _Evidence,
    decision: Decision,
    *,
    source: str,
    now: datetime,
) -> None:
    actor, facts = f"mpesa:{source}", _as_facts(evidence, decision)
    if decision.verdict is Verdict.RELEASE:
        failure = reason_of_release(withdrawal.result_code)
        outcomes.release(
            session,
            withdrawal,
            failure=failure,
            source=source,
            actor=actor,
            now=now,
            facts=facts,
        )
        return
    assert evidence.receipt is not None, "nothing is paid without a receipt"
    withdrawal.result_code = SUCCESS
    outcomes.pay(
        session,
        withdrawal,
        receipt=evidence.receipt,
        source=source,
        actor=actor,
        now=now,
        facts=facts,
    )


def _review(
    session: Session,
    withdrawal: Withdrawal,
    decision: Decision,
    *,
    source: str,
    now: datetime,
    facts: Facts,
) -> None:
    assert decision.doubt is not None
    # A code that nobody knows is asked about; two stories about a payment are not.
    asks = decision.doubt is Doubt.UNKNOWN_CODE
    due_at = deadlines.of_withdrawal(withdrawal, now=now) if asks else now + REMIND_EVERY
    outcomes.open_review(
        session, withdrawal, decision.doubt, source=source, now=now, due_at=due_at, facts=facts
    )
    if asks:
        outcomes.inquire(session, withdrawal, now=now)


def _ask(
    session: Session, withdrawal: Withdrawal, *, source: str, now: datetime, facts: Facts
) -> None:
    if withdrawal.state in {WithdrawalState.SENDING, WithdrawalState.SENT}:
        # The answer to our call may still come, and will bring the ids only.
        state = WithdrawalState.UNKNOWN
        transition_to(session, withdrawal, state, source=source, now=now, due_at=now, facts=facts)
    else:
        record_event(session, withdrawal, source=source, facts=facts)
    outcomes.inquire(session, withdrawal, now=now)


def _keep(
    session: Session,
    withdrawal: Withdrawal,
    decision: Decision,
    *,
    source: str,
    now: datetime,
    facts: Facts,
) -> None:
    if decision.verdict is Verdict.CONTRADICTION:
        alerts.raise_alert(
            session,
            kind="withdrawal_contradiction",
            subject=f"withdrawal:{withdrawal.id}",
            now=now,
            state=withdrawal.state,
            says=facts.get("code"),
            receipt=facts.get("receipt"),
        )
    elif decision.verdict is Verdict.REFUSED:
        logger.error("withdrawal %s: %s speaks of another payout", withdrawal.id, source)
    # What says nothing leaves no trace, except where people will want to see all of it.
    elif withdrawal.state not in {WithdrawalState.UNKNOWN, WithdrawalState.REVIEW}:
        return
    record_event(session, withdrawal, source=source, facts=facts)


def _as_facts(evidence: _Evidence, decision: Decision) -> Facts:
    return {
        "verdict": decision.verdict,
        "doubt": decision.doubt,
        "code": evidence.code,
        "status": evidence.status_text or None if isinstance(evidence, StatusEvidence) else None,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "receipt": evidence.receipt,
        "conversation_id": evidence.conversation_id,
        "pauses": int(meaning_of_payout(evidence.code).pauses)
        if isinstance(evidence, PayoutEvidence)
        else None,
    }
