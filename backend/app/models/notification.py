"""What players are told: the notification, its deliveries on other channels, their preferences."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Notification(Base):
    """One event in one player's inbox, once for each `dedupe_key`.

    Its texts are made when it is read, from `kind` and `variables`. `subject` is what it is about,
    for instance `match:12`. The key begins with the player, as everything is asked for by player.
    There is no foreign key: it would lock and write two rows of users in every settlement.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "dedupe_key"),
        # Rows come in the order of time, so a range of pages says where the old ones are.
        Index("ix_notifications_created_at", "created_at", postgresql_using="brin"),
    )

    user_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    dedupe_key: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(40))
    variables: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]


class NotificationDelivery(Base):
    """A notification on its way to one channel outside the app (`domain/notifications/delivery`).

    `reason` says why it failed or was skipped; `provider_id` is how the provider calls it, `cost`
    what it took for it in KES. `delivered_at` is when the provider said that the phone has it.
    A push goes to one browser, which may be gone since, and says by `receipt` when it has shown it.
    """

    __tablename__ = "notification_deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "notification_id"],
            ["notifications.user_id", "notifications.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint(
            "user_id",
            "notification_id",
            "channel",
            "subscription_id",
            name="uq_notification_deliveries_user_id_notification_id_channel",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(
            "(channel = 'push') = (subscription_id IS NOT NULL AND receipt IS NOT NULL)",
            name="a_push_has_its_browser",
        ),
        Index(
            "ix_notification_deliveries_receipt",
            "receipt",
            unique=True,
            postgresql_where=text("receipt IS NOT NULL"),
        ),
        CheckConstraint("channel IN ('push', 'sms')", name="channel_is_known"),
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'unclear', 'skipped')",
            name="state_is_known",
        ),
        Index(
            "ix_notification_deliveries_due_at",
            "due_at",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_notification_deliveries_claimed_at",
            "claimed_at",
            postgresql_where=text("claimed_at IS NOT NULL"),
        ),
        Index(
            "ix_notification_deliveries_provider_id",
            "provider_id",
            postgresql_where=text("provider_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int]
    notification_id: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), server_default="queued")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    reason: Mapped[str | None] = mapped_column(String(30))
    provider_id: Mapped[str | None] = mapped_column(String(80))
    subscription_id: Mapped[int | None]
    receipt: Mapped[UUID | None]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    delivered_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]


class NotificationPreference(Base):
    """What a player chose for one kind on one channel; without a row it is on."""

    __tablename__ = "notification_preferences"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
