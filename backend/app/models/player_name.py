"""The names that players have or had in the game."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PlayerName(Base):
    """A name that a player has or had, and its skeleton (`domain/conduct/confusables`).

    They have had it since `created_at` without a break, until `left_at`.
    """

    __tablename__ = "player_names"
    __table_args__ = (Index("ix_player_names_skeleton", "skeleton"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    skeleton: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    left_at: Mapped[datetime | None]
