"""Leaderboards, rebuilt all the time: what they show can be recomputed from the matches."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Leaderboard(Base):
    """One board of one period, and which edition of it stands now; a crash may forget it.

    `built_at` is when the edition was built, `as_of` until when nothing has happened since.
    """

    __tablename__ = "leaderboards"
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012  # as SQLAlchemy wants it

    board: Mapped[str] = mapped_column(String(10), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    edition: Mapped[int] = mapped_column(server_default=text("0"))
    players: Mapped[int] = mapped_column(server_default=text("0"))
    starts_at: Mapped[datetime | None]
    built_at: Mapped[datetime | None]
    as_of: Mapped[datetime | None]
    due_at: Mapped[datetime]


class Standing(Base):
    """One player's place in one edition: `position` counts rows, `rank` is shared by equals."""

    __tablename__ = "standings"
    __table_args__ = (
        Index("uq_standings_player", "edition", "user_id", unique=True),
        {"prefixes": ["UNLOGGED"]},
    )

    edition: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int]
    user_id: Mapped[int]
    value: Mapped[Decimal]
