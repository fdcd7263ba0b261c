"""Reports of messages: by the other player, once each, and a few a match."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.domain.rooms.rules import REPORTS_A_MATCH, ReportReason
from app.models.room import RoomMessage, RoomReport
from app.services.matches import access
from app.services.platform import alerts
from app.services.rooms import views

WAITING = "room"
"""The subject of the one alert about all reports that wait."""


def report(
    session: Session,
    *,
    match_id: int,
    message_id: int,
    user_id: int,
    reason: ReportReason,
    now: datetime,
) -> views.MessageView:
    """Report a message of the other player; again changes nothing. Hides and silences nothing.

    Raises NotFound, NotAllowed for one's own message, and Conflict past the limit of a match.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    message = session.scalars(
        select(RoomMessage).where(RoomMessage.id == message_id, RoomMessage.match_id == match.id)
    ).one_or_none()
    if message is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such message in this match.")
    if message.user_id == user_id:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "You cannot report a message of your own.")
    known = session.scalars(select(RoomReport.id).where(RoomReport.message_id == message.id))
    if known.one_or_none() is None:
        _refuse_too_many(session, match.id, user_id=user_id)
        session.add(RoomReport(message_id=message.id, user_id=user_id, reason=reason))
        session.flush()
        alerts.raise_alert(
            session, kind="messages_reported", subject=WAITING, now=now, match=match.id
        )
    (seen,) = views.of_match(session, match, viewer_id=user_id, rows=[message])
    return seen


def _refuse_too_many(session: Session, match_id: int, *, user_id: int) -> None:
    count = session.scalars(
        select(func.count())
        .select_from(RoomReport)
        .join(RoomMessage, RoomMessage.id == RoomReport.message_id)
        .where(RoomMessage.match_id == match_id, RoomReport.user_id == user_id)
    ).one()
    if count >= REPORTS_A_MATCH:
        raise Conflict(
            ProblemCode.TOO_MANY_REPORTS,
            f"You have reported {REPORTS_A_MATCH} messages of this match. Our staff sees all of"
            " it with them.",
            limit=REPORTS_A_MATCH,
        )
