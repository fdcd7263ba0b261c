"""Payments to our paybill that no prompt of ours asked for."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_OPEN = "state IN ('received', 'suspense', 'review')"


class PaybillPayment(Base):
    """Money (KES) paid to our paybill under the account number that the payer typed.

    `reference` is that number, bounded and without control characters; `payer` is what M-Pesa
    shows of the payer's phone number (masked or hashed: never an identity, daraja.md §0.8).
    """

    __tablename__ = "paybill_payments"
    __table_args__ = (
        CheckConstraint("amount > 0 AND tax >= 0 AND tax < amount", name="amount_is_sane"),
        CheckConstraint(f"({_OPEN}) = (due_at IS NOT NULL)", name="waiting_has_a_deadline"),
        CheckConstraint(
            "state <> 'credited' OR user_id IS NOT NULL", name="credited_has_its_player"
        ),
        CheckConstraint(
            "state NOT IN ('credited', 'suspense', 'returned') OR verified_at IS NOT NULL",
            name="money_needs_proof",
        ),
        Index("ix_paybill_payments_user_id", "user_id", "id"),
        Index("ix_paybill_payments_due_at", "due_at", postgresql_where=text(_OPEN)),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    amount: Mapped[Decimal]
    tax: Mapped[Decimal] = mapped_column(server_default=text("0"))
    tax_profile: Mapped[str] = mapped_column(String(20), server_default="none")
    reference: Mapped[str] = mapped_column(String(40))
    payer: Mapped[str | None] = mapped_column(String(80))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(20), server_default="received")
    source: Mapped[str] = mapped_column(String(20))  # who reported it first
    review_reason: Mapped[str | None] = mapped_column("doubt", String(30))
    questions: Mapped[int] = mapped_column(server_default=text("0"))
    paid_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    verified_at: Mapped[datetime | None]  # M-Pesa confirmed it when asked, or listed it
    completed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
