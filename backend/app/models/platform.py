"""What protects the money: switches, alerts, rulings by two people, and the audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Switch(Base):
    """Whether deposits, withdrawals, tournaments, registration or the queue go on.

    Off means that nothing new begins there; what has begun goes on to its end.
    """

    __tablename__ = "switches"
    __table_args__ = (
        CheckConstraint(
            "name IN ('deposits', 'withdrawals', 'tournaments', 'registration', 'queue')",
            name="is_known",
        ),
    )

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_on: Mapped[bool] = mapped_column(server_default=text("true"))
    reason: Mapped[str] = mapped_column(server_default="")
    changed_by: Mapped[str] = mapped_column(String(60), server_default="system")
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Alarm(Base):
    """Something that a person has to look at; one open alert for each `kind` and `subject`."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index(
            "uq_alarms_open",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[Any] = mapped_column(JSONB, server_default=text("'{}'"))
    times: Mapped[int] = mapped_column(server_default=text("1"))
    raised_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_at: Mapped[datetime] = mapped_column(server_default=func.now())
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ManualRuling(Base):
    """What one admin proposes to do about a payment, and what another decides about that."""

    __tablename__ = "manual_rulings"
    __table_args__ = (
        CheckConstraint(
            "subject IN ('deposit', 'withdrawal', 'paybill', 'refund')", name="subject_is_known"
        ),
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        CheckConstraint(
            "(decision IS NULL) = (due_at IS NOT NULL)"
            " AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))"
            " AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("length(btrim(reason)) >= 8", name="reason_is_given"),
        Index(
            "uq_manual_rulings_open",
            "subject",
            "subject_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    terms: Mapped[Any] = mapped_column(JSONB, server_default=text("'{}'"))
    reason: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]


class AuditEntry(Base):
    """What an admin did, to what, and why; never changed, and chained by `hash` in order of `seq`.

    `admin_id` is None where the system acted. `entry` is the text that is hashed. Entries from
    before the chain began have neither.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint(
            "num_nulls(seq, entry, hash) IN (0, 3) AND length(hash) = 32", name="is_chained"
        ),
        CheckConstraint("approver_id <> admin_id", name="two_people"),
        Index("ix_audit_entries_subject", "subject", "id"),
        Index("uq_audit_entries_seq", "seq", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    admin_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[Any] = mapped_column(JSONB, server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    before: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str | None] = mapped_column(String(45))
    seq: Mapped[int | None]
    entry: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[bytes | None]
