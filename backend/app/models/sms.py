"""What the SMS network tells us: reports on our messages, and what people write to us."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SmsReport(Base):
    """The network's last word on one message, by its own id; the first one counts.

    Kept also for messages that we do not know: it may come before we have noted the id.
    """

    __tablename__ = "sms_reports"
    __table_args__ = (
        CheckConstraint("verdict IN ('delivered', 'failed')", name="verdict_is_known"),
        Index("ix_sms_reports_created_at", "created_at"),
    )

    provider_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(30))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SmsInbound(Base):
    """One SMS to us, by the network's own id: read again there, then done and answered once.

    `due_at` is when the sweep looks at it again; `outcome` is the answer's name, or why there is
    none; `answered_at` is when an answer was handed over, or may have been.
    """

    __tablename__ = "sms_inbound"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'answering', 'done')", name="state_is_known"),
        Index("ix_sms_inbound_due_at", "due_at", postgresql_where=text("state <> 'done'")),
        Index("ix_sms_inbound_phone", "phone", "created_at"),
        Index(
            "ix_sms_inbound_answered_at",
            "answered_at",
            postgresql_where=text("answered_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(80), unique=True)
    phone: Mapped[str] = mapped_column(String(15))
    body: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), server_default="received")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    outcome: Mapped[str | None] = mapped_column(String(30))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    answered_at: Mapped[datetime | None]
