"""Whether a player may stake now by all that protects them; triggers refuse, this asks before."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import Refusal
from app.domain.protection.chasing import chases
from app.services.identity import limits as identity
from app.services.protection import limits, self_exclusion

_CHASING = text("SELECT rule, lost, down FROM loss_chasing(:user_id, :stake)")


def refusal(session: Session, *, user_id: int, stake: Decimal, now: datetime) -> Refusal | None:
    """Return why a player may not stake `stake` KES: a break, their age, a limit, their losses."""
    return (
        self_exclusion.refusal(session, user_id=user_id, now=now)
        or identity.age_refusal(session, user_id=user_id)
        or limits.refusal(session, user_id=user_id, kinds=limits.STAKING, amount=stake, now=now)
        or chasing(session, user_id=user_id, stake=stake)
    )


def chasing(session: Session, *, user_id: int, stake: Decimal) -> Refusal | None:
    """Return what a player reads whose stake chases losses."""
    row = session.execute(_CHASING, {"user_id": user_id, "stake": stake}).one()
    return chases(rule=row.rule, lost=row.lost, down=row.down) if row.rule else None
