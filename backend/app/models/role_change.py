"""What role somebody is to have: one admin proposes it, another decides."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class RoleChange(Base):
    """A proposal; its approval changes `users.role` by a trigger."""

    __tablename__ = "role_changes"
    __table_args__ = (
        CheckConstraint(
            "role IN ('player', 'support', 'referee', 'finance', 'admin') AND role <> role_before",
            name="role_is_known",
        ),
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
        Index("ix_role_changes_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "uq_role_changes_open",
            "user_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(String(10))
    role_before: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]
