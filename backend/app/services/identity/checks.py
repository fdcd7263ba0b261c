"""Checks of a document by a provider: requested here, started and fetched by workers.

A callback only makes us fetch: what it says is not believed. The provider knows no idempotency key,
so before a check whose first call was lost is started again, it is looked for under our own
reference.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.security import document_hash, new_reference
from app.core.settings import get_settings
from app.domain.errors import Conflict, Invalid, TooSoon, Unavailable
from app.domain.identity.checks import (
    DOCUMENT_TAKEN,
    NO_ANSWER,
    OPEN,
    CheckOrder,
    CheckResult,
    CheckState,
    DocumentKind,
    ProviderOutcome,
    Started,
    canonical_number,
)
from app.domain.problems import ProblemCode
from app.models.identity import IdentityCheck, IdentityDocument, IdentityReview, LegalName
from app.models.user import User
from app.services.identity import names
from app.services.platform import alerts

_REFERENCE_LENGTH = 24
_DAY = timedelta(days=1)
_LONGEST_PAUSE = 3_600  # seconds between two tries
_S = CheckState


def newest(session: Session, *, user_id: int) -> IdentityCheck | None:
    """Return the last check that a player asked for."""
    mine = select(IdentityCheck).where(IdentityCheck.user_id == user_id)
    return session.scalars(mine.order_by(IdentityCheck.id.desc()).limit(1)).one_or_none()


def request(
    session: Session, *, player: User, kind: DocumentKind, number: str, now: datetime
) -> IdentityCheck:
    """Store a check with a reference of our own, and enqueue its start.

    Raises Unavailable without a provider, Invalid for what is no number, Conflict without a name,
    with a check under way or a document already proved, and TooSoon after so many in a day.
    """
    if not get_settings().identity.base_url:
        raise Unavailable(
            "Documents cannot be checked here yet. Write to support.", retry_after=86_400
        )
    canonical = canonical_number(number)
    if canonical is None:
        raise Invalid(ProblemCode.DOCUMENT_NUMBER_INVALID, "That is no number of a document.")
    session.execute(select(User.id).where(User.id == player.id).with_for_update(key_share=True))
    legal_name = names.declared(session, user_id=player.id)
    if legal_name is None:
        raise Conflict(ProblemCode.NAME_MISSING, "Say first how you are called.")
    _refuse_another(session, user_id=player.id, now=now)
    row = IdentityCheck(
        user_id=player.id,
        legal_name_id=legal_name.id,
        our_ref=new_reference("I", length=_REFERENCE_LENGTH),
        document_kind=kind,
        document_number=canonical,
        document_hash=document_hash(f"{kind}:{canonical}"),
        consent_at=now,
        state=_S.REQUESTED,
        created_at=now,
        due_at=now + timedelta(seconds=get_settings().identity.claim_seconds),
    )
    session.add(row)
    session.flush()
    enqueue(session, Job.START_IDENTITY_CHECK, check_id=row.id)
    return row


def claim(session: Session, *, check_id: int, now: datetime) -> CheckOrder | None:
    """Take the right to start a check; None if it was started, or another worker does."""
    row = _lock(session, check_id)
    if row is None or row.state != _S.REQUESTED or row.document_number is None:
        return None
    person = session.execute(
        select(LegalName.name, User.date_of_birth)
        .join(User, User.id == LegalName.user_id)
        .where(LegalName.id == row.legal_name_id)
    ).one()
    row.state = _S.STARTING
    row.tries += 1
    row.due_at = now + timedelta(seconds=get_settings().identity.claim_seconds)
    return CheckOrder(
        our_ref=row.our_ref,
        name=person.name,
        birth_date=person.date_of_birth,
        document_kind=DocumentKind(row.document_kind),
        document_number=row.document_number,
        consent_at=row.consent_at,
    )


def record_started(session: Session, *, check_id: int, started: Started, now: datetime) -> None:
    """Record that the provider has it: the number is forgotten here."""
    row = _lock(session, check_id)
    if row is None or row.state not in {_S.REQUESTED, _S.STARTING}:
        return
    row.state, row.job, row.link = _S.OPEN, started.job, started.link
    row.document_number = None
    row.due_at = now + timedelta(seconds=get_settings().identity.poll_seconds)


def record_not_started(
    session: Session, *, check_id: int, reason: str, is_final: bool, now: datetime
) -> None:
    """Record that the provider did not take it: tried again later, or over if that is useless."""
    row = _lock(session, check_id)
    if row is None or row.state != _S.STARTING:
        return
    if is_final or now - row.created_at > _DAY:
        _end(row, _S.FAILED, reason=reason, now=now)
        return
    row.state, row.reason = _S.REQUESTED, reason[:40]
    row.due_at = now + timedelta(seconds=min(5 * 2**row.tries, _LONGEST_PAUSE))


def reference_of(session: Session, *, check_id: int) -> str | None:
    """Return our reference of a check that waits for the provider; None of any other."""
    row = session.get(IdentityCheck, check_id)
    return row.our_ref if row is not None and row.state in {_S.STARTING, _S.OPEN} else None


def record_result(
    session: Session, *, check_id: int, result: CheckResult | None, now: datetime
) -> None:
    """Apply the provider's answer to a question of ours; `result` is None if it knows no such one.

    An approval with a document that is another account's, and what the provider leaves open, goes
    to staff.
    """
    row = _lock(session, check_id)
    if row is None or row.state not in {_S.STARTING, _S.OPEN}:
        return
    if result is None:
        _never_there(row, now=now)
    elif result.outcome is ProviderOutcome.WAITING or result.retryable:
        _wait(row, result, now=now)
    elif result.outcome is ProviderOutcome.APPROVED:
        _approve(session, row, reason=result.reason, now=now)
    elif result.outcome is ProviderOutcome.REVIEW:
        _review(session, row, reason=result.reason, now=now)
    else:
        rejected = result.outcome is ProviderOutcome.REJECTED
        _end(row, _S.REJECTED if rejected else _S.FAILED, reason=result.reason, now=now)


def fetch_soon(session: Session, *, our_ref: str) -> None:
    """Enqueue the question about a check that a callback named; unknown or ended ones do nothing.

    A callback may come before we have recorded the answer to our call.
    """
    found = session.execute(
        select(IdentityCheck.id).where(
            IdentityCheck.our_ref == our_ref, IdentityCheck.state.in_((_S.STARTING, _S.OPEN))
        )
    ).scalar_one_or_none()
    if found is not None:
        enqueue(session, Job.FETCH_IDENTITY_CHECK, check_id=found)


def find_due(session: Session, *, now: datetime, rows: int = 100) -> list[int]:
    """Return the ids of checks whose deadline has passed."""
    due = select(IdentityCheck.id).where(IdentityCheck.due_at <= now)
    return list(session.scalars(due.order_by(IdentityCheck.due_at).limit(rows)))


def move_on(session: Session, check_id: int, *, now: datetime) -> None:
    """Enqueue what is next for a due check: its start, or a question about it."""
    row = _lock(session, check_id)
    if row is None or row.due_at is None or row.due_at > now:
        return
    if row.state == _S.REQUESTED:
        row.due_at = now + timedelta(seconds=get_settings().identity.claim_seconds)
        enqueue(session, Job.START_IDENTITY_CHECK, check_id=check_id)
        return
    if row.state == _S.OPEN and now - row.created_at > _DAY:
        _end(row, _S.FAILED, reason=NO_ANSWER, now=now)
        return
    row.due_at = now + timedelta(seconds=get_settings().identity.poll_seconds)
    enqueue(session, Job.FETCH_IDENTITY_CHECK, check_id=check_id)


def approve_by_staff(session: Session, check_id: int, *, now: datetime) -> bool:
    """Approve what staff looked at; False when its document is another account's."""
    row = _lock(session, check_id)
    if row is None or row.state != _S.REVIEW or not _take_document(session, row):
        return False
    _end(row, _S.APPROVED, reason=None, now=now)
    session.flush()
    names.prove_document(session, row)
    return True


def refuse_by_staff(session: Session, check_id: int, *, now: datetime) -> None:
    """End a check that staff refused."""
    row = _lock(session, check_id)
    if row is not None and row.state == _S.REVIEW:
        _end(row, _S.REJECTED, reason=row.reason, now=now)


def _refuse_another(session: Session, *, user_id: int, now: datetime) -> None:
    mine = select(IdentityCheck).where(IdentityCheck.user_id == user_id)
    is_open = mine.where(IdentityCheck.state.in_(OPEN)).limit(1)
    if session.scalars(is_open).first() is not None:
        raise Conflict(ProblemCode.CHECK_OPEN, "A check of yours is under way.")
    if names.step_of(session, user_id=user_id) >= 2:
        raise Conflict(ProblemCode.CHECK_OPEN, "Your document is checked already.")
    today = select(func.count()).where(
        IdentityCheck.user_id == user_id, IdentityCheck.created_at > now - _DAY
    )
    if session.execute(today).scalar_one() >= get_settings().identity.checks_a_day:
        raise TooSoon(
            "You have asked for many checks today. Try again tomorrow.",
            retry_after=int(_DAY.total_seconds()),
        )


def _never_there(row: IdentityCheck, *, now: datetime) -> None:
    """Start again what provably never reached the provider; what is gone there has ended."""
    if row.state == _S.STARTING and row.document_number is not None:
        row.state, row.due_at = _S.REQUESTED, now
    else:
        _end(row, _S.FAILED, reason=NO_ANSWER, now=now)


def _wait(row: IdentityCheck, result: CheckResult, *, now: datetime) -> None:
    """Note what the provider has: also of a call whose answer was lost."""
    row.state, row.document_number = _S.OPEN, None
    row.job, row.link = result.job, result.link or row.link
    row.due_at = now + timedelta(seconds=get_settings().identity.poll_seconds)


def _approve(session: Session, row: IdentityCheck, *, reason: str | None, now: datetime) -> None:
    if not _take_document(session, row):
        _review(session, row, reason=DOCUMENT_TAKEN, now=now)
        return
    _end(row, _S.APPROVED, reason=reason, now=now)
    session.flush()
    names.prove_document(session, row)


def _take_document(session: Session, row: IdentityCheck) -> bool:
    """Bind the document to the player; False if it is another's. The primary key decides."""
    session.execute(
        insert(IdentityDocument)
        .values(document_hash=row.document_hash, user_id=row.user_id, check_id=row.id)
        .on_conflict_do_nothing()
    )
    holder = session.execute(
        select(IdentityDocument.user_id).where(IdentityDocument.document_hash == row.document_hash)
    ).scalar_one()
    return holder == row.user_id


def _review(session: Session, row: IdentityCheck, *, reason: str | None, now: datetime) -> None:
    row.state, row.reason = _S.REVIEW, (reason or "")[:40] or None
    row.document_number, row.due_at = None, None
    session.flush()
    session.execute(
        insert(IdentityReview).values(user_id=row.user_id, check_id=row.id).on_conflict_do_nothing()
    )
    alerts.raise_alert(
        session, kind="identity_review", subject=f"user:{row.user_id}", now=now, reason=row.reason
    )


def _end(row: IdentityCheck, state: CheckState, *, reason: str | None, now: datetime) -> None:
    row.state, row.reason = state, (reason or "")[:40] or None
    row.document_number, row.due_at, row.ended_at = None, None, now


def _lock(session: Session, check_id: int) -> IdentityCheck | None:
    return session.scalars(
        select(IdentityCheck)
        .where(IdentityCheck.id == check_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
