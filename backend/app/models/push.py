"""Where browsers can be reached by Web Push."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PushSubscription(Base):
    """A browser that shows notifications to the player of one sign-in, and ends with it.

    `key_id` names the key of ours that it was made with; `failures` are those since the last
    success, of the kind that says something about this browser.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        CheckConstraint(
            "octet_length(p256dh) = 65 AND octet_length(auth) = 16", name="keys_are_whole"
        ),
        Index("ix_push_subscriptions_user_id", "user_id"),
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
