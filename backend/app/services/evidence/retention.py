"""Pictures whose time has come: uploads that died, proof that was kept for long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.models.match import Match
from app.models.match_picture import MatchPicture

_ENDED = (MatchStatus.COMPLETED, MatchStatus.CANCELLED)
_LATER = timedelta(days=1)


@dataclass(frozen=True)
class Leftover:
    """A file in the store that nobody may see any more."""

    id: int
    match_id: int
    sha256: bytes


def give_up(session: Session, *, now: datetime) -> None:
    """Drop uploads that never came to an end; their files are left over."""
    session.execute(
        update(MatchPicture)
        .where(MatchPicture.state == "storing", MatchPicture.due_at <= now)
        .values(state="dropped", due_at=now)
    )


def expire(session: Session, *, now: datetime) -> None:
    """Give up pictures that were kept for long enough, with the words said to them.

    The hashes stay, so that one of them is known when it is shown again. While a match is open its
    proof stays, and is looked at again a day later.
    """
    due = (MatchPicture.state == "stored", MatchPicture.due_at <= now)
    ended = select(Match.id).where(Match.id == MatchPicture.match_id, Match.status.in_(_ENDED))
    session.execute(
        update(MatchPicture)
        .where(*due, ended.exists())
        .values(state="expired", due_at=now, note=None, video_link=None, claimed_name=None)
    )
    session.execute(update(MatchPicture).where(*due).values(due_at=now + _LATER))


def leftovers(session: Session, *, now: datetime, rows: int) -> list[Leftover]:
    """Return files that are to be deleted from the store."""
    found = session.execute(
        select(MatchPicture.id, MatchPicture.match_id, MatchPicture.sha256)
        .where(MatchPicture.state.in_(("dropped", "expired")), MatchPicture.due_at <= now)
        .order_by(MatchPicture.due_at)
        .limit(rows)
    )
    return [Leftover(row.id, row.match_id, bytes(row.sha256)) for row in found]


def forget(session: Session, *, ids: Sequence[int]) -> None:
    """Note that those files are gone."""
    session.execute(
        update(MatchPicture)
        .where(MatchPicture.id.in_(ids), MatchPicture.state.in_(("dropped", "expired")))
        .values(due_at=None)
    )
