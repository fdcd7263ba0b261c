"""Pictures as proof: who may show more of them, and who sees which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.domain.errors import Conflict, NotFound
from app.domain.matches.pictures import (
    PICTURES_A_SIDE,
    may_show,
    pictures_are_full,
    shows_both,
)
from app.domain.matches.vocabulary import Reason
from app.domain.problems import ProblemCode
from app.models.match import Match
from app.models.match_picture import MatchPicture
from app.models.user import User
from app.services.matches import access, objections


@dataclass(frozen=True)
class EvidenceView:
    """One picture as a viewer may see it; flags and what it repeats are for referees only."""

    id: int
    user_id: int
    seat: str
    is_mine: bool
    replay: int
    state: str
    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    original_sha256: str
    note: str | None
    video_link: str | None
    claimed_name: str | None
    flags: list[str]
    reuses_match_id: int | None
    created_at: datetime


@dataclass(frozen=True)
class Window:
    """Whether a viewer may add pictures, how many, and until when, and sees the opponent's."""

    is_open: bool
    remaining: int
    closes_at: datetime | None
    opponent_shown: bool


def window(session: Session, *, match_id: int, viewer: User, now: datetime) -> Window:
    """Return what a player may still show; raises NotFound for everybody else."""
    match, is_referee = _seen(session, match_id, viewer)
    is_open = not is_referee and _is_open(session, match, now)
    left = count_left(session, match, user_id=viewer.id, now=now) if is_open else 0
    return Window(
        is_open=is_open,
        remaining=left,
        closes_at=_closes_at(session, match) if is_open else None,
        opponent_shown=is_referee or _shows_both(session, match, now=now),
    )


def admit(session: Session, *, match_id: int, player: User, now: datetime) -> None:
    """Refuse an upload before it is read: NotFound for non-players, Conflict if too late."""
    match, is_referee = _seen(session, match_id, player)
    if is_referee:
        raise _closed(match)
    count_left(session, match, user_id=player.id, now=now)


def refuse_overflow(
    session: Session,
    *,
    match_id: int,
    player: User,
    originals: Collection[bytes],
    now: datetime,
) -> set[bytes]:
    """Refuse files (by their SHA-256) for which there is no room; return those that are stored.

    Raises Conflict before anything is decoded; `uploads.claim` counts again.
    """
    match, _ = _seen(session, match_id, player)
    left = count_left(session, match, user_id=player.id, now=now)
    rows = session.execute(
        select(MatchPicture.original_sha256, MatchPicture.state)
        .where(MatchPicture.match_id == match.id, MatchPicture.user_id == player.id)
        .where(MatchPicture.replay == match.replays, _takes_room(now))
    ).all()
    known = {bytes(row.original_sha256): row.state for row in rows}
    if len(set(originals) - known.keys()) > left:
        raise pictures_are_full()
    return {original for original, state in known.items() if state == "stored"}


def _takes_room(now: datetime) -> ColumnElement[bool]:
    is_coming = and_(MatchPicture.state == "storing", MatchPicture.due_at > now)
    return or_(MatchPicture.state == "stored", is_coming)


def count_left(session: Session, match: Match, *, user_id: int, now: datetime) -> int:
    """Return how many pictures of the present game a player may still show.

    Raises Conflict when the time for it is over, or has not come.
    """
    if not _is_open(session, match, now):
        raise _closed(match)
    used = session.scalars(
        select(func.count())
        .select_from(MatchPicture)
        .where(MatchPicture.match_id == match.id, MatchPicture.user_id == user_id)
        .where(MatchPicture.replay == match.replays, _takes_room(now))
    ).one()
    return max(0, PICTURES_A_SIDE - used)


def of_match(session: Session, match_id: int, viewer: User) -> list[EvidenceView]:
    """Return the pictures of a match that `viewer` may see, in the order in which they were shown.

    Players see their own at once, and their opponent's when no more can be added. Raises
    NotFound for everybody else.
    """
    match, is_referee = _seen(session, match_id, viewer)
    earlier = (
        select(MatchPicture.match_id.label("match_id"), MatchPicture.id.label("id"))
        .correlate(None)
        .subquery()
    )
    rows = session.execute(
        select(MatchPicture, earlier.c.match_id)
        .outerjoin(earlier, earlier.c.id == MatchPicture.reuses_id)
        .where(MatchPicture.match_id == match_id, _visible(session, match, viewer, is_referee))
        .order_by(MatchPicture.id)
    )
    return [
        EvidenceView(
            id=row.id,
            user_id=row.user_id,
            seat=match.seat_of(row.user_id),
            is_mine=row.user_id == viewer.id,
            replay=row.replay,
            state=row.state,
            content_type=row.content_type,
            width=row.width,
            height=row.height,
            size=row.size,
            sha256=bytes(row.sha256).hex(),
            original_sha256=bytes(row.original_sha256).hex(),
            note=row.note,
            video_link=row.video_link,
            claimed_name=row.claimed_name,
            flags=list(row.flags) if is_referee else [],
            reuses_match_id=reuses if is_referee else None,
            created_at=row.created_at,
        )
        for row, reuses in rows
    ]


def find(session: Session, *, match_id: int, picture_id: int, viewer: User) -> MatchPicture:
    """Return a picture that `viewer` may see; raises NotFound, also once it is deleted."""
    match, is_referee = _seen(session, match_id, viewer)
    row = session.scalars(
        select(MatchPicture)
        .where(MatchPicture.id == picture_id, MatchPicture.match_id == match_id)
        .where(_visible(session, match, viewer, is_referee))
    ).one_or_none()
    if row is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such picture.")
    if row.state != "stored":
        raise NotFound(ProblemCode.PICTURE_GONE, "That picture is not kept any more.")
    return row


def has_proof(session: Session, match_id: int, user_id: int) -> bool:
    """Say whether a player has shown a picture of the present game that can prove something.

    One with nothing to see in it cannot, nor can one that was shown in another game before.
    """
    found = session.scalars(
        select(MatchPicture.id)
        .join(Match, and_(Match.id == MatchPicture.match_id, Match.replays == MatchPicture.replay))
        .where(MatchPicture.match_id == match_id, MatchPicture.user_id == user_id)
        .where(MatchPicture.state == "stored", MatchPicture.phash.is_not(None))
        .where(~MatchPicture.flags.contains([Reason.EVIDENCE_REUSE.value]))
        .limit(1)
    )
    return found.one_or_none() is not None


def _seen(session: Session, match_id: int, viewer: User) -> tuple[Match, bool]:
    """Return a match and whether `viewer` is its referee; its players are not, whatever role."""
    match = access.get_visible(session, match_id=match_id, viewer=viewer)
    return match, viewer.id not in match.player_ids


def _visible(
    session: Session,
    match: Match,
    viewer: User,
    is_referee: bool,  # noqa: FBT001
) -> ColumnElement[bool]:
    is_kept = MatchPicture.state.in_(("stored", "expired"))
    if is_referee or _shows_both(session, match, now=utc_now()):
        return is_kept
    # A game that is played again is over: its pictures can be copied by nobody.
    return and_(
        is_kept, or_(MatchPicture.user_id == viewer.id, MatchPicture.replay < match.replays)
    )


def _is_open(session: Session, match: Match, now: datetime) -> bool:
    until = objections.proof_until(session, match)
    if until is not None:
        return now < until
    return may_show(
        status=match.status,
        verification_state=match.verification_state,
        due_at=match.due_at,
        now=now,
    )


def _closes_at(session: Session, match: Match) -> datetime | None:
    return objections.proof_until(session, match) or match.due_at


def _shows_both(session: Session, match: Match, *, now: datetime) -> bool:
    return shows_both(
        verification_state=match.verification_state,
        may_be_answered=objections.may_be_answered(session, match, now=now),
    )


def _closed(match: Match) -> Conflict:
    return Conflict(
        ProblemCode.EVIDENCE_CLOSED,
        "Pictures can be shown while you play and for a while in a dispute, not now.",
        match_status=match.status,
    )
