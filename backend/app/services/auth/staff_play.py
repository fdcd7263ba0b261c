"""Staff does not play: nobody who may read or decide something stakes money on it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.platform.rights import play_refusal
from app.models.user import User


def refuse(session: Session, *, user_id: int) -> None:
    """Raise NotAllowed for somebody of staff; the database refuses their rows, too."""
    refusal = play_refusal(session.scalars(select(User.role).where(User.id == user_id)).one())
    if refusal is not None:
        raise refusal
