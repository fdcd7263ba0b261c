"""Who does not want to read the other player of a match: by a mute of that match, or by a block."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.live import LiveType
from app.domain.problems import ProblemCode
from app.models.match import Match
from app.models.room import RoomMute
from app.services.conduct import blocks
from app.services.matches import access, notifications


def change(session: Session, *, match_id: int, user_id: int, is_muted: bool) -> bool:
    """Mute the other player of a match, or read them again; returns what holds now.

    Raises NotFound for non-players, and Conflict where a block would go on hiding the other.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if is_muted:
        row = insert(RoomMute).values(match_id=match.id, user_id=user_id)
        session.execute(row.on_conflict_do_nothing())
        return True
    session.execute(
        delete(RoomMute).where(RoomMute.match_id == match.id, RoomMute.user_id == user_id)
    )
    if has_muted(session, match, user_id=user_id):
        raise Conflict(
            ProblemCode.PLAYER_BLOCKED,
            "You have blocked this player. Unblock them to read their messages.",
        )
    return False


def has_muted(session: Session, match: Match, *, user_id: int) -> bool:
    """Say whether a player of a match leaves the other's messages out."""
    row = select(RoomMute.user_id).where(RoomMute.match_id == match.id, RoomMute.user_id == user_id)
    if session.scalars(row).one_or_none() is not None:
        return True
    (other_id,) = (player for player in match.player_ids if player != user_id)
    return blocks.has_blocked(session, user_id=user_id, other_id=other_id)


def hint(session: Session, match: Match, *, author_id: int) -> None:
    """Send a hint of a player's new or changed message to them, and to the other unless muted."""
    readers = tuple(
        player
        for player in match.player_ids
        if player == author_id or not has_muted(session, match, user_id=player)
    )
    notifications.hint(session, match.id, readers, kind=LiveType.MESSAGE_NEW)
