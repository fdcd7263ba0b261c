"""What staff has decided and written about an account: suspensions, bans, notes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Suspension(Base):
    """An account that staff has shut; `users.is_active` follows it by a trigger."""

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint("kind IN ('suspended', 'banned')", name="kind_is_known"),
        CheckConstraint(
            "user_id <> imposed_by AND user_id <> coalesce(lifted_by, 0)", name="not_of_their_own"
        ),
        CheckConstraint(
            "num_nulls(lifted_by, lifted_at, lift_reason) IN (0, 3)", name="lifted_by_somebody"
        ),
        CheckConstraint(
            "length(btrim(reason)) >= 8 AND length(btrim(lift_reason)) >= 8",
            name="reason_is_given",
        ),
        Index(
            "uq_suspensions_open",
            "user_id",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000))
    imposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    imposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[str | None] = mapped_column(String(1000))


class StaffNote(Base):
    """What somebody of staff noted about a player; other staff reads it, the player does not."""

    __tablename__ = "staff_notes"
    __table_args__ = (Index("ix_staff_notes_user_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
