"""Staff's second factor: authenticators, recovery codes, invitations, and what a code allowed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class StaffFactor(Base):
    """One authenticator of one person; `secret` is encrypted for this row (`core/encryption`).

    It begins unconfirmed. `last_step` is the latest step of which a code was taken, so that none
    counts twice.
    """

    __tablename__ = "staff_factors"
    __table_args__ = (
        CheckConstraint("removed_at IS NULL OR removed_at >= created_at", name="times_follow"),
        CheckConstraint("length(secret) BETWEEN 33 AND 200", name="secret_is_encrypted"),
        Index(
            "uq_staff_factors_active",
            "user_id",
            unique=True,
            postgresql_where=text("confirmed_at IS NOT NULL AND removed_at IS NULL"),
        ),
        Index(
            "uq_staff_factors_pending",
            "user_id",
            unique=True,
            postgresql_where=text("confirmed_at IS NULL AND removed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    secret: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(server_default=text("0"))
    # Of a pending one: the invitation that allows it, or None where a fresh factor did.
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("staff_invitations.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("login_sessions.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class StaffFactorTries(Base):
    """How many wrong codes an account has typed since `began_at`, whatever they were for."""

    __tablename__ = "staff_factor_tries"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    began_at: Mapped[datetime]
    tries: Mapped[int]


class RecoveryCode(Base):
    """A code that signs its owner in once; `code_tag` is the key's id and HMAC-SHA-256."""

    __tablename__ = "staff_recovery_codes"
    __table_args__ = (Index("uq_staff_recovery_codes_code_tag", "code_tag", unique=True),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("staff_factors.id"))
    code_tag: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class StaffInvitation(Base):
    """Allows one person to enrol their first authenticator, or one in place of a lost one."""

    __tablename__ = "staff_invitations"
    __table_args__ = (Index("uq_staff_invitations_code_tag", "code_tag", unique=True),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    code_tag: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StepUp(Base):
    """What one code allowed: one action on one subject; a code allows no other."""

    __tablename__ = "staff_step_ups"

    factor_id: Mapped[UUID] = mapped_column(ForeignKey("staff_factors.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("login_sessions.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    used_at: Mapped[datetime]


class FactorReset(Base):
    """One colleague proposes to take a lost authenticator away, another decides."""

    __tablename__ = "factor_resets"
    __table_args__ = (
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        CheckConstraint(
            "user_id <> proposed_by AND user_id <> coalesce(decided_by, 0)",
            name="not_of_their_own",
        ),
        CheckConstraint(
            "(decision IS NULL) = (due_at IS NOT NULL)"
            " AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))"
            " AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("length(btrim(reason)) >= 8", name="reason_is_given"),
        Index(
            "uq_factor_resets_open",
            "user_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]
