"""The audit log: what staff did, to what, and why; written in the transaction that does it.

Entries form a hash chain (domain/platform/audit_chain). Writers take turns by an advisory lock
that they take last of all, right before the commit: so who has it waits for nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import before_commit
from app.domain.platform.audit_chain import Act, Head, Stored, link, text_of, verify
from app.models.platform import AuditEntry
from app.models.user import User

AuditRow = tuple[AuditEntry, str]
Facts = dict[str, str | int | bool | None]

_ADDRESS = "staff_address"
_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('audit', 0))")
_PORTION = 1000


@dataclass(frozen=True)
class Change:
    """What stood before and after, and the second person where two had to agree."""

    before: Facts | None = None
    after: Facts | None = None
    approver_id: int | None = None


def remember_address(session: Session, address: str) -> None:
    """Have all entries of this transaction name the network address that asked."""
    session.info[_ADDRESS] = address[:45]


def record(
    session: Session,
    *,
    admin_id: int | None,
    action: str,
    subject: str,
    **detail: str | int | bool | None,
) -> None:
    """Record that an admin did `action` to `subject`, for instance `withdrawal:7`.

    `admin_id` is None for the system, such as a command of the terminal. The entry is written at
    the end of the transaction, and only if it commits.
    """
    record_change(
        session, Change(), admin_id=admin_id, action=action, subject=subject, detail=detail
    )


def record_change(
    session: Session,
    change: Change,
    *,
    admin_id: int | None,
    action: str,
    subject: str,
    detail: Facts,
) -> None:
    """Record as `record` does, with what stood before and after."""
    entry = AuditEntry(
        admin_id=admin_id,
        action=action,
        subject=subject[:80],
        detail={name: value for name, value in detail.items() if value is not None},
        before=change.before,
        after=change.after,
        approver_id=change.approver_id,
        address=session.info.get(_ADDRESS),
        created_at=utc_now(),
    )
    before_commit(session, partial(_append, session, entry))


def _append(session: Session, entry: AuditEntry) -> None:
    people = [one for one in (entry.admin_id, entry.approver_id) if one is not None]
    # The foreign keys lock these rows: before the turn, so that nobody waits for it with them.
    theirs = select(User.id).where(User.id.in_(people)).order_by(User.id)
    session.execute(theirs.with_for_update(read=True, key_share=True))
    session.execute(_TURN)
    before = head(session)
    entry.seq = before.count + 1
    entry.entry = text_of(_act(entry), seq=entry.seq)
    entry.hash = link(before.hash, entry.entry)
    session.add(entry)
    session.flush()


def head(session: Session) -> Head:
    """Return the end of the chain as it stands."""
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.hash)
        .where(AuditEntry.seq.is_not(None))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).one_or_none()
    return Head() if last is None else Head(last.seq, bytes(last.hash))


def check(session: Session, *, known: Head | None = None) -> Head:
    """Follow the whole chain and return its end; raises BrokenChain.

    `known` is an end that was written down earlier, through which the chain must still go.
    """
    return verify(_stored(session), known=known)


def chain(session: Session) -> Iterator[tuple[int, str, bytes]]:
    """Yield number, text and hash of each entry, from the first on."""
    for stored in _stored(session):
        yield stored.seq, stored.text, stored.hash


def _stored(session: Session) -> Iterator[Stored]:
    found = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.seq.is_not(None))
        .order_by(AuditEntry.seq)
        .execution_options(yield_per=_PORTION)
    )
    for entry in found:
        yield Stored(entry.seq or 0, entry.entry or "", bytes(entry.hash or b""), _act(entry))


def _act(entry: AuditEntry) -> Act:
    detail = dict(entry.detail)
    reason = detail.pop("reason", None)
    return Act(
        actor=_staff(entry.admin_id) or "system",
        action=entry.action,
        subject=entry.subject,
        at=entry.created_at,
        reason=reason,
        approver=_staff(entry.approver_id),
        before=entry.before,
        after=entry.after,
        address=entry.address,
        detail=detail or None,
    )


def _staff(user_id: int | None) -> str | None:
    return None if user_id is None else f"staff:{user_id}"


def list_newest(
    session: Session,
    *,
    rows: int,
    before: int | None = None,
    admin: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    since: datetime | None = None,
) -> list[AuditRow]:
    """Return entries with their admins' names, newest first, older than entry `before`.

    `action` and `subject` match wholly or by their first part: `switch` finds `switch.off`, and
    `withdrawal` finds `withdrawal:7`.
    """
    conditions: list[Any] = []
    if before is not None:
        conditions.append(AuditEntry.id < before)
    if admin is not None:
        conditions.append(func.lower(User.username) == admin.lower())
    if action is not None:
        conditions.append(_begins(AuditEntry.action, action, "."))
    if subject is not None:
        conditions.append(_begins(AuditEntry.subject, subject, ":"))
    if since is not None:
        conditions.append(AuditEntry.created_at >= since)
    found = session.execute(
        select(AuditEntry, func.coalesce(User.username, "system"))
        .outerjoin(User, User.id == AuditEntry.admin_id)
        .where(*conditions)
        .order_by(AuditEntry.id.desc())
        .limit(rows)
    )
    return [(row[0], row[1]) for row in found]


def _begins(column: Any, part: str, separator: str) -> ColumnElement[bool]:
    return or_(column == part, column.startswith(part + separator, autoescape=True))
