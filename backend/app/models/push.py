"""Where browsers can be reached by Web Push."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PushSubscription(Base):
    """A browser that shows notifications to the player of one sign-in, and ends with it.

    `key_id` names the key of ours that it was made with; `failures` are those since the last
    success, of the kind that says something about this browser. `test_…` is the last test that the
    player sent here: its secret, when, what the push service made of it, and when it was shown.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        CheckConstraint(
            "octet_length(p256dh) = 65 AND octet_length(auth) = 16", name="keys_are_whole"
        ),
        CheckConstraint(
            "test_outcome IN ('taken', 'refused', 'unavailable')", name="test_outcome_is_known"
        ),
        Index("ix_push_subscriptions_user_id", "user_id"),
        Index(
            "ix_push_subscriptions_test_receipt",
            "test_receipt",
            unique=True,
            postgresql_where=text("test_receipt IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("login_sessions.id"), unique=True)
    user_id: Mapped[int]
    endpoint: Mapped[str] = mapped_column(String(800), unique=True)
    p256dh: Mapped[bytes]
    auth: Mapped[bytes]
    key_id: Mapped[str] = mapped_column(String(8))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    test_receipt: Mapped[UUID | None]
    tested_at: Mapped[datetime | None]
    test_outcome: Mapped[str | None] = mapped_column(String(12))
    test_shown_at: Mapped[datetime | None]
