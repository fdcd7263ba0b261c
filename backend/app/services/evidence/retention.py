"""The end of a picture: uploads that died and proof kept long enough lose their files."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.models.match import Match
from app.models.match_picture import MatchPicture

_ENDED = (MatchStatus.COMPLETED, MatchStatus.CANCELLED)
_LATER = timedelta(days=1)
_DELETABLE = ("dropped", "expired")


@dataclass(frozen=True)
class StoredFile:
    """A file in the store that nobody may see any more."""

    id: int
    match_id: int
    sha256: bytes


def find_overdue(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return the ids of pictures whose upload never ended, or that were kept long enough."""
    overdue = (
        select(MatchPicture.id)
        .where(MatchPicture.state.in_(("storing", "stored")), MatchPicture.due_at <= now)
        .order_by(MatchPicture.due_at)
        .limit(rows)
    )
    return list(session.scalars(overdue))


def retire(session: Session, picture_id: int, *, now: datetime) -> None:
    """Give up one overdue picture together with its notes; its file can be deleted from now on.

    The hashes stay, so that the picture is recognised if it is shown again. Proof of a match that
    is still open stays, and is due again a day later.
    """
    picture = session.scalars(
        select(MatchPicture)
        .where(MatchPicture.id == picture_id, MatchPicture.due_at <= now)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if picture is None:
        return
    if picture.state == "storing":
        picture.state, picture.due_at = "dropped", now
    elif picture.state == "stored" and _has_ended(session, picture.match_id):
        picture.state, picture.due_at = "expired", now
        picture.note = picture.video_link = picture.claimed_name = None
    elif picture.state == "stored":
        picture.due_at = now + _LATER


def _has_ended(session: Session, match_id: int) -> bool:
    status = session.scalars(select(Match.status).where(Match.id == match_id)).one()
    return status in _ENDED


def find_deletable(session: Session, *, now: datetime, rows: int) -> list[StoredFile]:
    """Return files that are to be deleted from the store."""
    found = session.execute(
        select(MatchPicture.id, MatchPicture.match_id, MatchPicture.sha256)
        .where(MatchPicture.state.in_(_DELETABLE), MatchPicture.due_at <= now)
        .order_by(MatchPicture.due_at)
        .limit(rows)
    )
    return [StoredFile(row.id, row.match_id, bytes(row.sha256)) for row in found]


def record_deleted(session: Session, picture_id: int) -> None:
    """Record that a picture's file is gone."""
    session.execute(
        update(MatchPicture)
        .where(MatchPicture.id == picture_id, MatchPicture.state.in_(_DELETABLE))
        .values(due_at=None)
    )


def postpone(session: Session, picture_id: int, *, until: datetime) -> None:
    """Move the deadline of a picture to `until`, after the sweep of it failed."""
    session.execute(update(MatchPicture).where(MatchPicture.id == picture_id).values(due_at=until))
