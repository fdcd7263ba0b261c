"""Check a code of an authenticator, or a recovery code; each counts once.

The step of a code is remembered, never its text. A code is taken by one UPDATE that asks for a
later step than the last one, so of twenty at once one is taken.
"""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core import encryption
from app.core.keys import Purpose
from app.core.settings import get_settings
from app.domain.auth import recovery_codes, totp
from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode
from app.models.factor import RecoveryCode, StaffFactor
from app.models.login import LoginSession
from app.services.auth.factor import codes, tries


def active(session: Session, *, user_id: int) -> StaffFactor | None:
    """Return the authenticator that a person's codes come from, or None."""
    return session.scalars(
        select(StaffFactor)
        .where(
            StaffFactor.user_id == user_id,
            StaffFactor.confirmed_at.is_not(None),
            StaffFactor.removed_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def cell_of(factor_id: object, user_id: int) -> str:
    """Return the name of the cell that a secret is encrypted for."""
    return f"staff_factors.secret|{factor_id}|{user_id}"


def secret_of(factor: StaffFactor) -> bytes | None:
    """Return the secret of an authenticator; None if no key of the ring fits.

    Production knows no demo secret, whose codes everybody can tell.
    """
    secret = encryption.unseal(
        Purpose.FACTORS, factor.secret, cell=cell_of(factor.id, factor.user_id)
    )
    is_demo = secret == totp.read_secret(totp.DEMO_SECRET)
    return None if is_demo and get_settings().is_production else secret


def matching_step(factor: StaffFactor, code: str, *, now: datetime) -> int | None:
    """Return the step whose code this is, used before or not; None if it is of none."""
    secret = secret_of(factor)
    if secret is None:
        return None
    return totp.matching_step(secret, code, now=now, drift=get_settings().staff.drift_steps)


def take(session: Session, factor: StaffFactor, *, step: int) -> bool:
    """Use a step up; False if it, or a later one, was used before."""
    taken = session.execute(
        update(StaffFactor)
        .where(
            StaffFactor.id == factor.id,
            StaffFactor.last_step < step,
            StaffFactor.removed_at.is_(None),
        )
        .values(last_step=step)
        .returning(StaffFactor.id)
    )
    return taken.one_or_none() is not None


def check_sign_in(
    session: Session, factor: StaffFactor, *, code: str | None, now: datetime
) -> bool:
    """Take the second factor of a sign-in; return whether it was a recovery code.

    Raises NotAllowed without a code, Invalid for a wrong or used one, and TooSoon after too many.
    """
    if not code:
        raise NotAllowed(
            ProblemCode.SECOND_FACTOR_NEEDED, "Type the code of your authenticator, too."
        )
    tries.count(session, user_id=factor.user_id, now=now)
    step = matching_step(factor, code, now=now)
    is_recovery = step is None
    is_taken = (
        _take_recovery(session, factor, typed=code, now=now)
        if step is None
        else take(session, factor, step=step)
    )
    if step is not None or is_taken:
        tries.take_back(session, user_id=factor.user_id)
    if not is_taken:
        raise tries.wrong_code()
    _encrypt_anew(session, factor)
    return is_recovery


def require_shown(session: Session, *, session_id: int) -> None:
    """Raise NotAllowed unless the second factor was shown when this session began, or since."""
    shown = select(LoginSession.factor_at).where(LoginSession.id == session_id)
    if session.execute(shown).scalar_one_or_none() is None:
        raise NotAllowed(
            ProblemCode.SECOND_FACTOR_NEEDED,
            "Staff signs in with a second factor: set it up, or sign in with its code.",
        )


def recovery_codes_left(session: Session, factor: StaffFactor) -> int:
    """Return how many recovery codes are still good."""
    return session.execute(
        select(func.count()).where(
            RecoveryCode.factor_id == factor.id,
            RecoveryCode.used_at.is_(None),
            RecoveryCode.replaced_at.is_(None),
        )
    ).scalar_one()


def new_recovery_codes(session: Session, factor: StaffFactor, *, now: datetime) -> list[str]:
    """Return ten new codes, which are shown once; earlier ones are void."""
    session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.factor_id == factor.id,
            RecoveryCode.used_at.is_(None),
            RecoveryCode.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    shown = [recovery_codes.new_code() for _ in range(recovery_codes.HOW_MANY)]
    session.add_all(
        RecoveryCode(
            factor_id=factor.id,
            code_tag=codes.tag(recovery_codes.read(code) or ""),
            created_at=now,
        )
        for code in shown
    )
    session.flush()
    return shown


def _take_recovery(session: Session, factor: StaffFactor, *, typed: str, now: datetime) -> bool:
    letters = recovery_codes.read(typed)
    if letters is None:
        return False
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.factor_id == factor.id,
            RecoveryCode.code_tag.in_(codes.tags(letters)),
            RecoveryCode.used_at.is_(None),
            RecoveryCode.replaced_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return taken.one_or_none() is not None


def _encrypt_anew(session: Session, factor: StaffFactor) -> None:
    """Store a secret under the ring's present key, now that it is known."""
    secret = secret_of(factor)
    if secret is not None and encryption.is_outdated(Purpose.FACTORS, factor.secret):
        cell = cell_of(factor.id, factor.user_id)
        factor.secret = encryption.seal(Purpose.FACTORS, secret, cell=cell)
        session.flush()
