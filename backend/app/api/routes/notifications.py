"""The player's inbox, and which notifications go where."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.api.deps import CurrentPlayer, Cursor, Limit, RowId, SessionDep
from app.core.clock import utc_now
from app.schemas.base import in_digits
from app.schemas.notification import (
    Inbox,
    Notification,
    PreferenceChanges,
    Preferences,
    Unread,
)
from app.services.notifications import inbox, preferences
from app.services.notifications.preferences import Change

router = APIRouter(prefix="/notifications", tags=["inbox"])

UpTo = Annotated[
    int | None,
    Field(ge=1, le=2**63 - 1),
    in_digits,
    Query(description="the newest one seen; later ones stay unread"),
]


@router.get("")
def list_notifications(
    player: CurrentPlayer, session: SessionDep, cursor: Cursor = None, limit: Limit = 20
) -> Inbox:
    """List your notifications, newest first, in your language."""
    before = int(cursor) if cursor else None
    found = inbox.list_newest(session, player=player, before=before, rows=limit + 1)
    page = [Notification.model_validate(item) for item in found[:limit]]
    return Inbox(
        items=page,
        next_cursor=str(page[-1].id) if len(found) > limit else None,
        unread_count=inbox.count_unread(session, user_id=player.id),
    )


@router.get("/unread-count")
def count_unread(player: CurrentPlayer, session: SessionDep) -> Unread:
    """Count what you have not read, up to 100."""
    return Unread(unread_count=inbox.count_unread(session, user_id=player.id))


@router.post("/read-all")
def read_all_notifications(
    player: CurrentPlayer, session: SessionDep, up_to: UpTo = None
) -> Unread:
    """Mark all notifications as read, or those up to the newest one that you have seen."""
    inbox.mark_all_read(session, user_id=player.id, up_to=up_to, now=utc_now())
    return Unread(unread_count=inbox.count_unread(session, user_id=player.id))


@router.get("/preferences")
def get_preferences(player: CurrentPlayer, session: SessionDep) -> Preferences:
    """Show where each kind of notification goes."""
    return _preferences(session, player.id)


@router.put("/preferences")
def change_preferences(
    body: PreferenceChanges, player: CurrentPlayer, session: SessionDep
) -> Preferences:
    """Switch kinds on or off, each on a channel; what could cost you something cannot be off."""
    changes = [Change(one.type, one.channel, one.is_on) for one in body.items]
    preferences.change(session, changes, user_id=player.id, now=utc_now())
    return _preferences(session, player.id)


@router.post("/{notification_id}/read")
def read_notification(
    notification_id: RowId, player: CurrentPlayer, session: SessionDep
) -> Notification:
    """Mark one notification as read."""
    item = inbox.mark_read(session, player=player, notification_id=notification_id, now=utc_now())
    return Notification.model_validate(item)


def _preferences(session: SessionDep, user_id: int) -> Preferences:
    found = preferences.list_of(session, user_id=user_id)
    return Preferences.model_validate({"items": found})
