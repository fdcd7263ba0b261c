"""Take a colleague's lost authenticator away: one proposes it, another approves and invites them.

Whoever approves reads the invitation once, and hands it over in person.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, aliased

from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.platform.rights import is_staff
from app.domain.problems import ProblemCode
from app.models.factor import FactorReset
from app.models.user import User
from app.services.auth import accounts, sessions
from app.services.auth.factor import enrolment, invitations
from app.services.platform import audit, dual_control


@dataclass(frozen=True)
class ResetView:
    """A proposal, and its people by name."""

    reset: FactorReset
    person: str
    proposer: str
    decider: str | None


def propose(
    session: Session, *, username: str, reason: str, admin: User, now: datetime
) -> ResetView:
    """Propose to take a colleague's authenticator away; it lapses after a day.

    Raises NotFound unless they are of staff, NotAllowed for one's own, and Conflict while such a
    proposal is open.
    """
    person = accounts.find(session, name=LoginName(NameKind.USERNAME, username.lower()))
    if person is None or not is_staff(person.role):
        raise NotFound(ProblemCode.NOT_FOUND, "Nobody of staff has that name.")
    if person.id == admin.id:
        raise NotAllowed(ProblemCode.SAME_PERSON, "A colleague has to propose this for you.")
    if dual_control.find_open(session, FactorReset, FactorReset.user_id == person.id) is not None:
        raise Conflict(ProblemCode.RULING_MOVED_ON, "This is proposed already.")
    reset = FactorReset(user_id=person.id, reason=reason, proposed_by=admin.id)
    dual_control.propose(session, reset, now=now)
    _audit(session, reset, admin, "factor.reset.propose", reason=reason)
    return _view(session, reset.id)


def approve(
    session: Session, *, reset_id: int, admin: User, reason: str, now: datetime
) -> tuple[ResetView, str]:
    """Take the authenticator away and sign its owner out; return an invitation for them.

    Raises NotAllowed for who proposed it or whom it is about, and Conflict if it is not open.
    """
    reset = _lock(session, reset_id, admin, now)
    dual_control.decide(session, reset, "approved", person_id=admin.id, now=now)
    _audit(session, reset, admin, "factor.reset.approve", reason=reason)
    person = session.get_one(User, reset.user_id)
    return _view(session, reset.id), start_over(session, person=person, now=now)


def reject(
    session: Session, *, reset_id: int, admin: User, reason: str, now: datetime
) -> ResetView:
    """Reject another's proposal; nothing changes."""
    reset = _lock(session, reset_id, admin, now)
    dual_control.decide(session, reset, "rejected", person_id=admin.id, now=now)
    _audit(session, reset, admin, "factor.reset.reject", reason=reason)
    return _view(session, reset.id)


def start_over(session: Session, *, person: User, now: datetime) -> str:
    """Take a person's authenticator away, sign them out, and return an invitation for them."""
    enrolment.remove(session, person=person, now=now)
    sessions.end_all(session, user_id=person.id, because="factor_reset", now=now)
    return invitations.invite(session, user_id=person.id, now=now)


def list_newest(session: Session, *, before: int | None, rows: int) -> list[ResetView]:
    """Return up to `rows` proposals older than `before`, newest first."""
    asked = FactorReset.id < before if before is not None else true()
    return _read(session, asked, rows=rows)


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, FactorReset, now=now)


def lapse(session: Session, reset_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, FactorReset, reset_id, now=now)


def _lock(session: Session, reset_id: int, admin: User, now: datetime) -> FactorReset:
    reset = dual_control.lock_open(session, FactorReset, reset_id, person_id=admin.id, now=now)
    if reset.user_id == admin.id:
        raise NotAllowed(ProblemCode.SAME_PERSON, "This is about you: a colleague has to decide.")
    return reset


def _view(session: Session, reset_id: int) -> ResetView:
    return _read(session, FactorReset.id == reset_id, rows=1)[0]


def _read(session: Session, asked: ColumnElement[bool], *, rows: int) -> list[ResetView]:
    person, proposer, decider = aliased(User), aliased(User), aliased(User)
    found = session.execute(
        select(FactorReset, person.username, proposer.username, decider.username)
        .join(person, person.id == FactorReset.user_id)
        .join(proposer, proposer.id == FactorReset.proposed_by)
        .outerjoin(decider, decider.id == FactorReset.decided_by)
        .where(asked)
        .order_by(FactorReset.id.desc())
        .limit(rows)
    )
    return [ResetView(row[0], row[1], row[2], row[3]) for row in found]


def _audit(session: Session, reset: FactorReset, admin: User, action: str, *, reason: str) -> None:
    audit.record(
        session,
        admin_id=admin.id,
        action=action,
        subject=f"user:{reset.user_id}",
        reset=reset.id,
        reason=reason,
    )
