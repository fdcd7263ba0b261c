"""The room of a match: messages, who reported and hid them, who is muted or silenced."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class RoomMessage(Base):
    """What a player wrote in the room of a match: a preset by its key, or text, already masked.

    Evidence like a report: only a moderator's hiding can be added. What was masked is nowhere.
    """

    __tablename__ = "room_messages"
    __table_args__ = (
        CheckConstraint("num_nonnulls(preset, body) = 1", name="says_one_thing"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_by IS NULL)", name="hidden_by_somebody"),
        Index("ix_room_messages_match_id", "match_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    preset: Mapped[str | None] = mapped_column(String(20))
    body: Mapped[str | None] = mapped_column(String(200))
    is_masked: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class RoomReport(Base):
    """The other player's complaint about a message, once, and what a moderator decided."""

    __tablename__ = "room_reports"
    __table_args__ = (
        CheckConstraint(
            "reason IN ('abuse', 'threat', 'cheating', 'personal_data', 'other')",
            name="reason_is_known",
        ),
        CheckConstraint(
            "num_nulls(decision, decided_at, decided_by) IN (0, 3)"
            " AND (decision IS NULL OR decision IN ('hide', 'dismiss'))",
            name="decided_by_somebody",
        ),
        Index("ix_room_reports_open", "id", postgresql_where=text("decision IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("room_messages.id", ondelete="CASCADE"), unique=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class RoomMute(Base):
    """A player does not want to read the other in this match."""

    __tablename__ = "room_mutes"

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RoomSilence(Base):
    """Until when a player may write no free text, in any match, because of one message."""

    __tablename__ = "room_silences"
    __table_args__ = (Index("ix_room_silences_user_id", "user_id", "until"),)

    message_id: Mapped[int] = mapped_column(
        ForeignKey("room_messages.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    until: Mapped[datetime]
    admin_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
