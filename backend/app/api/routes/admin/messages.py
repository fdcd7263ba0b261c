"""Reported messages of players, for moderators."""

from fastapi import APIRouter

from app.api.deps import Cursor, Limit, RowId, SessionDep
from app.api.staff import ModeratesMessages
from app.core.clock import utc_now
from app.schemas.room import MessageDecision, ReportedMessage, ReportedMessages, RoomMessage
from app.services.rooms import moderation

router = APIRouter(prefix="/admin", tags=["admin: messages"])


@router.get("/message-reports", summary="Reported messages that nobody has decided, oldest first")
def list_message_reports(
    admin: ModeratesMessages, session: SessionDep, cursor: Cursor = None, limit: Limit = 20
) -> ReportedMessages:
    """Return others' reported messages; `GET /matches/{match_id}/messages` shows all around one.

    What was masked was never stored, so it is masked for staff, too.
    """
    after = int(cursor) if cursor else 0
    found = moderation.list_open(session, admin=admin, after=after, rows=limit + 1)
    page = [ReportedMessage.model_validate(one) for one in found[:limit]]
    more = len(found) > limit
    return ReportedMessages(items=page, next_cursor=str(page[-1].id) if more else None)


@router.post("/messages/{message_id}/decision", summary="Hide a message, or leave it")
def decide_message(
    message_id: RowId, body: MessageDecision, admin: ModeratesMessages, session: SessionDep
) -> RoomMessage:
    """Hide a message from both players or dismiss its report, and silence its author or not.

    Whoever is silenced may write no text of their own in any match until then; presets remain.
    Deciding again replaces what was decided. Not of a match that the admin plays.
    """
    decided = moderation.decide(
        session,
        message_id=message_id,
        admin=admin,
        decision=body.decision,
        silence_hours=body.silence_hours,
        note=body.note,
        now=utc_now(),
    )
    return RoomMessage.model_validate(decided)
