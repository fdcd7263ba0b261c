"""Invitations: a code, handed over in person, by which somebody of staff enrols once."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth import recovery_codes
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.models.factor import StaffInvitation
from app.services.auth.factor import codes


def invite(session: Session, *, user_id: int, now: datetime) -> str:
    """Return a new invitation, which is shown once; earlier ones of the same person are void."""
    session.execute(
        update(StaffInvitation)
        .where(
            StaffInvitation.user_id == user_id,
            StaffInvitation.used_at.is_(None),
            StaffInvitation.expires_at > now,
        )
        .values(expires_at=now)
    )
    code = recovery_codes.new_code()
    letters = recovery_codes.read(code) or ""
    ends = now + timedelta(seconds=get_settings().staff.invitation_seconds)
    session.add(
        StaffInvitation(
            user_id=user_id, code_tag=codes.tag(letters), created_at=now, expires_at=ends
        )
    )
    session.flush()
    return code


def find(session: Session, *, user_id: int, typed: str, now: datetime) -> int | None:
    """Return the id of the person's open invitation with this code, or None."""
    letters = recovery_codes.read(typed)
    if letters is None:
        return None
    return session.scalars(
        select(StaffInvitation.id).where(
            StaffInvitation.user_id == user_id,
            StaffInvitation.code_tag.in_(codes.tags(letters)),
            StaffInvitation.used_at.is_(None),
            StaffInvitation.expires_at > now,
        )
    ).one_or_none()


def use(session: Session, *, invitation_id: int, now: datetime) -> None:
    """Use an invitation up, by one statement; raises Invalid if it is used or over."""
    used = session.execute(
        update(StaffInvitation)
        .where(
            StaffInvitation.id == invitation_id,
            StaffInvitation.used_at.is_(None),
            StaffInvitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(StaffInvitation.id)
    )
    if used.one_or_none() is None:
        raise Invalid(ProblemCode.CODE_EXPIRED, "This invitation was used or has run out.")
