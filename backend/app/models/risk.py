"""Risk flags of players in points; staff decides, and nothing here takes money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class RiskFlag(Base):
    """One signal about one player, explained in a sentence; an admin may clear it."""

    __tablename__ = "risk_flags"
    __table_args__ = (UniqueConstraint("user_id", "signal"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signal: Mapped[str] = mapped_column(String(40))
    points: Mapped[int]
    explanation: Mapped[str]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PlayerRisk(Base):
    """The sum of a player's flags (0..100) and what follows from it for their withdrawals."""

    __tablename__ = "player_risks"
    __table_args__ = (Index("ix_player_risks_scored_at", "scored_at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    score: Mapped[int]
    held_until: Mapped[datetime | None]
    frozen: Mapped[bool] = mapped_column(server_default=text("false"))
    scored_at: Mapped[datetime]


class SuspectedPair(Base):
    """Two accounts whose matches with each other are under suspicion until people clear both.

    `evidence` is in nats; `seen_at` is the last search that still found it.
    """

    __tablename__ = "suspected_pairs"
    __table_args__ = (
        CheckConstraint("one_id < two_id", name="in_order"),
        CheckConstraint("games > 0", name="games_are_counted"),
        Index("ix_suspected_pairs_two_id", "two_id"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    two_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    evidence: Mapped[float]
    games: Mapped[int]
    explanation: Mapped[str] = mapped_column(String(1000))
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
