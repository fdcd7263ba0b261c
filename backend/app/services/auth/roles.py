"""Roles of staff: one admin proposes who gets which, another approves, and it holds at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.platform.rights import Role, is_staff
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchmakingQueue
from app.models.role_change import RoleChange
from app.models.user import User
from app.services.auth import sessions
from app.services.auth.factor import enrolment, invitations
from app.services.platform import audit, dual_control, twins


@dataclass(frozen=True)
class RoleChangeView:
    """A proposal and the name of whom it is about."""

    change: RoleChange
    username: str


def list_staff(session: Session) -> list[User]:
    """Return everybody who is not a player, by name."""
    return list(session.scalars(select(User).where(User.role != "player").order_by(User.username)))


def list_open(session: Session) -> list[RoleChangeView]:
    """Return the proposals that nobody has decided, oldest first."""
    found = session.execute(
        select(RoleChange, User.username)
        .join(User, User.id == RoleChange.user_id)
        .where(RoleChange.decision.is_(None))
        .order_by(RoleChange.id)
    )
    return [RoleChangeView(row[0], row[1]) for row in found]


def propose(
    session: Session, *, username: str, role: Role, reason: str, admin: User, now: datetime
) -> RoleChangeView:
    """Propose another role for somebody; it lapses after a day.

    Raises NotFound for an unknown or unverified player, NotAllowed for oneself and for who shares a
    device or a number with them, Conflict if it is their role already, if somebody has proposed
    one, or if they are in play.
    """
    user = session.scalars(
        select(User).where(func.lower(User.username) == username.lower(), User.is_verified)
    ).one_or_none()
    if user is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no verified player of this name.")
    _refuse_related(session, user.id, admin, now=now)
    if user.role == role:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "That is their role already.")
    if dual_control.find_open(session, RoleChange, RoleChange.user_id == user.id) is not None:
        raise Conflict(ProblemCode.RULING_MOVED_ON, "Another role was proposed for them.")
    _refuse_in_play(session, user_id=user.id, role=role)
    change = RoleChange(
        user_id=user.id,
        role=role.value,
        role_before=user.role,
        reason=reason,
        proposed_by=admin.id,
    )
    dual_control.propose(session, change, now=now)
    _audit(session, change, admin, "role.propose", reason=reason)
    return RoleChangeView(change, user.username)


def approve(
    session: Session, *, change_id: int, admin: User, reason: str, now: datetime
) -> tuple[RoleChangeView, str | None]:
    """Give somebody the role that another admin has proposed; they are signed out everywhere.

    Returns the invitation to set up a second factor, for who becomes staff; who leaves has their
    factor taken away. Raises NotAllowed for whom it is about or who proposed it, and Conflict if
    it is not open any more, or who proposed it is no admin any more.
    """
    change = _lock(session, change_id, admin, now=now)
    user = session.get_one(User, change.user_id, populate_existing=True)
    proposer = session.get_one(User, change.proposed_by)
    if user.role != change.role_before or proposer.role != "admin" or not proposer.is_active:
        raise Conflict(ProblemCode.RULING_MOVED_ON, "Roles have changed since: propose it anew.")
    _refuse_in_play(session, user_id=user.id, role=Role(change.role))
    dual_control.decide(session, change, "approved", person_id=admin.id, now=now)
    sessions.end_all(session, user_id=user.id, because="role_changed", now=now)
    _audit(session, change, admin, "role.approve", reason=reason)
    return RoleChangeView(change, user.username), _change_factor(session, user, change, now=now)


def reject(
    session: Session, *, change_id: int, admin: User, reason: str, now: datetime
) -> RoleChangeView:
    """Reject what another admin has proposed."""
    change = _lock(session, change_id, admin, now=now)
    dual_control.decide(session, change, "rejected", person_id=admin.id, now=now)
    _audit(session, change, admin, "role.reject", reason=reason)
    return RoleChangeView(change, session.get_one(User, change.user_id).username)


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, RoleChange, now=now)


def lapse(session: Session, change_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, RoleChange, change_id, now=now)


def _lock(session: Session, change_id: int, admin: User, *, now: datetime) -> RoleChange:
    change = dual_control.lock_open(session, RoleChange, change_id, person_id=admin.id, now=now)
    _refuse_related(session, change.user_id, admin, now=now)
    return change


def _refuse_related(session: Session, user_id: int, admin: User, *, now: datetime) -> None:
    if user_id == admin.id:
        raise NotAllowed(ProblemCode.SAME_PERSON, "Nobody decides about their own role.")
    twins.require_stranger(session, user_id=user_id, staff_id=admin.id, now=now)


def _refuse_in_play(session: Session, *, user_id: int, role: Role) -> None:
    if not is_staff(role):
        return
    waits = exists().where(MatchmakingQueue.user_id == user_id)
    plays = exists().where(
        or_(Match.player1_id == user_id, Match.player2_id == user_id),
        Match.status.in_(("pending", "active", "disputed")),
    )
    if session.execute(select(or_(waits, plays))).scalar_one():
        raise Conflict(
            ProblemCode.ALREADY_IN_PLAY, "They are in play: once that is over they can be staff."
        )


def _change_factor(
    session: Session, user: User, change: RoleChange, *, now: datetime
) -> str | None:
    """Invite who becomes staff to set up a second factor; take it from who leaves."""
    if is_staff(change.role) and not is_staff(change.role_before):
        return invitations.invite(session, user_id=user.id, now=now)
    if not is_staff(change.role):
        enrolment.remove(session, person=user, now=now)
    return None


def _audit(session: Session, change: RoleChange, admin: User, action: str, *, reason: str) -> None:
    is_done = action == "role.approve"
    audit.record_change(
        session,
        audit.Change(
            before={"role": change.role_before},
            after={"role": change.role if is_done else change.role_before},
            approver_id=admin.id if is_done else None,
        ),
        admin_id=change.proposed_by if is_done else admin.id,
        action=action,
        subject=f"user:{change.user_id}",
        detail={"reason": reason, "role": change.role},
    )
