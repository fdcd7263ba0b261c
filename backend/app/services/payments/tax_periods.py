"""Taxes: which profile is in force at a moment, and how that is decided."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Invalid
from app.domain.payments.tax import TaxProfile
from app.domain.problems import ProblemCode
from app.models.tax import TaxPeriod
from app.models.user import User

# A period with the name of the admin who decided on it; the very first had none.
PeriodRow = tuple[TaxPeriod, str | None]


def profile_at(session: Session, *, moment: datetime) -> TaxProfile:
    """Return the tax profile that holds at `moment`; `none` before the first was decided."""
    found = session.scalars(
        select(TaxPeriod.profile)
        .where(TaxPeriod.effective_from <= moment)
        .order_by(TaxPeriod.effective_from.desc())
        .limit(1)
    ).one_or_none()
    return TaxProfile(found) if found else TaxProfile.NONE


def list_periods(session: Session) -> list[PeriodRow]:
    """Return all periods, the latest first."""
    found = session.execute(
        select(TaxPeriod, User.username)
        .outerjoin(User, User.id == TaxPeriod.decided_by)
        .order_by(TaxPeriod.effective_from.desc())
    )
    return [(row[0], row[1]) for row in found]


def start(
    session: Session,
    *,
    profile: TaxProfile,
    effective_from: datetime | None,
    admin_id: int,
    now: datetime,
) -> TaxPeriod:
    """Let `profile` hold from a moment on, now unless given; raises Invalid for a past one.

    What was asked for before keeps its tax: each payment keeps its profile.
    """
    first_moment = effective_from or now
    require_possible(session, effective_from=first_moment, now=now)
    period = TaxPeriod(profile=profile, effective_from=first_moment, decided_by=admin_id)
    session.add(period)
    session.flush()
    session.refresh(period)
    return period


def require_possible(session: Session, *, effective_from: datetime, now: datetime) -> None:
    """Raise Invalid if no period can begin then: in the past, or with another one."""
    if effective_from < now:
        raise Invalid(
            ProblemCode.INVALID_REQUEST,
            "A tax begins now or later: what players were promised before cannot change.",
        )
    taken = session.scalars(select(TaxPeriod.id).where(TaxPeriod.effective_from == effective_from))
    if taken.first() is not None:
        raise Invalid(
            ProblemCode.INVALID_REQUEST,
            "Another period begins at that very moment. Choose one a second later.",
        )
