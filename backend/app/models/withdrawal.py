"""Withdrawals: money on its way from a wallet to the player's own phone, by M-Pesa's B2C."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_OPEN = "state IN ('awaiting_code', 'held', 'sending', 'sent', 'unknown', 'review')"


class Withdrawal(Base):
    """A player's request to take `amount` (KES) out, and its state.

    `net` (whole KES) goes to the phone, `tax` and `fee` stay with us, `change` (cents that M-Pesa
    cannot pay) returns to the wallet; together they are `amount`.
    """

    __tablename__ = "withdrawals"
    __table_args__ = (
        CheckConstraint("phone ~ '^254[71][0-9]{8}$'", name="phone_is_kenyan"),
        CheckConstraint(
            "amount > 0 AND net > 0 AND net <= 250000 AND net = trunc(net)"
            " AND fee >= 0 AND tax >= 0 AND change >= 0 AND change < 1"
            " AND net + fee + tax + change = amount",
            name="parts_make_the_amount",
        ),
        CheckConstraint(f"({_OPEN}) = (due_at IS NOT NULL)", name="waiting_has_a_deadline"),
        CheckConstraint(
            "state <> 'paid' OR mpesa_reference IS NOT NULL", name="paid_needs_a_receipt"
        ),
        CheckConstraint(
            "(state IN ('paid', 'released')) = (completed_at IS NOT NULL)",
            name="final_has_its_moment",
        ),
        CheckConstraint(
            "(state = 'released') = (failure IS NOT NULL)", name="release_has_its_reason"
        ),
        Index(
            "uq_withdrawals_mpesa_reference",
            "mpesa_reference",
            unique=True,
            postgresql_where=text("mpesa_reference IS NOT NULL"),
        ),
        Index("ix_withdrawals_user_id", "user_id", "id"),
        Index("ix_withdrawals_due_at", "due_at", postgresql_where=text(_OPEN)),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[int | None]  # of the sign-in that asked; none for a request by SMS
    phone: Mapped[str] = mapped_column(String(15))
    amount: Mapped[Decimal]
    fee: Mapped[Decimal]
    tax: Mapped[Decimal]
    net: Mapped[Decimal]
    change: Mapped[Decimal]
    tax_profile: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), server_default="awaiting_code")
    # Ours, made before the first call: M-Pesa pays it once (daraja.md §0.3).
    originator_conversation_id: Mapped[str] = mapped_column(String(32), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(80))
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    result_code: Mapped[str | None] = mapped_column(String(40))
    failure: Mapped[str | None] = mapped_column(String(30))
    review_reason: Mapped[str | None] = mapped_column("doubt", String(30))
    mpesa_reference: Mapped[str | None] = mapped_column(String(20))
    tries: Mapped[int] = mapped_column(server_default=text("0"))  # calls of B2C
    questions: Mapped[int] = mapped_column(server_default=text("0"))  # inquiries about it
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_at: Mapped[datetime | None]  # the player typed the code
    sent_at: Mapped[datetime | None]  # of the first call that may have reached M-Pesa
    completed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
