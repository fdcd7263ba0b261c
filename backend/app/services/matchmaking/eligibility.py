"""Who may play at the moment: accounts that are open and that no strikes suspend."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.user import User
from app.services.conduct import strikes


def all_may_play(session: Session, user_ids: Collection[int], *, now: datetime) -> bool:
    """Say whether each of these players may play at the moment."""
    active = session.scalars(select(User.id).where(User.id.in_(user_ids), User.is_active)).all()
    return len(active) == len(set(user_ids)) and all(
        strikes.status_of(session, user_id=user_id, now=now).may_play for user_id in user_ids
    )
