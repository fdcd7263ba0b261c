"""Whether a sign-in is on a device that is new to its player, and from when it may ask for payouts.

A device is a browser with our mark (`api/known_device`); the first ever of an account is no new
one (docs/decisions/0067).
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.models.login import LoginSession


def payouts_after(
    session: Session,
    user_id: int,
    *,
    is_new: bool,
    mark: bytes | None,
    now: datetime,
) -> datetime | None:
    """Return from when payouts may be asked for here: signing in again makes no device older."""
    if is_new:
        return now + timedelta(seconds=get_settings().withdrawal.new_device_seconds)
    earlier = select(func.max(LoginSession.payouts_after)).where(
        LoginSession.user_id == user_id,
        LoginSession.mark_sha256 == mark,
        LoginSession.payouts_after > now,
    )
    return session.execute(earlier).scalar_one()


def has_signed_in(session: Session, *, user_id: int) -> bool:
    """Return whether the player has ever signed in before."""
    earlier = select(LoginSession.id).where(LoginSession.user_id == user_id).limit(1)
    return session.execute(earlier).first() is not None
