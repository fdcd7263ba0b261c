"""Callbacks of M-Pesa, forged ones included: stored raw first, applied later."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Identity, Index, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class MpesaCallback(Base):
    """One distinct message; `deliveries` counts how often the very same one came."""

    __tablename__ = "mpesa_callbacks"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('stk', 'c2b', 'b2c', 'b2c_timeout', 'status', 'status_timeout',"
            " 'balance', 'balance_timeout', 'reversal', 'reversal_timeout')",
            name="kind_is_known",
        ),
        UniqueConstraint("kind", "token_sha256", "body_sha256"),
        Index("ix_mpesa_callbacks_unjudged", "id", postgresql_where=text("judged_at IS NULL")),
        Index(
            "ix_mpesa_callbacks_deposit_id",
            "deposit_id",
            postgresql_where=text("deposit_id IS NOT NULL"),
        ),
        Index(
            "ix_mpesa_callbacks_withdrawal_id",
            "withdrawal_id",
            postgresql_where=text("withdrawal_id IS NOT NULL"),
        ),
        Index(
            "ix_mpesa_callbacks_request_id",
            "request_id",
            postgresql_where=text("request_id IS NOT NULL"),
        ),
        Index(
            "ix_mpesa_callbacks_refund_id",
            "refund_id",
            postgresql_where=text("refund_id IS NOT NULL"),
        ),
        Index(
            "ix_mpesa_callbacks_confirmations",
            "received_at",
            postgresql_where=text("kind = 'c2b'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    token_sha256: Mapped[bytes]
    body_sha256: Mapped[bytes]
    body: Mapped[bytes]
    source_ip: Mapped[str | None] = mapped_column(INET)
    deposit_id: Mapped[int | None]
    withdrawal_id: Mapped[int | None]
    request_id: Mapped[int | None]  # the inquiry that it answers
    refund_id: Mapped[int | None]
    deliveries: Mapped[int] = mapped_column(server_default=text("1"))
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    judge_after: Mapped[datetime] = mapped_column(server_default=func.now())
    judged_at: Mapped[datetime | None]
    verdict: Mapped[str | None] = mapped_column(String(40))
