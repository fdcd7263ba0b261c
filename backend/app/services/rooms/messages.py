"""The messages of a match: who reads them, and who may write the next one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, Invalid, NotAllowed
from app.domain.problems import ProblemCode
from app.domain.rooms.impostors import poses_as_staff
from app.domain.rooms.masking import masked
from app.domain.rooms.presets import Preset
from app.domain.rooms.rules import ClosedReason, closed_by, minute_before, refuse_flood
from app.models.match import Match
from app.models.room import RoomMessage, RoomSilence
from app.models.user import User
from app.services.matches import access
from app.services.rooms import mutes, views


@dataclass(frozen=True)
class RoomView:
    """A match's messages as a reader sees them, and whether they may write text."""

    items: list[views.MessageView]
    can_write: bool
    closed_reason: ClosedReason | None
    is_muted: bool
    silenced_until: datetime | None


def read(
    session: Session, *, match_id: int, viewer: User, after: int | None, now: datetime
) -> RoomView:
    """Return the messages behind `after`; raises NotFound for all but its players and admins."""
    match = access.get_visible(session, match_id=match_id, viewer=viewer)
    is_player = viewer.id in match.player_ids
    is_muted = is_player and mutes.has_muted(session, match, user_id=viewer.id)
    found = select(RoomMessage).where(
        RoomMessage.match_id == match.id, RoomMessage.id > (after or 0)
    )
    if is_muted:
        found = found.where(RoomMessage.user_id == viewer.id)
    rows = session.scalars(found.order_by(RoomMessage.id))
    until = silenced_until(session, user_id=viewer.id, now=now) if is_player else None
    why = _closed_to(match, is_player=is_player, is_silenced=until is not None)
    return RoomView(
        items=views.of_match(session, match, viewer_id=viewer.id, rows=rows),
        can_write=why is None,
        closed_reason=why,
        is_muted=is_muted,
        silenced_until=until,
    )


def write(
    session: Session,
    *,
    match_id: int,
    user_id: int,
    preset: Preset | None,
    body: str | None,
    now: datetime,
) -> views.MessageView:
    """Write a preset or a text to the other player, and send them a hint unless they muted it.

    The match is locked: what follows each other in ids is committed in that order, and nothing is
    written behind its end. Raises NotFound for non-players, Conflict when the room is closed or
    full, NotAllowed for text of who is silenced, TooSoon, and Invalid for text that poses as ours.
    """
    match, _ = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if closed_by(match.status) is not None:
        raise Conflict(
            ProblemCode.ROOM_CLOSED,
            "Nothing can be written here any more: the match is over or disputed.",
            match_status=match.status,
        )
    _refuse_flood(session, match, user_id=user_id, now=now)
    text = None
    if body is not None:
        _refuse_text(session, body, user_id=user_id, now=now)
        text = masked(body, names=_game_names(match))
    message = RoomMessage(
        match_id=match.id,
        user_id=user_id,
        preset=preset,
        body=text,
        is_masked=text != body,
        created_at=now,
    )
    session.add(message)
    session.flush()
    mutes.hint(session, match, author_id=user_id)
    (written,) = views.of_match(session, match, viewer_id=user_id, rows=[message])
    return written


def silenced_until(session: Session, *, user_id: int, now: datetime) -> datetime | None:
    """Return until when a player may write no text of their own; None if they may."""
    found = select(func.max(RoomSilence.until)).where(
        RoomSilence.user_id == user_id, RoomSilence.until > now
    )
    return session.scalars(found).one()


def _closed_to(match: Match, *, is_player: bool, is_silenced: bool) -> ClosedReason | None:
    if not is_player:
        return ClosedReason.NOT_A_PLAYER
    return closed_by(match.status) or (ClosedReason.SILENCED if is_silenced else None)


def _refuse_flood(session: Session, match: Match, *, user_id: int, now: datetime) -> None:
    moments = session.scalars(
        select(RoomMessage.created_at).where(
            RoomMessage.match_id == match.id, RoomMessage.user_id == user_id
        )
    ).all()
    lately = [moment for moment in moments if moment > minute_before(now)]
    refuse_flood(written=len(moments), lately=lately, now=now)


def _refuse_text(session: Session, body: str, *, user_id: int, now: datetime) -> None:
    until = silenced_until(session, user_id=user_id, now=now)
    if until is not None:
        raise NotAllowed(
            ProblemCode.SILENCED,
            "You cannot write texts of your own for now. The ready-made messages still work.",
            silenced_until=until.isoformat().replace("+00:00", "Z"),
        )
    if poses_as_staff(body):
        raise Invalid(
            ProblemCode.POSES_AS_STAFF, "That begins like a message of ours. Write it as yourself."
        )


def _game_names(match: Match) -> list[str]:
    sides = [match.identities.get(seat) or {} for seat in ("player1", "player2")]
    return [str(side["username"]) for side in sides if side.get("username")]
