"""How a message looks to its reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.match import Match
from app.models.room import RoomMessage, RoomReport


@dataclass(frozen=True)
class MessageView:
    """A message as one reader may see it; to moderators a hidden one is shown, and marked."""

    id: int
    seat: str
    is_mine: bool
    preset: str | None
    text: str | None
    is_masked: bool
    is_hidden: bool
    is_reported: bool
    created_at: datetime


def of_match(
    session: Session,
    match: Match,
    *,
    viewer_id: int,
    rows: Iterable[RoomMessage],
) -> list[MessageView]:
    """Return messages of a match as `viewer_id` may see them: a player of it, or a moderator."""
    is_player = viewer_id in match.player_ids
    messages = list(rows)
    reports = select(RoomReport.message_id).where(
        RoomReport.message_id.in_([message.id for message in messages])
    )
    if is_player:  # nobody learns that they were reported
        reports = reports.where(RoomReport.user_id == viewer_id)
    reported = set(session.scalars(reports)) if messages else set()
    return [
        MessageView(
            id=message.id,
            seat=match.seat_of(message.user_id),
            is_mine=message.user_id == viewer_id,
            preset=message.preset,
            text=None if is_player and message.hidden_at is not None else message.body,
            is_masked=message.is_masked,
            is_hidden=message.hidden_at is not None,
            is_reported=message.id in reported,
            created_at=message.created_at,
        )
        for message in messages
    ]


def conversation(session: Session, match: Match, *, viewer_id: int) -> list[MessageView]:
    """Return all that was written in a match, oldest first."""
    rows = session.scalars(
        select(RoomMessage)
        .where(RoomMessage.match_id == match.id)
        .order_by(RoomMessage.id)
        .execution_options(populate_existing=True)
    )
    return of_match(session, match, viewer_id=viewer_id, rows=rows)
