"""Hints to the players of a match over the live socket, sent once the transaction has committed."""

from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.live import LiveType


def notify_players(
    session: Session, match_id: int, player_ids: tuple[int, int], *, kind: LiveType
) -> None:
    """Send both players a hint of `kind`, for instance `match.ready`, about their match."""
    _send(session, match_id, list(player_ids), kind=kind)


def remind(session: Session, match_id: int, user_ids: list[int]) -> None:
    """Remind those who have not reported that the other has, and that the deadline approaches."""
    _send(session, match_id, user_ids, kind=LiveType.MATCH_REMINDER)


def _send(session: Session, match_id: int, user_ids: list[int], *, kind: LiveType) -> None:
    data = {"match_id": match_id}
    broadcast(session, user_ids, kind=kind, topic=f"match:{match_id}", data=data)
