"""Refunds: payments that M-Pesa is to give back to the payer (Reversal)."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_OPEN = "state IN ('held', 'sending', 'sent', 'unknown', 'review')"


class Refund(Base):
    """The whole of one payment (KES) on its way back: M-Pesa reverses no part of one.

    `wallet_amount` is set aside from the player's wallet, `tax_amount` comes back from the excise
    account; for money in suspense both are zero and `user_id` is empty.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(
            "amount > 0 AND wallet_amount >= 0 AND tax_amount >= 0"
            " AND wallet_amount + tax_amount = CASE WHEN user_id IS NULL THEN 0 ELSE amount END",
            name="parts_make_the_amount",
        ),
        CheckConstraint(
            "(deposit_id IS NULL) <> (paybill_payment_id IS NULL)", name="one_payment_goes_back"
        ),
        CheckConstraint(f"({_OPEN}) = (due_at IS NOT NULL)", name="waiting_has_a_deadline"),
        CheckConstraint(
            "(state IN ('done', 'released')) = (completed_at IS NOT NULL)",
            name="final_has_its_moment",
        ),
        # A payment goes back once; only after a refund failed may another be tried.
        Index(
            "uq_refunds_original_receipt",
            "original_receipt",
            unique=True,
            postgresql_where=text("state <> 'released'"),
        ),
        Index("ix_refunds_user_id", "user_id", "id"),
        Index("ix_refunds_due_at", "due_at", postgresql_where=text(_OPEN)),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    deposit_id: Mapped[int | None] = mapped_column(ForeignKey("deposits.id"))
    paybill_payment_id: Mapped[int | None] = mapped_column(ForeignKey("paybill_payments.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    original_receipt: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal]
    wallet_amount: Mapped[Decimal]
    tax_amount: Mapped[Decimal]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(String(20), server_default="held")
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)  # makes the path secret
    originator_conversation_id: Mapped[str | None] = mapped_column(String(80))
    conversation_id: Mapped[str | None] = mapped_column(String(80))
    result_code: Mapped[str | None] = mapped_column(String(40))
    review_reason: Mapped[str | None] = mapped_column("doubt", String(30))
    mpesa_reference: Mapped[str | None] = mapped_column(String(20))  # of the reversal itself
    questions: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
