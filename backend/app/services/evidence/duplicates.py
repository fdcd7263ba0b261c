"""Whether a picture was shown before, in another match or another game of this one."""

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.domain.matches.pictures import (
    FARTHEST,
    Fingerprint,
    Picture,
    bands,
    looks_the_same,
    neighbours,
)

# If the same picture is uploaded to two matches at once, one of the two must see the other.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('match_pictures', 0))")

_EXACT = text("""
SELECT id FROM match_pictures
WHERE (original_sha256 = :original OR sha256 = :kept) AND state <> 'dropped'
  AND (match_id, replay) <> (:match_id, :replay)
ORDER BY id LIMIT 1
""")

# Scoreboards of one map are near each other, so the nearest come first and the thumbnails decide.
_ROWS = 1_000
_NEAR = text("""
SELECT id, phash, dhash, thumb FROM match_pictures
WHERE phash IS NOT NULL AND state <> 'dropped' AND (match_id, replay) <> (:match_id, :replay)
  AND (band0 IN :band0 OR band1 IN :band1 OR band2 IN :band2 OR band3 IN :band3)
  AND bit_count((phash # :phash)::bit(64)) <= :farthest
  AND bit_count((dhash # :dhash)::bit(64)) <= :farthest
ORDER BY bit_count((phash # :phash)::bit(64)) + bit_count((dhash # :dhash)::bit(64)), id
LIMIT :rows
""").bindparams(*(bindparam(f"band{number}", expanding=True) for number in range(4)))


def find(session: Session, picture: Picture, *, match_id: int, replay: int) -> int | None:
    """Return the id of an earlier picture that is this one, resized or saved again; else None.

    What both players show of one game is not compared: they may have taken it together.
    """
    session.execute(_LOCK)
    where = {"match_id": match_id, "replay": replay}
    # Blank pictures are compared by file only: re-encoded, all of them are equal.
    kept = picture.sha256 if picture.fingerprint else picture.original_sha256
    same: int | None = session.execute(
        _EXACT, {**where, "original": picture.original_sha256, "kept": kept}
    ).scalar()
    if same is not None or picture.fingerprint is None:
        return same
    mine = picture.fingerprint
    near = session.execute(
        _NEAR,
        {
            **where,
            "phash": mine.phash,
            "dhash": mine.dhash,
            "farthest": FARTHEST,
            "rows": _ROWS,
            **{
                f"band{number}": list(neighbours(band))
                for number, band in enumerate(bands(mine.phash))
            },
        },
    )
    for row in near:
        if looks_the_same(mine, Fingerprint(row.phash, row.dhash, bytes(row.thumb))):
            return int(row.id)
    return None
