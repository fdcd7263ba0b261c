"""Signing in: refresh tokens on each device and codes sent by SMS."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class LoginSession(Base):
    """One device that is signed in; its refresh tokens succeed one another."""

    __tablename__ = "login_sessions"
    __table_args__ = (
        Index("ix_login_sessions_user_id", "user_id"),
        Index(
            "ix_login_sessions_device_sha256",
            "device_sha256",
            postgresql_where=text("device_sha256 IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user_agent: Mapped[str] = mapped_column(String(200))
    device_sha256: Mapped[bytes | None]  # of what the app says its device is called
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    # When its owner showed their second factor; None: it is no session of staff's.
    factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    mark_sha256: Mapped[bytes | None]  # of the mark that the browser then has (known_device)
    # Of a device that was new to its player: no payout is asked for from it before.
    payouts_after: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(20))


class RefreshToken(Base):
    """One refresh token, kept as a hash; `used_at` is when its successor was given out."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("ix_refresh_tokens_session_id", "session_id"),)

    token_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("login_sessions.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]


class SmsCode(Base):
    """One SMS: six digits, or a notice (`domain/auth/purposes`), which allows no tries.

    The digits are derived from `id` and `salt`, never stored.
    """

    __tablename__ = "sms_codes"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('verify_phone', 'reset_password', 'change_phone', 'withdraw', 'passkeys',"
            " 'told_reset', 'told_password', 'told_phone', 'told_copy', 'told_device',"
            " 'told_email', 'told_factor', 'told_passkey', 'told_key_copy')",
            name="purpose_is_known",
        ),
        CheckConstraint(
            "(purpose = 'reset_password') = (ticket_sha256 IS NOT NULL)",
            name="a_reset_has_its_ticket",
        ),
        CheckConstraint(
            "(purpose = 'withdraw') = (withdrawal_id IS NOT NULL)",
            name="a_withdrawal_has_its_code",
        ),
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state_is_known"),
        Index("ix_sms_codes_user_id_purpose", "user_id", "purpose", "id"),
        Index("ix_sms_codes_phone_created_at", "phone", "created_at"),
        Index("ix_sms_codes_created_at", "created_at"),
        Index(
            "ix_sms_codes_due_at", "due_at", postgresql_where=text("state IN ('queued','sending')")
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(15))
    # The one withdrawal, with its amount and number, that this code confirms.
    withdrawal_id: Mapped[int | None] = mapped_column(ForeignKey("withdrawals.id"))
    # Of the browser that asked for a reset; only with its ticket are the digits of use.
    ticket_sha256: Mapped[bytes | None]
    known_device: Mapped[bool] = mapped_column(server_default=text("false"))  # that asked
    salt: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(10), server_default="queued")
    sends: Mapped[int] = mapped_column(server_default=text("0"))
    tries_left: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
