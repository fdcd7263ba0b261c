"""Inquiries to M-Pesa that are answered later, each at an address of its own.

An inquiry moves no money, so each may be sent again. What an answer does to a payment is decided by
the service of its kind (`services/payments/callbacks/inquiry_results.py`).
"""

import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import callback_token, fingerprint, new_reference
from app.core.settings import get_settings
from app.domain.payments.inquiries import (
    BalanceInquiry,
    BalanceReport,
    InquiryAccepted,
    StatusEvidence,
    StatusInquiry,
    StatusVerdict,
)
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.query_codes import QueryMeaning, QueryOutcome
from app.models.mpesa_request import MpesaRequest
from app.services.payments import payout_suspension
from app.services.platform import alerts

logger = logging.getLogger(__name__)

_OPEN = ("created", "sent")
_REFERENCE_LENGTH = 19
Facts = Mapping[str, object]


@dataclass(frozen=True)
class About:
    """Which payment an inquiry is about."""

    kind: PaymentKind
    payment_id: int


def create(
    session: Session,
    *,
    about: About,
    now: datetime,
    receipt: str | None = None,
    originator_conversation_id: str | None = None,
) -> bool:
    """Have M-Pesa asked what became of a transaction; False when such an inquiry is open already.

    The transaction is named by its `receipt` or by our `originator_conversation_id`. The caller
    holds the lock of the payment's row, so that two at once create one inquiry.
    """
    if is_open(session, about=about):
        return False
    _add(
        session,
        kind="status",
        now=now,
        subject=about.kind.value,
        subject_id=about.payment_id,
        asked_receipt=receipt,
        asked_conversation_id=originator_conversation_id,
    )
    return True


def create_balance(session: Session, *, now: datetime) -> int:
    """Have M-Pesa asked what is in our accounts; return the id of the inquiry."""
    return _add(session, kind="balance", now=now)


def is_open(session: Session, *, about: About) -> bool:
    """Return whether an inquiry about this payment waits to be sent or to be answered."""
    found = session.execute(select(MpesaRequest.id).where(_is_about(about), _waits()).limit(1))
    return found.first() is not None


def has_named(session: Session, *, about: About, receipt: str) -> bool:
    """Return whether an inquiry about this payment ever named `receipt`."""
    named = MpesaRequest.asked_receipt == receipt
    return (
        session.execute(select(MpesaRequest.id).where(_is_about(about), named)).first() is not None
    )


def close(session: Session, *, about: About) -> None:
    """End the inquiries about a payment in a final state; an answer under way is still applied."""
    session.execute(
        update(MpesaRequest)
        .where(_is_about(about), _waits())
        .values(state="lost", due_at=None)
        .execution_options(synchronize_session=False)
    )


def claim(
    session: Session, *, request_id: int, now: datetime
) -> StatusInquiry | BalanceInquiry | None:
    """Take the right to send an inquiry now; None when it was sent or is needed no more."""
    row = _locked(session, request_id=request_id)
    if row.state != "created":
        return None
    setting = get_settings().withdrawal
    row.state = "sent"
    row.due_at = now + timedelta(seconds=max(setting.claim_seconds, setting.answer_seconds))
    token = callback_token(row.reference, stored=row.token_sha256)
    if row.kind == "balance":
        return BalanceInquiry(token=token, shortcode=get_settings().mpesa.payout_shortcode)
    return StatusInquiry(
        token=token,
        receipt=row.asked_receipt,
        originator_conversation_id=row.asked_conversation_id,
        about_payout=row.subject == PaymentKind.WITHDRAWAL,
    )


def record_taken(
    session: Session, *, request_id: int, asked: InquiryAccepted, now: datetime
) -> None:
    """Record that M-Pesa took the inquiry; its answer may have come before."""
    row = _locked(session, request_id=request_id)
    row.originator_conversation_id = asked.originator_conversation_id
    row.conversation_id = asked.conversation_id
    if row.state == "sent":
        row.due_at = now + timedelta(seconds=get_settings().withdrawal.answer_seconds)


def record_not_taken(
    session: Session, *, request_id: int, reason: str, ours_to_mend: bool, now: datetime
) -> None:
    """Record that M-Pesa may not have taken the inquiry: send it again within a minute."""
    row = _locked(session, request_id=request_id)
    if row.state != "sent":
        return
    # Not all in the same second when M-Pesa is back.
    pause = get_settings().withdrawal.answer_seconds * random.uniform(0.3, 1.0)  # noqa: S311
    row.state = "created"
    row.due_at = now + timedelta(seconds=pause)
    if ours_to_mend:
        alerts.raise_alert(
            session, kind="question_refused", subject="mpesa", now=now, reason=reason
        )


def subject_of(session: Session, *, request_id: int) -> About:
    """Return which payment an inquiry is about."""
    row = session.execute(
        select(MpesaRequest.subject, MpesaRequest.subject_id).where(MpesaRequest.id == request_id)
    ).one()
    return About(PaymentKind(row.subject), row.subject_id)


def record_answer(
    session: Session, *, request_id: int, evidence: StatusEvidence, now: datetime
) -> None:
    """Record what M-Pesa answers about a transaction.

    An answer without content ("busy", "wrong password") ends the inquiry: the sweep of the payment
    creates another one. An answer that came too late is recorded all the same.
    """
    row = _locked(session, request_id=request_id)
    is_empty = evidence.verdict is StatusVerdict.NO_ANSWER
    facts: Facts = {
        "code": evidence.code,
        "verdict": evidence.verdict.value,
        "status": evidence.status_text or None,
        "receipt": evidence.receipt,
        "amount": None if evidence.amount is None else str(evidence.amount),
        "originator_conversation_id": evidence.originator_conversation_id,
        # Reconciliation reads these: M-Pesa's own row about a payout.
        "charge": None if evidence.charge is None else str(evidence.charge),
        "finalised_at": evidence.finalised_at and evidence.finalised_at.isoformat(),
    }
    _end(row, facts=facts, is_empty=is_empty, now=now)
    if not evidence.is_timeout:
        _stop_if_needed(session, evidence.meaning, code=evidence.code, now=now)


def record_balance(
    session: Session, *, request_id: int, report: BalanceReport, now: datetime
) -> None:
    """Record what M-Pesa answers is in our accounts."""
    row = _locked(session, request_id=request_id)
    accounts = {account.name: str(account.current) for account in report.accounts}
    is_empty = report.meaning.outcome is not QueryOutcome.ANSWERED
    facts = {
        "code": report.code,
        "accounts": accounts,
        "total": None if report.total is None else str(report.total),
        "completed_at": report.completed_at and report.completed_at.isoformat(),
    }
    _end(row, facts=facts, is_empty=is_empty, now=now)
    _stop_if_needed(session, report.meaning, code=report.code, now=now)


def next_try_at(*, now: datetime) -> datetime:
    """Return when to send an inquiry again that no worker has taken."""
    return now + timedelta(seconds=2 * get_settings().withdrawal.retry_seconds)


def _add(session: Session, *, kind: str, now: datetime, **columns: object) -> int:
    reference = new_reference("Q", length=_REFERENCE_LENGTH)
    row = MpesaRequest(
        kind=kind,
        reference=reference,
        token_sha256=fingerprint(callback_token(reference)),
        created_at=now,
        due_at=next_try_at(now=now),
        **columns,
    )
    session.add(row)
    session.flush()
    enqueue(session, Job.SEND_INQUIRY, request_id=row.id)
    return row.id


def _end(row: MpesaRequest, *, facts: Facts, is_empty: bool, now: datetime) -> None:
    if row.state == "answered" and is_empty:
        return
    row.state = "lost" if is_empty else "answered"
    row.answer = facts
    row.answered_at = now
    row.due_at = None


def _stop_if_needed(session: Session, meaning: QueryMeaning, *, code: str, now: datetime) -> None:
    """Suspend payouts on a code that would lock our operator; alert on others of our making."""
    if meaning.pauses:
        payout_suspension.suspend(session, code=code, subject="question", now=now)
    elif meaning.ours_to_mend:
        alerts.raise_alert(session, kind="question_refused", subject="mpesa", now=now, code=code)


def _locked(session: Session, *, request_id: int) -> MpesaRequest:
    return session.execute(
        select(MpesaRequest).where(MpesaRequest.id == request_id).with_for_update()
    ).scalar_one()


def _is_about(about: About) -> ColumnElement[bool]:
    return (MpesaRequest.subject == about.kind.value) & (
        MpesaRequest.subject_id == about.payment_id
    )


def _waits() -> ColumnElement[bool]:
    return MpesaRequest.state.in_(_OPEN)
