"""Suspend or ban an account, and lift that: what it is doing ends in the same transaction.

Sign-ins, sockets and pushes end, and so does a search or an open challenge, with the stake back. A
running match stays: they cannot report any more, so it is decided by their opponent's report and
its timers. Tournaments let them drop out at their next step. Money stays theirs.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.platform.rights import Right, is_staff, may
from app.domain.problems import ProblemCode
from app.models.suspension import Suspension
from app.models.user import User
from app.services.auth import sessions
from app.services.matchmaking import suspensions as open_searches
from app.services.platform import audit

Kind = Literal["suspended", "banned"]


def impose(
    session: Session, *, user_id: int, kind: Kind, reason: str, admin: User, now: datetime
) -> User:
    """Shut an account; a ban needs more rights than a suspension, and staff needs an admin.

    Raises NotFound, NotAllowed for oneself or without the right, Conflict if it is shut already.
    """
    user = _lock(session, user_id, admin)
    _require_right(admin, kind, user)
    if not user.is_active:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "This account is shut already.")
    row = Suspension(user_id=user_id, kind=kind, reason=reason, imposed_by=admin.id, imposed_at=now)
    session.add(row)
    session.flush()
    session.refresh(user, ["is_active"])  # a trigger has written it
    sessions.end_all(session, user_id=user_id, because=kind, now=now)
    open_searches.end(session, user_id, now=now)
    _audit(session, user, admin, f"user.{_VERBS[kind]}", was="active", now_is=kind, reason=reason)
    return user


def lift(session: Session, *, user_id: int, reason: str, admin: User, now: datetime) -> User:
    """Open a shut account again; a ban is lifted by who may ban.

    Raises NotFound, NotAllowed for oneself or without the right, Conflict if staff has not shut it.
    """
    user = _lock(session, user_id, admin)
    row = current(session, user_id=user_id)
    if row is None:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "Nobody of staff has shut this account.")
    _require_right(admin, row.kind, user)
    row.lifted_by, row.lifted_at, row.lift_reason = admin.id, now, reason
    session.flush()
    session.refresh(user, ["is_active"])
    _audit(session, user, admin, "user.lift", was=row.kind, now_is="active", reason=reason)
    return user


def current(session: Session, *, user_id: int) -> Suspension | None:
    """Return the suspension or ban that an account has now."""
    return session.scalars(
        select(Suspension).where(Suspension.user_id == user_id, Suspension.lifted_at.is_(None))
    ).one_or_none()


_VERBS: dict[str, str] = {"suspended": "suspend", "banned": "ban"}


def _lock(session: Session, user_id: int, admin: User) -> User:
    user = session.scalars(
        select(User)
        .where(User.id == user_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if user is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player.")
    if user.id == admin.id:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody suspends themselves.")
    return user


def _require_right(admin: User, kind: str, user: User) -> None:
    right = Right.BAN_USERS if kind == "banned" or is_staff(user.role) else Right.SUSPEND_USERS
    if not may(admin.role, right):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Your role does not include this.")


def _audit(
    session: Session, user: User, admin: User, action: str, *, was: str, now_is: str, reason: str
) -> None:
    audit.record_change(
        session,
        audit.Change(before={"state": was}, after={"state": now_is}),
        admin_id=admin.id,
        action=action,
        subject=f"user:{user.id}",
        detail={"reason": reason},
    )
