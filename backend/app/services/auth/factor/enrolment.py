"""Enrol an authenticator: the first by an invitation, another by a code of the present one."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import encryption
from app.core.keys import Purpose
from app.core.settings import get_settings
from app.domain.auth import totp
from app.domain.auth.purposes import Notice
from app.domain.errors import Invalid, NotAllowed
from app.domain.platform.rights import is_staff
from app.domain.problems import ProblemCode
from app.models.factor import StaffFactor
from app.models.login import LoginSession
from app.models.user import User
from app.services.auth import sms_outbox
from app.services.auth.factor import checks, invitations, tries
from app.services.auth.passkeys import own
from app.services.platform import audit


@dataclass(frozen=True)
class FactorState:
    """How a person's second factor stands."""

    is_active: bool
    since: datetime | None
    recovery_codes_left: int


def state(session: Session, *, person: User) -> FactorState:
    """Return how a person's second factor stands."""
    factor = checks.active(session, user_id=person.id)
    if factor is None:
        return FactorState(is_active=False, since=None, recovery_codes_left=0)
    left = checks.recovery_codes_left(session, factor)
    return FactorState(is_active=True, since=factor.confirmed_at, recovery_codes_left=left)


def require_staff(person: User) -> None:
    """Raise NotAllowed for a player: only staff has a second factor."""
    if not is_staff(person.role):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "This is for staff.")


def enrol(
    session: Session, *, person: User, session_id: int, invitation: str | None, now: datetime
) -> bytes:
    """Begin to enrol an authenticator; return its secret, which is shown once.

    An active authenticator stays until the new one is confirmed; whoever has one shows a fresh
    code of it first (`step_ups.allow`), who has none an invitation. Beginning again replaces what
    was begun. Raises Invalid for a wrong invitation, counted as a wrong code.
    """
    invitation_id = None
    if checks.active(session, user_id=person.id) is None:
        tries.count(session, user_id=person.id, now=now)
        invitation_id = invitations.find(
            session, user_id=person.id, typed=invitation or "", now=now
        )
        if invitation_id is None:
            raise Invalid(
                ProblemCode.FACTOR_CODE_WRONG,
                "That invitation is not right, was used, or has run out. Ask a colleague.",
                commits=True,
            )
        tries.take_back(session, user_id=person.id)
    _lock(session, person)
    session.execute(
        update(StaffFactor)
        .where(
            StaffFactor.user_id == person.id,
            StaffFactor.confirmed_at.is_(None),
            StaffFactor.removed_at.is_(None),
        )
        .values(removed_at=now)
    )
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    session.add(_row(person, secret, now, session_id=session_id, invitation_id=invitation_id))
    session.flush()
    return secret


def confirm(
    session: Session, *, person: User, session_id: int, code: str, now: datetime
) -> list[str]:
    """Make the authenticator that this session began the active one; return its recovery codes.

    Raises Invalid if none was begun here or it took too long, and for a wrong code.
    """
    tries.count(session, user_id=person.id, now=now)
    _lock(session, person)
    pending = session.scalars(
        select(StaffFactor).where(
            StaffFactor.user_id == person.id,
            StaffFactor.session_id == session_id,
            StaffFactor.confirmed_at.is_(None),
            StaffFactor.removed_at.is_(None),
            StaffFactor.created_at > now - timedelta(seconds=get_settings().staff.pending_seconds),
        )
    ).one_or_none()
    before = checks.active(session, user_id=person.id)
    if pending is None or (before is None) != (pending.invitation_id is not None):
        raise Invalid(ProblemCode.CODE_EXPIRED, "Begin again: scan a new QR code.")
    step = checks.matching_step(pending, code, now=now)
    if step is None:
        raise tries.wrong_code()
    tries.take_back(session, user_id=person.id)
    if pending.invitation_id is not None:
        invitations.use(session, invitation_id=pending.invitation_id, now=now)
    if before is not None:
        before.removed_at = now
        session.flush()
    pending.confirmed_at = now
    pending.last_step = step
    session.get_one(LoginSession, session_id).factor_at = now
    session.flush()
    _tell(session, person, "factor.enrol", now=now)
    return checks.new_recovery_codes(session, pending, now=now)


def renew_recovery_codes(session: Session, *, person: User, now: datetime) -> list[str]:
    """Return ten new recovery codes; the caller has shown a fresh code of their authenticator."""
    factor = checks.active(session, user_id=person.id)
    if factor is None:
        raise NotAllowed(ProblemCode.SECOND_FACTOR_NEEDED, "Set up an authenticator first.")
    _tell(session, person, "factor.codes", now=now)
    return checks.new_recovery_codes(session, factor, now=now)


def remove(session: Session, *, person: User, now: datetime) -> None:
    """Take a person's authenticator away, with what they began and passkeys; they are told."""
    own.remove_all_of_staff(session, person=person, now=now)
    session.execute(
        update(StaffFactor)
        .where(StaffFactor.user_id == person.id, StaffFactor.removed_at.is_(None))
        .values(removed_at=now)
    )
    sms_outbox.tell(session, user=person, notice=Notice.FACTOR_CHANGED, now=now)


def install(session: Session, *, person: User, secret: bytes, now: datetime) -> None:
    """Give a person this authenticator unless they have one: the demo's cast, and tests."""
    if checks.active(session, user_id=person.id) is None:
        factor = _row(person, secret, now)
        factor.confirmed_at = now
        session.add(factor)
        session.flush()


def _row(
    person: User,
    secret: bytes,
    now: datetime,
    *,
    session_id: int | None = None,
    invitation_id: int | None = None,
) -> StaffFactor:
    factor_id = uuid4()
    cell = checks.cell_of(factor_id, person.id)
    return StaffFactor(
        id=factor_id,
        user_id=person.id,
        secret=encryption.seal(Purpose.FACTORS, secret, cell=cell),
        session_id=session_id,
        invitation_id=invitation_id,
        created_at=now,
    )


def _lock(session: Session, person: User) -> None:
    """Let requests about one person's factor take turns."""
    session.execute(select(User.id).where(User.id == person.id).with_for_update(key_share=True))


def _tell(session: Session, person: User, action: str, *, now: datetime) -> None:
    audit.record(session, admin_id=person.id, action=action, subject=f"user:{person.id}")
    sms_outbox.tell(session, user=person, notice=Notice.FACTOR_CHANGED, now=now)
