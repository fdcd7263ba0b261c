"""Passkeys, the handles of who has them, and challenges: what a signature was asked for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Passkey(Base):
    """A key of one person on one site; the secret half never leaves their device."""

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("site IN ('players', 'staff')", name="site_is_known"),
        CheckConstraint("sign_count >= 0", name="count_is_one"),
        CheckConstraint("removed_at IS NULL OR removed_at >= created_at", name="times_follow"),
        Index("uq_passkeys_credential_id", "credential_id", unique=True),
        Index("ix_passkeys_user_id", "user_id", postgresql_where=text("removed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    site: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(50))
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    may_be_copied: Mapped[bool]  # to other devices of its owner (flag BE); fixed for its life
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class PasskeyHandle(Base):
    """The random name by which devices know an account, so that they learn none of its own."""

    __tablename__ = "passkey_handles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    handle: Mapped[bytes] = mapped_column(unique=True)


class PasskeyChallenge(Base):
    """Random bytes that one signature is asked for, once, and what it allows.

    `subject` is what it is bound to, such as a withdrawal with its amount and number; a signature
    of a payout keeps its row, with the passkey that gave it.
    """

    __tablename__ = "passkey_challenges"
    __table_args__ = (
        CheckConstraint("site IN ('players', 'staff')", name="site_is_known"),
        CheckConstraint(
            "ceremony IN ('sign_in', 'register', 'add', 'remove', 'payout')",
            name="ceremony_is_known",
        ),
        CheckConstraint(
            "(ceremony = 'sign_in') = (session_id IS NULL)", name="only_a_sign_in_has_no_session"
        ),
        CheckConstraint("passkey_id IS NULL OR used_at IS NOT NULL", name="signed_is_used"),
        Index("ix_passkey_challenges_expires_at", "expires_at"),
    )

    challenge: Mapped[bytes] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(String(10))
    ceremony: Mapped[str] = mapped_column(String(10))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("login_sessions.id"))
    subject: Mapped[str] = mapped_column(String(120), server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    passkey_id: Mapped[int | None] = mapped_column(ForeignKey("passkeys.id"))
