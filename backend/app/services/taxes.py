"""Taxes: which profile is in force at a moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.tax import TaxProfile
from app.models.tax import TaxPeriod


def profile_at(session: Session, *, moment: datetime) -> TaxProfile:
    """Return the tax profile that holds at `moment`; `none` before the first was decided."""
    found = session.scalars(
        select(TaxPeriod.profile)
        .where(TaxPeriod.effective_from <= moment)
        .order_by(TaxPeriod.effective_from.desc())
        .limit(1)
    ).one_or_none()
    return TaxProfile(found) if found else TaxProfile.NONE
