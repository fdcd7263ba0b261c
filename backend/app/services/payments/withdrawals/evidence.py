"""Applies evidence to withdrawals: only here is one paid or, once sent, released."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.decisions import Decision, ReviewReason, Verdict
from app.domain.payments.inquiries import StatusEvidence
from app.domain.payments.mpesa.payout_codes import meaning_of_payout
from app.domain.payments.payouts import PayoutEvidence, PayoutSource
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import WithdrawalState
from app.domain.payments.withdrawals.rules import (
    SUCCESS,
    WithdrawalFacts,
    decide_result,
    decide_status,
    reason_of_release,
)
from app.models.withdrawal import Withdrawal
from app.services.identity import names
from app.services.ledger import receipts
from app.services.payments import deadlines, payout_suspension
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.payments.withdrawals import outcomes
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_TIMED_OUT = "timeout"
_MOVES = frozenset({Verdict.PAY, Verdict.LATE, Verdict.RELEASE})
_Evidence = PayoutEvidence | StatusEvidence


def apply_evidence(
    session: Session, withdrawal_id: int, evidence: _Evidence, *, now: datetime
) -> Verdict:
    """Do to the withdrawal what `evidence` demands, and return what that was.

    `evidence` is the result of a payout, a notice about its queue, or an answer to an inquiry. Safe
    to repeat, in any order and concurrently: the row is locked, and success sticks.
    """
    withdrawal = lock(session, Withdrawal, withdrawal_id)
    facts = _facts(session, withdrawal, evidence.receipt, now)
    if isinstance(evidence, StatusEvidence):
        decision, source = decide_status(facts, evidence), PayoutSource.STATUS
    else:
        decision, source = decide_result(facts, evidence), evidence.source
    if decision.verdict is not Verdict.REFUSED:
        withdrawal.conversation_id = withdrawal.conversation_id or evidence.conversation_id
        if isinstance(evidence, PayoutEvidence) and withdrawal.sent_at is not None:
            _record_result(withdrawal, evidence)
            _suspend_if_needed(session, withdrawal, evidence, now=now)
    _act(session, withdrawal, evidence, decision, source=source.value, now=now)
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
        receipt_used=receipt is not None
        and not receipts.claim(session, receipt=receipt, held=withdrawal.mpesa_reference),
        review_reason=ReviewReason(withdrawal.review_reason) if withdrawal.review_reason else None,
        since_call=now - (withdrawal.sent_at or now),
        send_again_after=timedelta(seconds=get_settings().withdrawal.first_question_seconds),
    )


def _record_result(withdrawal: Withdrawal, evidence: PayoutEvidence) -> None:
    """Keep the result code; no failure replaces a success, and no notice a result."""
    is_notice = evidence.source is PayoutSource.TIMEOUT
    if withdrawal.result_code != SUCCESS and not (is_notice and withdrawal.result_code):
        withdrawal.result_code = _TIMED_OUT if is_notice else evidence.code[:40]


def _suspend_if_needed(
    session: Session, withdrawal: Withdrawal, evidence: PayoutEvidence, *, now: datetime
) -> None:
    """Suspend payouts if the next one would fail as well; alert on a failure of our making."""
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
        _inquire(session, withdrawal, source=source, now=now, facts=facts)
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
    names.record(
        session,
        user_id=withdrawal.user_id,
        phone=withdrawal.phone,
        name=evidence.receiver_name,
        source="withdrawal",
        subject_id=withdrawal.id,
        now=now,
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
    assert decision.reason is not None
    # Only an unknown code is worth an inquiry; people decide about contradictions.
    asks = decision.reason is ReviewReason.UNKNOWN_CODE
    due_at = deadlines.of_withdrawal(withdrawal, now=now) if asks else now + REMIND_EVERY
    outcomes.open_review(
        session, withdrawal, decision.reason, source=source, now=now, due_at=due_at, facts=facts
    )
    if asks:
        outcomes.inquire(session, withdrawal, now=now)


def _inquire(
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
        logger.error("withdrawal %s: %s is about another payout", withdrawal.id, source)
    # Without content it leaves no event, except where people will want to see all of it.
    elif withdrawal.state not in {WithdrawalState.UNKNOWN, WithdrawalState.REVIEW}:
        return
    record_event(session, withdrawal, source=source, facts=facts)


def _as_facts(evidence: _Evidence, decision: Decision) -> Facts:
    return {
        "verdict": decision.verdict,
        "doubt": decision.reason,
        "code": evidence.code,
        "status": evidence.status_text or None if isinstance(evidence, StatusEvidence) else None,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "receipt": evidence.receipt,
        "conversation_id": evidence.conversation_id,
        "pauses": int(meaning_of_payout(evidence.code).pauses)
        if isinstance(evidence, PayoutEvidence)
        else None,
    }
