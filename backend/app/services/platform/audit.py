"""The audit log: what an admin did, to what, and why; written in the transaction that does it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models.platform import AuditEntry
from app.models.user import User

AuditRow = tuple[AuditEntry, str]


def record(
    session: Session, *, admin_id: int, action: str, subject: str, **detail: str | int | bool | None
) -> None:
    """Record that an admin did `action` to `subject`, for instance `withdrawal:7`."""
    known = {name: value for name, value in detail.items() if value is not None}
    session.add(AuditEntry(admin_id=admin_id, action=action, subject=subject[:80], detail=known))
    session.flush()


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
        select(AuditEntry, User.username)
        .join(User, User.id == AuditEntry.admin_id)
        .where(*conditions)
        .order_by(AuditEntry.id.desc())
        .limit(rows)
    )
    return [(row[0], row[1]) for row in found]


def _begins(column: Any, part: str, separator: str) -> ColumnElement[bool]:
    return or_(column == part, column.startswith(part + separator, autoescape=True))
