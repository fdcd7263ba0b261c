"""Risk flags of players in points; staff decides, and nothing here takes money."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, String, UniqueConstraint, text
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
