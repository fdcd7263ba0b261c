"""Deposits: one M-Pesa prompt each, and the evidence of what became of it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_OPEN = "state IN ('created', 'sending', 'prompted', 'unknown', 'review')"


class Deposit(Base):
    """A player's request to pay in `amount` (whole KES), and its state."""

    __tablename__ = "deposits"
    __table_args__ = (
        CheckConstraint(
            "amount > 0 AND amount <= 250000 AND amount = trunc(amount)",
            name="amount_is_what_daraja_takes",
        ),
        CheckConstraint("phone ~ '^254[71][0-9]{8}$'", name="phone_is_kenyan"),
        CheckConstraint(
            "(state IN ('credited', 'reversed')) = (completed_at IS NOT NULL)",
            name="credited_has_its_moment",
        ),
        CheckConstraint("tax >= 0 AND tax < amount", name="tax_is_a_part"),
        CheckConstraint(f"({_OPEN}) = (due_at IS NOT NULL)", name="waiting_has_a_deadline"),
        CheckConstraint(
            "(state IN ('failed', 'expired')) = (failure IS NOT NULL)",
            name="failure_has_its_reason",
        ),
        # "Unable to lock subscriber": a phone shows one prompt at a time (daraja.md §2.1).
        Index(
            "uq_deposits_one_open_prompt_a_phone",
            "phone",
            unique=True,
            postgresql_where=text("holds_phone"),
        ),
        Index(
            "uq_deposits_mpesa_reference",
            "mpesa_reference",
            unique=True,
            postgresql_where=text("mpesa_reference IS NOT NULL"),
        ),
        Index("ix_deposits_user_id", "user_id", "id"),
        Index(
            "ix_deposits_without_receipt",
            "amount",
            postgresql_where=text("state = 'credited' AND mpesa_reference IS NULL"),
        ),
        Index("ix_deposits_due_at", "due_at", postgresql_where=text(_OPEN)),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    phone: Mapped[str] = mapped_column(String(15))
    amount: Mapped[Decimal]
    tax: Mapped[Decimal] = mapped_column(server_default=text("0"))  # of it, excise for the state
    tax_profile: Mapped[str] = mapped_column(String(20), server_default="none")
    state: Mapped[str] = mapped_column(String(10), server_default="created")
    holds_phone: Mapped[bool] = mapped_column(server_default=text("true"))
    account_reference: Mapped[str] = mapped_column(String(12), unique=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    merchant_request_id: Mapped[str | None] = mapped_column(String(80))
    checkout_request_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    result_code: Mapped[str | None] = mapped_column(String(40))
    failure: Mapped[str | None] = mapped_column(String(30))
    review_reason: Mapped[str | None] = mapped_column("doubt", String(30))
    needs_query: Mapped[bool] = mapped_column(server_default=text("false"))
    claimed_receipt: Mapped[str | None] = mapped_column(String(20))
    mpesa_reference: Mapped[str | None] = mapped_column(String(20))
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    queries: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    prompted_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
