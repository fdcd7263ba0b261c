"""Pictures that players show as proof, and the names under which they play."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_KEPT = text("state <> 'dropped'")
_SEEN = text("phash IS NOT NULL")


def _band(number: int) -> Mapped[int | None]:
    # A column and no expression in an index: the planner knows how rare each value is.
    part = f"(phash >> {48 - 16 * number}) & 65535"
    return mapped_column(Integer, Computed(f"({part})::integer", persisted=True))


class MatchPicture(Base):
    """A picture of one game of a match; neither its content nor its appearance ever changes.

    `due_at` is, by state: of `storing`, when the upload is given up; of `stored`, when it may be
    deleted; of `dropped` and `expired`, since when its file waits to be deleted (None: it is gone).
    The hashes outlive the file, so that it is recognised when it is shown in another match.
    """

    __tablename__ = "match_pictures"
    __table_args__ = (
        CheckConstraint(
            "state IN ('storing', 'stored', 'dropped', 'expired')", name="state_is_known"
        ),
        CheckConstraint(
            "due_at IS NOT NULL OR state IN ('dropped', 'expired')",
            name="waiting_has_a_deadline",
        ),
        CheckConstraint(
            "num_nulls(phash, dhash, thumb, detail) IN (0, 4)", name="a_fingerprint_is_whole"
        ),
        Index(
            "uq_match_pictures_original",
            "match_id",
            "user_id",
            "replay",
            "original_sha256",
            unique=True,
            postgresql_where=_KEPT,
        ),
        Index(
            "uq_match_pictures_sha256",
            "match_id",
            "user_id",
            "replay",
            "sha256",
            unique=True,
            postgresql_where=_KEPT,
        ),
        Index("ix_match_pictures_original_sha256", "original_sha256"),
        Index("ix_match_pictures_sha256", "sha256"),
        *(
            Index(f"ix_match_pictures_band{number}", f"band{number}", postgresql_where=_SEEN)
            for number in range(4)
        ),
        Index("ix_match_pictures_user_id", "user_id", "id"),
        Index("ix_match_pictures_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    replay: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), server_default="storing")
    original_sha256: Mapped[bytes]
    original_size: Mapped[int]
    sha256: Mapped[bytes]
    size: Mapped[int]  # bytes
    content_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int] = mapped_column(SmallInteger)
    height: Mapped[int] = mapped_column(SmallInteger)
    phash: Mapped[int | None]
    dhash: Mapped[int | None]
    band0: Mapped[int | None] = _band(0)
    band1: Mapped[int | None] = _band(1)
    band2: Mapped[int | None] = _band(2)
    band3: Mapped[int | None] = _band(3)
    thumb: Mapped[bytes | None]
    detail: Mapped[bytes | None]  # packed: domain/matches/resemblance
    note: Mapped[str | None] = mapped_column(String(500))
    video_link: Mapped[str | None] = mapped_column(String(300))
    claimed_name: Mapped[str | None] = mapped_column(String(50))  # the opponent's, as shown
    flags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    reuses_id: Mapped[int | None] = mapped_column(ForeignKey("match_pictures.id"))
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
