"""The end of messages: they go when their match has been over as long as pictures are kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.rooms.rules import SHORTEST_RETENTION
from app.models.match import Match
from app.models.room import RoomMessage, RoomMute


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete messages, with their reports and silences, and mutes of matches long over."""
    days = get_settings().evidence.retention_days
    kept = max(timedelta(days=days), SHORTEST_RETENTION + timedelta(hours=1))
    over = select(Match.id).where(Match.completed_at < now - kept)
    session.execute(delete(RoomMessage).where(RoomMessage.match_id.in_(over)))
    session.execute(delete(RoomMute).where(RoomMute.match_id.in_(over)))
