"""What staff decides about a player's identity: a name of M-Pesa's, or a check of a document.

One person with the right decides, with a reason, which the audit keeps. It moves no money of its
own: an approved name lets the player's own payouts go, a refused one gives them back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.payments.decisions import ReviewReason
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.domain.problems import ProblemCode
from app.models.identity import IdentityCheck, IdentityReview, LegalName, MpesaName
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.identity import checks, names
from app.services.payments.transitions import transition_to
from app.services.payments.withdrawals import outcomes
from app.services.platform import audit

APPROVED, REFUSED = "approved", "refused"


@dataclass(frozen=True)
class ReviewView:
    """An open review: the name that the player uses, and what stands against or beside it."""

    id: int
    user_id: int
    username: str
    declared: str | None
    opened_at: datetime
    mpesa_name: str | None = None
    phone: str | None = None
    document_kind: str | None = None
    reason: str | None = None
    job: str | None = None


def list_open(session: Session, *, rows: int) -> list[ReviewView]:
    """Return the open reviews, the oldest first."""
    found = session.scalars(
        select(IdentityReview)
        .where(IdentityReview.decision.is_(None))
        .order_by(IdentityReview.opened_at, IdentityReview.id)
        .limit(rows)
    )
    return [_view(session, one) for one in found]


def decide(
    session: Session, *, review_id: int, approves: bool, reason: str, admin: User, now: datetime
) -> None:
    """Approve or refuse. Raises NotFound, NotAllowed for one's own, Conflict if it was decided.

    A document that is another account's cannot be approved: the database refuses it.
    """
    row = session.scalars(
        select(IdentityReview)
        .where(IdentityReview.id == review_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such review.")
    if row.user_id == admin.id:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody decides about themselves.")
    if row.decision is not None:
        raise Conflict(ProblemCode.REVIEW_MOVED_ON, "This review was decided.")
    row.decision = APPROVED if approves else REFUSED
    row.decided_by, row.decided_at, row.reason = admin.id, now, reason
    session.flush()
    if row.mpesa_name_id is not None:
        _end_name(session, row.mpesa_name_id, approves=approves, admin=admin, now=now)
    elif row.check_id is not None:
        _end_check(session, row.check_id, approves=approves, now=now)
    audit.record(
        session,
        admin_id=admin.id,
        action=f"identity.{row.decision}",
        subject=f"user:{row.user_id}",
        review=review_id,
        reason=reason,
    )


def _end_name(
    session: Session, mpesa_name_id: int, *, approves: bool, admin: User, now: datetime
) -> None:
    said = session.get_one(MpesaName, mpesa_name_id)
    newest = names.declared(session, user_id=said.user_id)
    if approves and newest is not None and newest.id == said.legal_name_id:
        names.prove(session, said.id)
    waiting = session.scalars(
        select(Withdrawal)
        .where(
            Withdrawal.user_id == said.user_id,
            Withdrawal.phone == said.phone,
            Withdrawal.state == WithdrawalState.REVIEW,
            Withdrawal.review_reason == ReviewReason.NAME_DIFFERS,
        )
        .order_by(Withdrawal.id)
        .with_for_update()
    )
    for withdrawal in waiting.all():
        if approves:
            _send(session, withdrawal, admin=admin, now=now)
        else:
            outcomes.release(
                session,
                withdrawal,
                failure=PayoutFailure.RETURNED_BY_SUPPORT,
                source=f"admin:{admin.id}",
                actor=f"admin:{admin.id}",
                now=now,
            )


def _send(session: Session, withdrawal: Withdrawal, *, admin: User, now: datetime) -> None:
    """Let a payout go whose name was cleared; it was never sent."""
    withdrawal.review_reason = None
    due_at = now + timedelta(seconds=2 * get_settings().withdrawal.retry_seconds)
    held = WithdrawalState.HELD
    transition_to(session, withdrawal, held, source=f"admin:{admin.id}", now=now, due_at=due_at)
    enqueue(session, Job.SEND_PAYOUT, withdrawal_id=withdrawal.id)


def _end_check(session: Session, check_id: int, *, approves: bool, now: datetime) -> None:
    if not approves:
        checks.refuse_by_staff(session, check_id, now=now)
    elif not checks.approve_by_staff(session, check_id, now=now):
        raise Conflict(
            ProblemCode.REVIEW_MOVED_ON,
            "This document is another account's: one person has one account.",
        )


def _view(session: Session, row: IdentityReview) -> ReviewView:
    username = session.execute(select(User.username).where(User.id == row.user_id)).scalar_one()
    said = None if row.mpesa_name_id is None else session.get_one(MpesaName, row.mpesa_name_id)
    check = None if row.check_id is None else session.get_one(IdentityCheck, row.check_id)
    declared = said.legal_name_id if said else check.legal_name_id if check else None
    return ReviewView(
        id=row.id,
        user_id=row.user_id,
        username=username,
        declared=_name(session, declared),
        opened_at=row.opened_at,
        mpesa_name=said.name if said else None,
        phone=said.phone if said else None,
        document_kind=check.document_kind if check else None,
        reason=check.reason if check else None,
        job=check.job if check else None,
    )


def _name(session: Session, legal_name_id: int | None) -> str | None:
    return session.scalar(select(LegalName.name).where(LegalName.id == legal_name_id))
