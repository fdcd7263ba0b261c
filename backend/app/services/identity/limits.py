"""What a player may still deposit or be paid out with what is proved of them.

Triggers refuse what is beyond (`identity_room`); this asks before them.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed
from app.domain.identity.checks import UNDER_AGE, CheckState
from app.domain.identity.limits import What, beyond_identity, underage
from app.models.identity import IdentityCheck

_ROOM = text("SELECT needs, most, remaining FROM identity_room(:user_id, :what)")


@dataclass(frozen=True)
class Room:
    """What is left (KES) of the total `most`, and which proof allows more."""

    needs: str
    most: Decimal
    left: Decimal


def room(session: Session, *, user_id: int, what: What) -> Room | None:
    """Return what is left for a player; None when nothing limits them."""
    row = session.execute(_ROOM, {"user_id": user_id, "what": what}).first()
    return None if row is None else Room(row.needs, row.most, row.remaining)


def refusal(session: Session, *, user_id: int, what: What, amount: Decimal) -> Conflict | None:
    """Return why `amount` KES more would be beyond it, if it would."""
    left = room(session, user_id=user_id, what=what)
    if left is None or amount <= left.left:
        return None
    return beyond_identity(what=what, needs=left.needs, most=left.most, left=left.left)


def age_refusal(session: Session, *, user_id: int) -> NotAllowed | None:
    """Return why somebody may neither stake nor deposit whose document says they are under 18."""
    newest = (
        select(IdentityCheck.reason)
        .where(
            IdentityCheck.user_id == user_id,
            or_(IdentityCheck.state == CheckState.APPROVED, IdentityCheck.reason == UNDER_AGE),
        )
        .order_by(IdentityCheck.id.desc())
        .limit(1)
    )
    return underage() if session.scalar(newest) == UNDER_AGE else None
