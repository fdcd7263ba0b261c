"""Who players are: their names, what M-Pesa calls them, their documents, and who reviewed them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_CLOCK = text("clock_timestamp()")


class ProtectionSetting(Base):
    """A figure that a rule of the database reads; migrations write them from the settings."""

    __tablename__ = "protection_settings"
    __table_args__ = (CheckConstraint("value >= 0", name="not_negative"),)

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Decimal] = mapped_column(Numeric(12, 2))


class LegalName(Base):
    """How a player says they are called; the newest counts."""

    __tablename__ = "legal_names"
    __table_args__ = (Index("ix_legal_names_user_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(server_default=_CLOCK)


class MpesaName(Base):
    """What M-Pesa called the owner of a player's number, compared with the name they gave.

    `subject_id` is the deposit (with its `receipt`) or the withdrawal that said it, or the row of
    `legal_names` with which an earlier one was compared again.
    """

    __tablename__ = "mpesa_names"
    __table_args__ = (
        UniqueConstraint(
            "source",
            "subject_id",
            "receipt",
            name="uq_mpesa_names_source",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(
            "source IN ('deposit', 'withdrawal', 'declaration')", name="source_is_known"
        ),
        CheckConstraint(
            "outcome IN ('same', 'consistent', 'differs', 'cleared', 'unreadable', 'undeclared')",
            name="outcome_is_known",
        ),
        CheckConstraint(
            "(outcome IN ('undeclared', 'unreadable')) OR legal_name_id IS NOT NULL",
            name="is_compared_with_a_name",
        ),
        Index("ix_mpesa_names_user_id", "user_id", "phone", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    phone: Mapped[str] = mapped_column(String(15))
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    receipt: Mapped[str | None] = mapped_column(String(20))
    legal_name_id: Mapped[int | None] = mapped_column(ForeignKey("legal_names.id"))
    outcome: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(server_default=_CLOCK)


class IdentityCheck(Base):
    """A check of a document by the provider; the number is forgotten once the provider has it."""

    __tablename__ = "identity_checks"
    __table_args__ = (
        CheckConstraint(
            "state IN"
            " ('requested', 'starting', 'open', 'review', 'approved', 'rejected', 'failed')",
            name="state_is_known",
        ),
        CheckConstraint(
            "document_kind IN ('national_id', 'passport', 'alien_id')", name="kind_is_known"
        ),
        CheckConstraint(
            "document_number IS NULL OR state IN ('requested', 'starting')",
            name="number_is_forgotten",
        ),
        CheckConstraint(
            "(state IN ('requested', 'starting', 'open')) = (due_at IS NOT NULL)",
            name="waiting_has_a_deadline",
        ),
        CheckConstraint(
            "(state IN ('approved', 'rejected', 'failed')) = (ended_at IS NOT NULL)",
            name="final_has_its_moment",
        ),
        Index(
            "uq_identity_checks_one_open",
            "user_id",
            unique=True,
            postgresql_where=text("state IN ('requested', 'starting', 'open', 'review')"),
        ),
        Index("ix_identity_checks_user_id", "user_id", "id"),
        Index("ix_identity_checks_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    legal_name_id: Mapped[int] = mapped_column(ForeignKey("legal_names.id"))
    our_ref: Mapped[str] = mapped_column(String(32), unique=True)
    document_kind: Mapped[str] = mapped_column(String(20))
    document_number: Mapped[str | None] = mapped_column(String(30))
    document_hash: Mapped[bytes]
    consent_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), server_default="requested")
    job: Mapped[str | None] = mapped_column(String(80))
    link: Mapped[str | None] = mapped_column(String(400))
    reason: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class IdentityDocument(Base):
    """Whose a checked document is, by a keyed hash of its number: one person, one account."""

    __tablename__ = "identity_documents"
    __table_args__ = (Index("ix_identity_documents_user_id", "user_id"),)

    document_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    check_id: Mapped[int] = mapped_column(ForeignKey("identity_checks.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class IdentityReview(Base):
    """What staff decides: a name of M-Pesa's that differs, or a check that the provider left."""

    __tablename__ = "identity_reviews"
    __table_args__ = (
        CheckConstraint("num_nonnulls(mpesa_name_id, check_id) = 1", name="about_one_thing"),
        CheckConstraint("decision IN ('approved', 'refused')", name="decision_is_known"),
        CheckConstraint(
            "num_nulls(decision, decided_by, decided_at, reason) IN (0, 4)",
            name="decided_by_somebody",
        ),
        CheckConstraint("user_id <> coalesce(decided_by, 0)", name="not_of_their_own"),
        Index("ix_identity_reviews_open", "opened_at", postgresql_where=text("decision IS NULL")),
        Index("ix_identity_reviews_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    mpesa_name_id: Mapped[int | None] = mapped_column(ForeignKey("mpesa_names.id"), unique=True)
    check_id: Mapped[int | None] = mapped_column(ForeignKey("identity_checks.id"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(1000))


class IdentityProof(Base):
    """A step that is proved for the name a player uses: 1 by M-Pesa's name, 2 by a document."""

    __tablename__ = "identity_proofs"
    __table_args__ = (
        UniqueConstraint("user_id", "legal_name_id", "step", name="uq_identity_proofs_step"),
        CheckConstraint(
            "(step = 1 AND mpesa_name_id IS NOT NULL AND check_id IS NULL)"
            " OR (step = 2 AND check_id IS NOT NULL AND mpesa_name_id IS NULL)",
            name="of_its_kind",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    legal_name_id: Mapped[int] = mapped_column(ForeignKey("legal_names.id"))
    step: Mapped[int] = mapped_column(SmallInteger)
    mpesa_name_id: Mapped[int | None] = mapped_column(ForeignKey("mpesa_names.id"))
    check_id: Mapped[int | None] = mapped_column(ForeignKey("identity_checks.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=_CLOCK)
