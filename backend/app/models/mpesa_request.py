"""Our inquiries to M-Pesa: each is answered later, at an address of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class MpesaRequest(Base):
    """One Transaction Status or Account Balance inquiry, and its answer.

    `subject` and `subject_id` name what a status inquiry is about: a withdrawal, a paybill payment,
    a refund or a deposit. `receipt` or `originator_conversation_id_asked` is what was asked for.
    """

    __tablename__ = "mpesa_requests"
    __table_args__ = (
        CheckConstraint("kind IN ('status', 'balance')", name="kind_is_known"),
        CheckConstraint("state IN ('created', 'sent', 'answered', 'lost')", name="state_is_known"),
        CheckConstraint(
            "subject IN ('withdrawal', 'paybill', 'refund', 'deposit')", name="subject_is_known"
        ),
        CheckConstraint(
            "(kind = 'status') = (subject_id IS NOT NULL AND subject IS NOT NULL)",
            name="a_question_has_its_subject",
        ),
        CheckConstraint(
            "(state IN ('created', 'sent')) = (due_at IS NOT NULL)",
            name="waiting_has_a_deadline",
        ),
        Index("ix_mpesa_requests_subject", "subject", "subject_id", "id"),
        Index(
            "ix_mpesa_requests_due_at",
            "due_at",
            postgresql_where=text("state IN ('created', 'sent')"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str | None] = mapped_column(String(20))
    subject_id: Mapped[int | None]
    reference: Mapped[str] = mapped_column(String(32), unique=True)  # makes the path secret
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    asked_receipt: Mapped[str | None] = mapped_column(String(20))
    asked_conversation_id: Mapped[str | None] = mapped_column(String(80))
    originator_conversation_id: Mapped[str | None] = mapped_column(String(80))
    conversation_id: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), server_default="created")
    answer: Mapped[Any | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    answered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
