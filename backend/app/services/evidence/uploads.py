"""How a picture becomes proof: recorded, stored, and compared with all earlier ones.

Files are put into the store between two transactions: `claim` writes the row down, the caller
carries the file, `keep` says that it is there. Who dies in between leaves a row that the sweep
drops (`services/evidence/retention.py`), so there is never half a proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.conduct.confusables import look_alike, same_but_for_number
from app.domain.errors import Invalid
from app.domain.live import LiveType
from app.domain.matches.pictures import (
    Picture,
    is_of_another_time,
    pictures_are_full,
    quota_is_full,
)
from app.domain.problems import ProblemCode
from app.models.match import Match
from app.models.match_picture import MatchPicture
from app.models.user import User
from app.services.auth import known_names
from app.services.evidence import duplicates
from app.services.evidence.pictures import count_left
from app.services.matches import access, notifications

REUSE, IMPERSONATION, ANOTHER_TIME = "evidence_reuse", "impersonation", "time_mismatch"
SIMILAR, SIMILAR_NAME = "similar_picture", "similar_name"
# Of a picture only: for the referee to look at, and never a flag of the match. Nobody planted them
# here, or it was somebody else than who shows the picture.
_HINTS = frozenset({SIMILAR, SIMILAR_NAME})

_FLAG = text("""
UPDATE matches SET flags = ARRAY(SELECT DISTINCT f FROM unnest(flags || CAST(:flags AS varchar[])) f
                                 ORDER BY f)
WHERE id = :match_id AND status IN ('pending', 'active', 'disputed')
""")


@dataclass(frozen=True)
class PictureNotes:
    """A player's notes on their pictures; the name is their opponent's, as the picture shows it."""

    note: str | None = None
    video_link: str | None = None
    claimed_name: str | None = None


@dataclass(frozen=True)
class PendingUpload:
    """A recorded picture; its file is to be put into the store unless it is there."""

    id: int
    picture: Picture
    is_stored: bool


def claim(
    session: Session,
    *,
    match_id: int,
    user_id: int,
    pictures: Sequence[Picture],
    notes: PictureNotes,
    now: datetime,
) -> list[PendingUpload]:
    """Record a player's pictures; the same picture in the same game is one row.

    Raises Conflict when the window has closed, or for more than ten pictures, and Invalid for one
    with nothing to see in it, which would prove nothing.
    """
    if any(picture.fingerprint is None for picture in pictures):
        raise Invalid(
            ProblemCode.PICTURE_SHOWS_NOTHING,
            "There is nothing to see in that picture. Send the final scoreboard, full screen.",
        )
    match, seat = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    left = count_left(session, match, user_id=user_id, now=now)
    _refuse_beyond_quota(session, user_id=user_id, pictures=pictures)
    names = _name_flags(session, match, seat=seat, claimed_name=notes.claimed_name)
    claims: dict[int, PendingUpload] = {}
    found = duplicates.search(session, pictures, match)
    for picture, earlier in zip(pictures, found, strict=True):
        row = _existing(session, match, user_id=user_id, picture=picture, now=now)
        if row is None:
            left -= 1
            if left < 0:
                raise pictures_are_full()
            row = _row(match, user_id=user_id, picture=picture, notes=notes, now=now)
            row.flags = [
                *names,
                *([REUSE if earlier.is_certain else SIMILAR] if earlier else []),
                *row.flags,
            ]
            row.reuses_id = earlier.id if earlier else None
            session.add(row)
            session.flush()
        claims[row.id] = PendingUpload(row.id, picture, is_stored=row.state == "stored")
    return list(claims.values())


def _refuse_beyond_quota(session: Session, *, user_id: int, pictures: Sequence[Picture]) -> None:
    """Raise Conflict if more would be kept of a player than one may have.

    Locks the player's row: uploads to two matches at once take turns.
    """
    most = get_settings().evidence.megabytes_per_player
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    kept = session.scalars(
        select(func.coalesce(func.sum(MatchPicture.size), 0)).where(
            MatchPicture.user_id == user_id, MatchPicture.state.in_(("storing", "stored"))
        )
    ).one()
    if int(kept) + sum(len(picture.data) for picture in pictures) > most * 1024 * 1024:
        raise quota_is_full(most)


def keep(session: Session, *, match_id: int, ids: Sequence[int], now: datetime) -> bool:
    """Record that the files are stored, and notify both players; False if it took too long."""
    until = now + timedelta(days=get_settings().evidence.retention_days)
    kept = session.execute(
        update(MatchPicture)
        .where(MatchPicture.id.in_(ids), MatchPicture.state == "storing")
        .values(state="stored", due_at=until)
        .returning(MatchPicture.flags)
    ).all()
    stored = session.scalars(
        select(func.count()).where(MatchPicture.id.in_(ids), MatchPicture.state == "stored")
    ).one()
    flags = sorted({flag for row in kept for flag in row.flags} - _HINTS)
    if flags:
        # A finished match does not change; a proof that came that late keeps its flags itself.
        session.execute(_FLAG, {"flags": flags, "match_id": match_id})
    match = session.get_one(Match, match_id)
    notifications.hint(session, match_id, match.player_ids, kind=LiveType.MATCH_EVIDENCE)
    return stored == len(ids)


def drop(session: Session, *, ids: Sequence[int], now: datetime) -> None:
    """Drop pictures whose files did not reach the store; the sweep deletes files that did."""
    session.execute(
        update(MatchPicture)
        .where(MatchPicture.id.in_(ids), MatchPicture.state == "storing")
        .values(state="dropped", due_at=now)
    )


def _existing(
    session: Session, match: Match, *, user_id: int, picture: Picture, now: datetime
) -> MatchPicture | None:
    """Return the row of the same picture in this game, unless its upload has died."""
    row = session.scalars(
        select(MatchPicture)
        .where(MatchPicture.match_id == match.id, MatchPicture.user_id == user_id)
        .where(MatchPicture.replay == match.replays, MatchPicture.state != "dropped")
        .where(
            or_(
                MatchPicture.original_sha256 == picture.original_sha256,
                MatchPicture.sha256 == picture.sha256,
            )
        )
        .limit(1)
    ).one_or_none()
    if row is not None and row.state == "storing" and (row.due_at is None or row.due_at <= now):
        drop(session, ids=[row.id], now=now)
        return None
    return row


def _row(
    match: Match,
    *,
    user_id: int,
    picture: Picture,
    notes: PictureNotes,
    now: datetime,
) -> MatchPicture:
    fingerprint = picture.fingerprint
    is_odd = is_of_another_time(picture.taken_at, began=match.created_at, now=now)
    return MatchPicture(
        match_id=match.id,
        user_id=user_id,
        replay=match.replays,
        original_sha256=picture.original_sha256,
        original_size=picture.original_bytes,
        sha256=picture.sha256,
        size=len(picture.data),
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        phash=fingerprint.phash if fingerprint else None,
        dhash=fingerprint.dhash if fingerprint else None,
        thumb=fingerprint.thumb if fingerprint else None,
        detail=fingerprint.detail if fingerprint else None,
        note=notes.note,
        video_link=notes.video_link,
        claimed_name=notes.claimed_name,
        flags=[ANOTHER_TIME] if is_odd else [],
        due_at=now + timedelta(seconds=get_settings().evidence.storing_seconds),
    )


def _name_flags(
    session: Session, match: Match, *, seat: int, claimed_name: str | None
) -> list[str]:
    """Return the flags that names put on a player's picture.

    Impersonation is what they did themselves: the name that they say the picture shows looks like
    their opponent's, or their own does and is the later one. That another account has a name like
    the opponent's may be anybody's doing.
    """
    mine, theirs = match.player_ids if seat == 1 else match.player_ids[::-1]
    names = _frozen_names(session, match)
    name, own = names.get(theirs), names.get(mine)
    if not name:
        return []
    if claimed_name and look_alike(claimed_name, name):
        return [IMPERSONATION]
    flags = []
    if own and look_alike(own, name) and not same_but_for_number(own, name):
        first = known_names.first_of(session, one=(mine, own), other=(theirs, name))
        flags.append(IMPERSONATION if first == (theirs, name) else SIMILAR_NAME)
    others = known_names.find_lookalikes(session, name=name, except_user_id=theirs)
    if any(alike.other_user_id != mine for alike in others):
        flags.append(SIMILAR_NAME)
    return sorted(set(flags))


def _frozen_names(session: Session, match: Match) -> dict[int, str]:
    """Return the Call of Duty names as they were when the match was accepted, by user id."""
    players = match.player_ids
    now_called = {
        row.id: row.cod_username
        for row in session.execute(select(User.id, User.cod_username).where(User.id.in_(players)))
    }
    found = {}
    for seat, user_id in zip(("player1", "player2"), players, strict=True):
        name = (match.identities.get(seat) or {}).get("username") or now_called.get(user_id)
        if name:
            found[user_id] = str(name)[:50]
    return found
