"""Whether pictures were shown before, in another match or another game of this one.

Most of the work is done before the lock is taken that all uploads share: what the lock guards are
the few pictures that came in meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from app.domain.matches.pictures import (
    FARTHEST,
    Fingerprint,
    Picture,
    bands,
    neighbours,
    thumb_gap,
)
from app.domain.matches.resemblance import Resemblance, compare
from app.models.match import Match
from app.models.match_picture import MatchPicture

# If the same picture is uploaded to two matches at once, one of the two must see the other. Ids
# are given out under the lock too, so what is committed later has a higher one.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('match_pictures', 0))")

_EXACT = text("""
SELECT id FROM match_pictures
WHERE (original_sha256 = :original OR sha256 = :kept) AND state <> 'dropped' AND id > :after
  AND (match_id, replay) <> (:match_id, :replay)
ORDER BY id LIMIT 1
""")

# Scoreboards of one map are near each other, so the nearest come first; and what these two players
# showed is compared at any distance, since a crop moves the hashes.
_ROWS = 300
_OWN_ROWS = 50
_COMPARED = 10
_NEAR = text("""
(SELECT id, thumb FROM match_pictures
 WHERE phash IS NOT NULL AND state <> 'dropped' AND id > :after
   AND (match_id, replay) <> (:match_id, :replay)
   AND (band0 IN :band0 OR band1 IN :band1 OR band2 IN :band2 OR band3 IN :band3)
   AND bit_count((phash # :phash)::bit(64)) <= :farthest
 ORDER BY bit_count((phash # :phash)::bit(64)) + bit_count((dhash # :dhash)::bit(64)), id
 LIMIT :rows)
UNION
(SELECT id, thumb FROM match_pictures
 WHERE phash IS NOT NULL AND state <> 'dropped' AND id > :after
   AND (match_id, replay) <> (:match_id, :replay) AND user_id IN (:one, :two)
 ORDER BY id DESC LIMIT :own_rows)
""").bindparams(*(bindparam(f"band{number}", expanding=True) for number in range(4)))


@dataclass(frozen=True)
class Earlier:
    """An earlier picture like this one; not `is_certain`: a referee has to compare them."""

    id: int
    is_certain: bool


def search(session: Session, pictures: Sequence[Picture], match: Match) -> list[Earlier | None]:
    """Return for each picture an earlier one that is the same, or nearly; None if there is none.

    Resized, saved again, slightly cropped or with a small sticker it is the same. What both players
    show of one game is not compared: they may have taken it together. Holds the lock until the end
    of the transaction.
    """
    newest = session.scalars(select(func.max(MatchPicture.id))).one() or 0
    found = [_find(session, picture, match, after=0) for picture in pictures]
    session.execute(_LOCK)
    return [
        earlier or _find(session, picture, match, after=newest)
        for picture, earlier in zip(pictures, found, strict=True)
    ]


def _find(session: Session, picture: Picture, match: Match, *, after: int) -> Earlier | None:
    where = {"match_id": match.id, "replay": match.replays, "after": after}
    # Blank pictures are compared by file only: re-encoded, all of them are equal.
    kept = picture.sha256 if picture.fingerprint else picture.original_sha256
    same: int | None = session.execute(
        _EXACT, {**where, "original": picture.original_sha256, "kept": kept}
    ).scalar()
    if same is not None:
        return Earlier(same, is_certain=True)
    if picture.fingerprint is None:
        return None
    near = _nearest(session, picture.fingerprint, match, where)
    unsure: int | None = None
    for picture_id, detail in near:
        resemblance = compare(picture.fingerprint.detail, detail)
        if resemblance is Resemblance.SAME:
            return Earlier(picture_id, is_certain=True)
        if resemblance is Resemblance.UNSURE and unsure is None:
            unsure = picture_id
    return None if unsure is None else Earlier(unsure, is_certain=False)


def _nearest(
    session: Session, mine: Fingerprint, match: Match, where: dict[str, int]
) -> list[tuple[int, bytes]]:
    """Return id and details of the earlier pictures most like this one, the likest first."""
    rows = session.execute(
        _NEAR,
        {
            **where,
            "phash": mine.phash,
            "dhash": mine.dhash,
            "farthest": FARTHEST,
            "rows": _ROWS,
            "own_rows": _OWN_ROWS,
            "one": match.player1_id,
            "two": match.player2_id,
            **{
                f"band{number}": list(neighbours(band))
                for number, band in enumerate(bands(mine.phash))
            },
        },
    ).all()
    gaps = {row.id: thumb_gap(mine.thumb, bytes(row.thumb)) for row in rows}
    likest = sorted(gaps, key=lambda picture_id: (gaps[picture_id], picture_id))[:_COMPARED]
    details = {
        row.id: bytes(row.detail)
        for row in session.execute(
            select(MatchPicture.id, MatchPicture.detail).where(MatchPicture.id.in_(likest))
        )
    }
    return [(picture_id, details[picture_id]) for picture_id in likest]
