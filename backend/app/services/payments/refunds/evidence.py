"""Applies evidence to refunds: results of reversals, answers, rows of M-Pesa's list."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.decisions import Decision, Verdict
from app.domain.payments.inquiries import StatusEvidence
from app.domain.payments.refunds.rules import RefundFacts, decide_result, decide_row, decide_status
from app.domain.payments.reversals import ProviderReversal, ReversalEvidence
from app.domain.payments.states import RefundState
from app.models.refund import Refund
from app.services.payments.refunds import outcomes
from app.services.payments.transitions import Facts, lock, record_event
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_Evidence = ReversalEvidence | StatusEvidence | ProviderReversal


def apply_evidence(
    session: Session, refund_id: int, evidence: _Evidence, *, now: datetime
) -> Verdict:
    """Do to the refund what `evidence` demands, and return what that was.

    Safe to repeat, in any order and concurrently: the row is locked, and success sticks.
    """
    refund = lock(session, Refund, refund_id)
    decision, source = _decide(refund, evidence)
    facts = _as_facts(evidence)
    if isinstance(evidence, ReversalEvidence) and decision.verdict is not Verdict.REFUSED:
        _record_result(session, refund, evidence, decision, now=now)
    if decision.verdict is Verdict.REFUSED:
        logger.error("refund %s: a result is about another payment", refund.id)
        record_event(session, refund, source=source, facts=facts | {"verdict": "refused"})
        return Verdict.REFUSED
    return _act(session, refund, evidence, decision, source=source, facts=facts, now=now)


def apply_reversal(
    session: Session, reversal: ProviderReversal, *, now: datetime
) -> Verdict | None:
    """Apply a reversal in M-Pesa's list to the refund that asked for it; None if none did."""
    refund = session.execute(
        select(Refund)
        .where(Refund.original_receipt == reversal.original_receipt)
        .order_by(Refund.id.desc())
        .limit(1)
        .with_for_update()
    ).scalar_one_or_none()
    if refund is None or refund.state == RefundState.RELEASED:
        return None
    if refund.state == RefundState.DONE:
        refund.mpesa_reference = refund.mpesa_reference or reversal.receipt
    was_held = refund.state == RefundState.HELD  # then it was not our reversal
    verdict = apply_evidence(session, refund.id, reversal, now=now)
    return None if was_held else verdict


def _decide(refund: Refund, evidence: _Evidence) -> tuple[Decision, str]:
    """Return what the evidence does, and the name of its source."""
    facts = RefundFacts(
        state=RefundState(refund.state),
        amount=refund.amount,
        original_receipt=refund.original_receipt,
        originator_conversation_id=refund.originator_conversation_id,
    )
    if isinstance(evidence, ReversalEvidence):
        return decide_result(facts, evidence), "reversal"
    if isinstance(evidence, StatusEvidence):
        return decide_status(facts, evidence), "status"
    return decide_row(facts.state), "pull"


def _record_result(
    session: Session,
    refund: Refund,
    evidence: ReversalEvidence,
    decision: Decision,
    *,
    now: datetime,
) -> None:
    """Keep the result code, and alert on a failure of our making."""
    if evidence.is_timeout or refund.state == RefundState.DONE:
        return
    refund.result_code = evidence.code[:40]
    if decision.verdict is Verdict.RELEASE and evidence.ours_to_mend:
        subject = f"refund:{refund.id}"
        alerts.raise_alert(
            session, kind="refund_refused", subject=subject, now=now, code=evidence.code
        )


def _act(
    session: Session,
    refund: Refund,
    evidence: _Evidence,
    decision: Decision,
    *,
    source: str,
    facts: Facts,
    now: datetime,
) -> Verdict:
    match decision.verdict:
        case Verdict.DONE:
            names_original = evidence.receipt == refund.original_receipt
            is_answer = isinstance(evidence, StatusEvidence)
            receipt = None if is_answer and names_original else evidence.receipt
            return outcomes.finish(
                session, refund, receipt=receipt, source=source, facts=facts, now=now
            )
        case Verdict.RELEASE:
            return outcomes.release(session, refund, source=source, facts=facts, now=now)
        case Verdict.ASK:
            return outcomes.await_answer(session, refund, source=source, facts=facts, now=now)
        case Verdict.REVIEW:
            assert decision.reason is not None
            return outcomes.open_review(
                session, refund, decision.reason, source=source, facts=facts, now=now
            )
        case _:
            return decision.verdict


def _as_facts(evidence: _Evidence) -> Facts:
    if isinstance(evidence, StatusEvidence):
        return {
            "code": evidence.code,
            "status": evidence.status_text or None,
            "receipt": evidence.receipt,
        }
    facts: Facts = {
        "receipt": evidence.receipt,
        "amount": None if evidence.amount is None else str(evidence.amount),
    }
    if isinstance(evidence, ReversalEvidence):
        facts |= {"code": evidence.code, "timeout": "yes" if evidence.is_timeout else None}
    return facts
