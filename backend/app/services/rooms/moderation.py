"""What moderators do about messages: read the reports, hide, and silence for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.domain.errors import Invalid, NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.domain.rooms.rules import Decision
from app.models.match import Match
from app.models.room import RoomMessage, RoomReport, RoomSilence
from app.models.user import User
from app.services.platform import alerts, audit
from app.services.rooms import mutes, reports, views


@dataclass(frozen=True)
class ReportView:
    """An open report with its message, as moderators see it."""

    id: int
    match_id: int
    author: str
    reporter: str
    reason: str
    reported_at: datetime
    message: views.MessageView


def list_open(session: Session, *, admin: User, after: int, rows: int) -> list[ReportView]:
    """Return reports behind `after` that nobody has decided, oldest first; none of own matches."""
    author, reporter = aliased(User), aliased(User)
    found = session.execute(
        select(RoomReport, RoomMessage, Match, author.username, reporter.username)
        .join(RoomMessage, RoomMessage.id == RoomReport.message_id)
        .join(Match, Match.id == RoomMessage.match_id)
        .join(author, author.id == RoomMessage.user_id)
        .join(reporter, reporter.id == RoomReport.user_id)
        .where(RoomReport.decision.is_(None), RoomReport.id > after)
        .where(Match.player1_id != admin.id, Match.player2_id != admin.id)
        .order_by(RoomReport.id)
        .limit(rows)
    )
    return [
        ReportView(
            id=row.id,
            match_id=match.id,
            author=wrote,
            reporter=reported,
            reason=row.reason,
            reported_at=row.created_at,
            message=views.of_match(session, match, viewer_id=admin.id, rows=[message])[0],
        )
        for row, message, match, wrote, reported in found.all()
    ]


def decide(
    session: Session,
    *,
    message_id: int,
    admin: User,
    decision: Decision,
    silence_hours: int,
    note: str,
    now: datetime,
) -> views.MessageView:
    """Hide or leave a message and silence its author or not, instead of what was decided before.

    Audited. Raises NotFound, and NotAllowed in a match of one's own.
    """
    message = session.get(RoomMessage, message_id, with_for_update=True, populate_existing=True)
    if message is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such message.")
    match = session.get_one(Match, message.match_id)
    if admin.id in match.player_ids:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody moderates a match of their own.")
    if decision == Decision.DISMISS and silence_hours:
        raise Invalid(
            ProblemCode.INVALID_REQUEST, "A message that stays is no reason to silence its author."
        )
    is_hidden = decision == Decision.HIDE
    message.hidden_at, message.hidden_by = (now, admin.id) if is_hidden else (None, None)
    report = session.scalars(
        select(RoomReport).where(RoomReport.message_id == message.id).with_for_update()
    ).one_or_none()
    if report is not None:
        report.decision, report.decided_at, report.decided_by = decision, now, admin.id
    session.flush()
    _silence(session, message, admin=admin, until=now + timedelta(hours=silence_hours))
    audit.record(
        session,
        admin_id=admin.id,
        action=f"message.{decision}",
        subject=f"match:{match.id}",
        message=message.id,
        author=message.user_id,
        silence_hours=silence_hours,
        note=note or None,
    )
    _clear_alert(session, admin=admin, now=now)
    mutes.hint(session, match, author_id=message.user_id)
    (seen,) = views.of_match(session, match, viewer_id=admin.id, rows=[message])
    return seen


def _silence(session: Session, message: RoomMessage, *, admin: User, until: datetime) -> None:
    """Let the silence for one message end at `until`, which may be now."""
    row = insert(RoomSilence).values(
        message_id=message.id, user_id=message.user_id, until=until, admin_id=admin.id
    )
    values = {"until": until, "admin_id": admin.id}
    session.execute(row.on_conflict_do_update(index_elements=["message_id"], set_=values))


def _clear_alert(session: Session, *, admin: User, now: datetime) -> None:
    """Clear the alert about reports once none waits.

    It is locked before they are counted: a report that comes meanwhile raises it again.
    """
    alerts.lock_about(session, kind="messages_reported", subject=reports.WAITING)
    waits = select(RoomReport.id).where(RoomReport.decision.is_(None)).limit(1)
    if session.scalars(waits).one_or_none() is None:
        alerts.clear_about(
            session,
            kind="messages_reported",
            subject=reports.WAITING,
            admin_id=admin.id,
            now=now,
        )
