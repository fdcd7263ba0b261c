"""What players set for their own protection; rows are only ever added."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PlayerExclusion(Base):
    """A time-out (of `hours`) or a self-exclusion (of `months`) that a player began, or a pause.

    A pause (of `hours`) begins by itself, when somebody chases losses.

    The database sets both times, after it has locked the player.
    """

    __tablename__ = "player_exclusions"
    __table_args__ = (
        CheckConstraint("kind IN ('time_out', 'self_exclusion', 'pause')", name="kind_is_known"),
        CheckConstraint(
            "kind <> 'self_exclusion' OR (months IS NOT NULL AND months <= 600 AND hours IS NULL"
            " AND ends_at AT TIME ZONE 'UTC' >= starts_at AT TIME ZONE 'UTC'"
            " + interval '6 months')",
            name="self_exclusion_takes_six_months",
        ),
        CheckConstraint(
            "kind <> 'time_out' OR (months IS NULL AND hours IS NOT NULL"
            " AND ends_at - starts_at BETWEEN interval '24 hours' AND interval '1008 hours')",
            name="time_out_takes_one_to_42_days",
        ),
        CheckConstraint(
            "kind <> 'pause' OR (months IS NULL AND hours IS NOT NULL"
            " AND ends_at - starts_at BETWEEN interval '1 hour' AND interval '24 hours')",
            name="pause_takes_an_hour_to_a_day",
        ),
        Index("ix_player_exclusions_user_id", "user_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(20))
    months: Mapped[int | None] = mapped_column(SmallInteger)
    hours: Mapped[int | None] = mapped_column(SmallInteger)
    starts_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    ends_at: Mapped[datetime]


class PlayerLimit(Base):
    """What a player set as their limit (KES; NULL for none) for a kind and a period of `hours`.

    The database sets both times, and whether it is a raise, which counts once it is confirmed.
    """

    __tablename__ = "player_limits"
    __table_args__ = (
        CheckConstraint("kind IN ('deposit', 'stake', 'loss', 'time')", name="kind_is_known"),
        CheckConstraint("hours IN (24, 168, 720)", name="period_is_known"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint(
            "NOT is_raise OR effective_at >= created_at + interval '72 hours'",
            name="raise_waits_three_days",
        ),
        Index("ix_player_limits_user_id", "user_id", "kind", "hours", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(10))
    hours: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    is_raise: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    effective_at: Mapped[datetime]


class PlayerLimitConfirmation(Base):
    """The second yes to a raise, after its three days."""

    __tablename__ = "player_limit_confirmations"

    limit_id: Mapped[int] = mapped_column(ForeignKey("player_limits.id"), primary_key=True)
    confirmed_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class PlaySession(Base):
    """A time at play without half an hour of silence; the database sets both times."""

    __tablename__ = "play_sessions"
    __table_args__ = (
        CheckConstraint("last_seen_at >= started_at", name="ends_after_it_starts"),
        Index("ix_play_sessions_user_id", "user_id", "last_seen_at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    last_seen_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class RealityCheck(Base):
    """How often a player is told how long they have played, and what it cost."""

    __tablename__ = "reality_checks"
    __table_args__ = (CheckConstraint("minutes IN (15, 30, 60)", name="minutes_are_known"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    minutes: Mapped[int] = mapped_column(SmallInteger)
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ChaseWarning(Base):
    """A player has read what we say to who chases losses."""

    __tablename__ = "chase_warnings"
    __table_args__ = (
        Index("ix_chase_warnings_user_id", "user_id", "read_at"),
        Index("ix_chase_warnings_read_at", "read_at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    read_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
