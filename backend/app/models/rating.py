"""Ratings: what each match did to whom, and how far the round has looked."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_LIVE = text("reversed_at IS NULL")


class RatingChange(Base):
    """What one match did to one player; at most one that counts, for a ruling may reverse it.

    `before` is the rating on the day of the match, with the uncertainty that idle weeks had added.
    `net` is what the match brought (KES): the prize less the stake, or less the stake alone.
    `weight` (0..1) is how much it counts: less than one for two who met within the week before.
    """

    __tablename__ = "rating_changes"
    __table_args__ = (
        CheckConstraint("outcome IN ('won', 'lost', 'draw')", name="outcome_is_known"),
        CheckConstraint("weight > 0 AND weight <= 1", name="weight_is_sane"),
        Index("uq_rating_changes_live", "match_id", "user_id", unique=True, postgresql_where=_LIVE),
        Index("ix_rating_changes_match_id", "match_id"),
        Index("ix_rating_changes_user_id", "user_id", "id"),
        Index(
            "ix_rating_changes_played_at",
            "played_at",
            postgresql_include=["user_id", "match_id", "outcome", "net", "weight"],
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_rating_changes_opponent_id",
            "user_id",
            "opponent_id",
            "played_at",
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_rating_changes_reversed_at",
            "reversed_at",
            postgresql_where=text("reversed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opponent_id: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(4))
    stake: Mapped[Decimal]
    net: Mapped[Decimal]
    weight: Mapped[float] = mapped_column(server_default=text("1"))
    rating_before: Mapped[float]
    deviation_before: Mapped[float]
    volatility_before: Mapped[float]
    rating_after: Mapped[float]
    deviation_after: Mapped[float]
    volatility_after: Mapped[float]
    played_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    reversed_at: Mapped[datetime | None]


class RatingProgress(Base):
    """One row: every match that ended before this event of `match_events` has been rated."""

    __tablename__ = "rating_progress"
    __table_args__ = (CheckConstraint("singleton", name="is_one_row"),)

    singleton: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    seen_event_id: Mapped[int]
