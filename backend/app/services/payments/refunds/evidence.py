"""What M-Pesa says about refunds, weighed: done, refused, or nobody knows yet.

It comes as the result of the reversal, as the answer to a question, or as a row in M-Pesa's list.
"""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.payments.inquiries import StatusEvidence, StatusVerdict
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.reversals import ReversalEvidence, ReversalOutcome
from app.domain.payments.schedule import REMIND_EVERY
from app.domain.payments.states import DepositState, PaybillState, RefundState
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.refund import Refund
from app.services.ledger import posting, receipts
from app.services.payments import deadlines, inquiries, postings
from app.services.payments.inquiries import About
from app.services.payments.provider_reversals import TakenBack
from app.services.payments.transitions import Facts, lock, record_event, transition_to
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_ASKABLE = frozenset({RefundState.SENDING, RefundState.SENT, RefundState.UNKNOWN})
_SENT = _ASKABLE | {RefundState.REVIEW}
_DONE, _RELEASED, _REVIEW, _WAITS, _NOTHING = "done", "released", "review", "waits", "nothing"
_REVERSAL, _STATUS, _PULL = "reversal", "status", "pull"


def weigh(session: Session, *, refund_id: int, evidence: ReversalEvidence, now: datetime) -> str:
    """Do to a refund what the result of its reversal demands. Success is never taken back."""
    refund = lock(session, Refund, refund_id)
    if refund.state == RefundState.DONE:
        return _NOTHING
    facts: Facts = {
        "code": evidence.code,
        "receipt": evidence.receipt,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "timeout": "yes" if evidence.is_timeout else None,
    }
    if _is_about_another(refund, evidence):
        logger.error("refund %s: a result speaks of another payment", refund.id)
        record_event(session, refund, source=_REVERSAL, facts=facts | {"verdict": "refused"})
        return "refused"
    if not evidence.is_timeout:
        refund.result_code = evidence.code[:40]
    return _act(session, refund, evidence, facts=facts, now=now)


def _act(
    session: Session,
    refund: Refund,
    evidence: ReversalEvidence,
    *,
    facts: Facts,
    now: datetime,
) -> str:
    match evidence.outcome:
        case ReversalOutcome.DONE | ReversalOutcome.ALREADY:
            # R000001: it went back once, whoever did it; its receipt stands in M-Pesa's list.
            return finish(
                session, refund, receipt=evidence.receipt, source=_REVERSAL, facts=facts, now=now
            )
        case ReversalOutcome.NOT_DONE if refund.state in _SENT:
            if evidence.ours_to_mend:
                _ring(session, refund, "refund_refused", now=now, code=evidence.code)
            return release(session, refund, source=_REVERSAL, facts=facts, now=now)
        case ReversalOutcome.ASK if refund.state in _ASKABLE:
            return doubt(session, refund, source=_REVERSAL, facts=facts, now=now)
        case ReversalOutcome.UNHEARD_OF if refund.state in _ASKABLE:
            return review(session, refund, "unknown_code", facts=facts, now=now)
    return _NOTHING


def weigh_status(
    session: Session, *, refund_id: int, evidence: StatusEvidence, now: datetime
) -> str:
    """Do to a refund what M-Pesa's answer demands.

    About the reversal itself, "completed" means done. About the payment that was to go back,
    "completed" means that it has not gone back so far, and "cancelled" that it has.
    """
    refund = lock(session, Refund, refund_id)
    if refund.state not in _SENT:
        return _NOTHING
    verdict = evidence.verdict
    is_original = evidence.receipt == refund.original_receipt
    facts: Facts = {
        "code": evidence.code,
        "status": evidence.status_text or None,
        "receipt": evidence.receipt,
    }
    if is_original and verdict is StatusVerdict.FAILED:
        return finish(session, refund, receipt=None, source=_STATUS, facts=facts, now=now)
    if is_original or not _names(refund, evidence):
        return _WAITS
    if verdict is StatusVerdict.COMPLETED:
        receipt = evidence.receipt
        return finish(session, refund, receipt=receipt, source=_STATUS, facts=facts, now=now)
    if verdict is StatusVerdict.FAILED:
        return release(session, refund, source=_STATUS, facts=facts, now=now)
    return _WAITS


def hear_of_reversal(session: Session, taken: TakenBack, *, now: datetime) -> str | None:
    """Take note of a reversal in M-Pesa's list; None when no refund of ours is about it."""
    refund = session.execute(
        select(Refund)
        .where(Refund.original_receipt == taken.original_receipt)
        .order_by(Refund.id.desc())
        .limit(1)
        .with_for_update()
    ).scalar_one_or_none()
    if refund is None or refund.state == RefundState.RELEASED:
        return None
    facts: Facts = {"receipt": taken.receipt, "amount": str(taken.amount)}
    if refund.state == RefundState.DONE:
        refund.mpesa_reference = refund.mpesa_reference or taken.receipt
        return _NOTHING
    if refund.state == RefundState.HELD:  # M-Pesa was faster: nothing of ours is under way
        release(session, refund, source=_PULL, facts=facts, now=now)
        return None
    return finish(session, refund, receipt=taken.receipt, source=_PULL, facts=facts, now=now)


def finish(
    session: Session,
    refund: Refund,
    *,
    receipt: str | None,
    source: str,
    facts: Facts,
    now: datetime,
) -> str:
    """Book that the money went back: out of what was set aside, or, late, out of the wallet."""
    was_released = refund.state == RefundState.RELEASED
    if not _is_with_us(session, refund):  # booked already, as taken back by M-Pesa
        if was_released:
            return _NOTHING
        return release(session, refund, source=source, facts=facts, now=now)
    if receipt is not None:
        receipts.lock(session, receipt=receipt)
        if posting.is_booked(session, receipt=receipt):
            return review(session, refund, "receipt_used", facts=facts, now=now)
    if refund.state == RefundState.HELD:  # "not sent", M-Pesa had said
        transition_to(session, refund, RefundState.SENDING, source=source, now=now, due_at=now)
    refund.mpesa_reference = receipt
    actor = _actor(source)
    if was_released and refund.user_id is not None:
        debt = postings.book_released_refund(session, refund, receipt=receipt, actor=actor)
        _ring(session, refund, "refund_after_release", now=now, owed=str(debt))
    else:
        postings.book_refund(session, refund, receipt=receipt, actor=actor)
    _mark_original(session, refund, source=source, now=now)
    transition_to(session, refund, RefundState.DONE, source=source, now=now, facts=facts)
    inquiries.close(session, about=About(PaymentKind.REFUND, refund.id))
    return _DONE


def release(session: Session, refund: Refund, *, source: str, facts: Facts, now: datetime) -> str:
    """Give the money back to the wallet, because M-Pesa refused the reversal."""
    postings.release_refund(session, refund, actor=_actor(source))
    transition_to(session, refund, RefundState.RELEASED, source=source, now=now, facts=facts)
    inquiries.close(session, about=About(PaymentKind.REFUND, refund.id))
    return _RELEASED


def doubt(session: Session, refund: Refund, *, source: str, facts: Facts, now: datetime) -> str:
    """Nobody knows whether it was done: keep the money set aside, and ask."""
    ask(session, refund, now=now)
    due_at = deadlines.of_refund(refund, now=now)
    if refund.state == RefundState.UNKNOWN:
        refund.due_at = due_at
        record_event(session, refund, source=source, facts=facts)
        return _WAITS
    transition_to(
        session, refund, RefundState.UNKNOWN, source=source, now=now, due_at=due_at, facts=facts
    )
    return _WAITS


def ask(session: Session, refund: Refund, *, now: datetime) -> None:
    """Have M-Pesa asked: about the reversal by its own id, or about the payment by its receipt."""
    ours = refund.originator_conversation_id
    refund.questions += 1
    # By turns: either may be unknown to M-Pesa, or say nothing.
    by_id = ours is not None and refund.questions % 2 == 1
    inquiries.create(
        session,
        about=About(PaymentKind.REFUND, refund.id),
        receipt=None if by_id else refund.original_receipt,
        originator_conversation_id=ours if by_id else None,
        now=now,
    )


def review(session: Session, refund: Refund, why: str, *, facts: Facts, now: datetime) -> str:
    """Hand a refund to people; the money stays where it is."""
    refund.doubt = why
    _ring(session, refund, "refund_review", now=now, doubt=why)
    if refund.state not in _ASKABLE:
        record_event(session, refund, source=_REVERSAL, facts=facts | {"doubt": why})
        return _REVIEW
    due_at = now + REMIND_EVERY
    transition_to(
        session, refund, RefundState.REVIEW, source=_REVERSAL, now=now, due_at=due_at, facts=facts
    )
    return _REVIEW


def _is_about_another(refund: Refund, evidence: ReversalEvidence) -> bool:
    if evidence.is_timeout:
        return False
    ours, said = refund.originator_conversation_id, evidence.originator_conversation_id
    other_id = ours is not None and said is not None and ours != said
    other_amount = evidence.amount not in {None, refund.amount}
    return (
        other_id
        or other_amount
        or evidence.original_receipt
        not in {
            None,
            refund.original_receipt,
        }
    )


def _names(refund: Refund, evidence: StatusEvidence) -> bool:
    """Say whether the answer is about our reversal, by the id that M-Pesa gave it."""
    ours = refund.originator_conversation_id
    return ours is not None and evidence.originator_conversation_id == ours


def _is_with_us(session: Session, refund: Refund) -> bool:
    """Say whether the payment that is to go back is booked as ours, in a wallet or in suspense."""
    if refund.deposit_id is not None:
        deposit = lock(session, Deposit, refund.deposit_id)
        return deposit.state == DepositState.CREDITED
    payment = lock(session, PaybillPayment, refund.paybill_payment_id or 0)
    where = PaybillState.SUSPENSE if refund.user_id is None else PaybillState.CREDITED
    return payment.state == where


def _mark_original(session: Session, refund: Refund, *, source: str, now: datetime) -> None:
    facts: dict[str, str | int | None] = {"refund": refund.id}
    if refund.deposit_id is not None:
        deposit = lock(session, Deposit, refund.deposit_id)
        transition_to(session, deposit, DepositState.REVERSED, source=source, now=now, facts=facts)
        return
    assert refund.paybill_payment_id is not None, "a refund is of one payment"
    payment = lock(session, PaybillPayment, refund.paybill_payment_id)
    transition_to(session, payment, PaybillState.RETURNED, source=source, now=now, facts=facts)


def _actor(source: str) -> str:
    """Return who moves the money: M-Pesa's word, or the ruling of two people (`ruling:7`)."""
    return source if ":" in source else f"mpesa:{source}"


def _ring(session: Session, refund: Refund, kind: str, *, now: datetime, **facts: str) -> None:
    alerts.raise_alert(session, kind=kind, subject=f"refund:{refund.id}", now=now, **facts)
