"""One player as staff sees them: state, money, matches, payments, who shares what, flags, notes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.platform.rights import Right, may
from app.domain.problems import ProblemCode
from app.models.dispute import Strike
from app.models.match import Match
from app.models.suspension import StaffNote, Suspension
from app.models.user import User
from app.services.auth import sessions
from app.services.conduct import risk, strikes
from app.services.ledger import posting
from app.services.ledger.posting import Balances
from app.services.payments.console import listing
from app.services.payments.console.listing import PaymentSummary
from app.services.platform import audit
from app.services.users import suspensions

_LAST = 10
_SHARING = text(
    """
SELECT b.user_id FROM login_sessions a JOIN login_sessions b ON b.device_sha256 = a.device_sha256
WHERE a.user_id = :user_id AND b.user_id <> :user_id
UNION
SELECT b.user_id FROM withdrawals a JOIN withdrawals b ON b.phone = a.phone
WHERE a.user_id = :user_id AND b.user_id <> :user_id
UNION
SELECT u.id FROM withdrawals a JOIN users u ON u.phone = a.phone AND u.is_verified
WHERE a.user_id = :user_id AND u.id <> :user_id
LIMIT 50
"""
)


@dataclass(frozen=True)
class NoteView:
    """A note and its author's name."""

    note: StaffNote
    author: str


@dataclass(frozen=True)
class UserPage:
    """What matters about one player."""

    user: User
    suspension: Suspension | None
    strikes: list[Strike]
    balances: Balances
    devices: int
    matches: list[Match]
    payments: list[PaymentSummary] | None
    sharing: list[User]
    risk_score: int | None
    notes: list[NoteView]


def read(session: Session, *, user_id: int, admin: User, now: datetime) -> UserPage:
    """Return a player's page, and write into the audit that it was read; raises NotFound.

    `sharing` is who has played on their device or was paid to their number, at any time. Payments
    and risk are for who has the right to read them, and nobody reads their own risk.
    """
    user = _user(session, user_id)
    reads_risk = may(admin.role, Right.READ_RISK) and admin.id != user_id
    reads_payments = may(admin.role, Right.READ_PAYMENTS)
    asked = listing.Filters(user_id=user_id)
    audit.record(session, admin_id=admin.id, action="user.read", subject=f"user:{user_id}")
    return UserPage(
        user=user,
        suspension=suspensions.current(session, user_id=user_id),
        strikes=strikes.status_of(session, user_id=user_id, now=now).strikes,
        balances=posting.balances(session, user_id=user_id),
        devices=len(sessions.devices(session, user_id=user_id, now=now)),
        matches=_matches(session, user_id=user_id),
        payments=listing.page(session, filters=asked, marks=None, rows=_LAST).payments
        if reads_payments
        else None,
        sharing=_sharing(session, user_id=user_id),
        risk_score=risk.view(session, user_id=user_id).score if reads_risk else None,
        notes=notes(session, user_id=user_id),
    )


def add_note(session: Session, *, user_id: int, text: str, admin: User) -> list[NoteView]:
    """Add a note about a player; raises NotFound. It cannot be changed or deleted."""
    _user(session, user_id)
    note = StaffNote(user_id=user_id, author_id=admin.id, text=text)
    session.add(note)
    session.flush()
    audit.record(
        session, admin_id=admin.id, action="user.note", subject=f"user:{user_id}", note=note.id
    )
    return notes(session, user_id=user_id)


def notes(session: Session, *, user_id: int) -> list[NoteView]:
    """Return the notes about a player, newest first."""
    found = session.execute(
        select(StaffNote, User.username)
        .join(User, User.id == StaffNote.author_id)
        .where(StaffNote.user_id == user_id)
        .order_by(StaffNote.id.desc())
        .limit(100)
    )
    return [NoteView(row[0], row[1]) for row in found]


def _user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id, populate_existing=True)
    if user is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such player.")
    return user


def _matches(session: Session, *, user_id: int) -> list[Match]:
    found = select(Match).where(or_(Match.player1_id == user_id, Match.player2_id == user_id))
    return list(session.scalars(found.order_by(Match.id.desc()).limit(_LAST)))


def _sharing(session: Session, *, user_id: int) -> list[User]:
    others = list(session.scalars(_SHARING, {"user_id": user_id}))
    found = select(User).where(User.id.in_(others)).order_by(User.username)
    return list(session.scalars(found))
