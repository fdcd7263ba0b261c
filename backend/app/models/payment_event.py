"""The history of payments of all kinds: each state they had, with its evidence."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PaymentEvent(Base):
    """A payment's state after a transition or a piece of evidence; never changed afterwards."""

    __tablename__ = "payment_events"
    __table_args__ = (
        CheckConstraint(
            "subject IN ('deposit', 'withdrawal', 'paybill', 'refund')", name="subject_is_known"
        ),
        Index("ix_payment_events_subject", "subject", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(60))
    evidence: Mapped[Any] = mapped_column(JSONB, server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
