"""Prizes that stay in the wallet for a day, because not both players reported who had won."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.match import PayoutHold


def hold(
    session: Session, *, user_id: int, match_id: int, amount: Decimal, until: datetime, reason: str
) -> None:
    """Keep `amount` KES of a prize from being withdrawn `until` then; once for each reason."""
    session.execute(
        insert(PayoutHold)
        .values(user_id=user_id, match_id=match_id, amount=amount, until=until, reason=reason)
        .on_conflict_do_nothing()
    )
