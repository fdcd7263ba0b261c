"""Prizes that are taken back after they were paid, and what others move up by.

Money goes from who is barred to the account `prize_recovery`, and out of it to those who move up.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

_DECIDED = (
    "(decision IS NULL) = (due_at IS NOT NULL)"
    " AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))"
    " AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)"
)


class PrizeClawback(Base):
    """All that a player was paid in a tournament (KES), to be taken back: proposed, then decided.

    `look_at` is when the sweep looks next whether more of it was recovered; NULL once all of it
    was passed on. An amount of 0 only bars who was paid nothing.
    """

    __tablename__ = "prize_clawbacks"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_is_not_negative"),
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        CheckConstraint(
            "user_id <> proposed_by AND user_id <> coalesce(decided_by, 0)", name="not_of_their_own"
        ),
        CheckConstraint(_DECIDED, name="decided_by_somebody"),
        CheckConstraint(
            "look_at IS NULL OR coalesce(decision, '') = 'approved'", name="looked_at_once_approved"
        ),
        CheckConstraint("length(btrim(reason)) >= 8", name="reason_is_given"),
        Index("ix_prize_clawbacks_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "ix_prize_clawbacks_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")
        ),
        Index("ix_prize_clawbacks_user_id", "user_id"),
        Index(
            "uq_prize_clawbacks_standing",
            "tournament_id",
            "user_id",
            unique=True,
            postgresql_where=text("decision IS NULL OR decision = 'approved'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    look_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]


class PrizeAdvance(Base):
    """Up to so much of the house's money (KES) for upgrades that nothing was recovered for yet."""

    __tablename__ = "prize_advances"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        CheckConstraint(_DECIDED, name="decided_by_somebody"),
        CheckConstraint("length(btrim(reason)) >= 8", name="reason_is_given"),
        Index("ix_prize_advances_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "uq_prize_advances_open",
            "tournament_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]


class PrizeUpgrade(Base):
    """What a player moved up by in a tournament (KES), since others were barred after the payout.

    Who is barred later keeps as much of theirs as they were paid, which is then taken back.
    """

    __tablename__ = "prize_upgrades"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_is_not_negative"),)

    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PrizeUpgradePayment(Base):
    """A part of an upgrade (KES) that was paid, out of a clawback or an advance.

    Without a player it went to the house: what it had advanced, or what nobody moves up by.
    """

    __tablename__ = "prize_upgrade_payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("(clawback_id IS NULL) <> (advance_id IS NULL)", name="out_of_one"),
        CheckConstraint(
            "advance_id IS NULL OR user_id IS NOT NULL", name="house_advances_to_players"
        ),
        Index("ix_prize_upgrade_payments_tournament_id", "tournament_id", "user_id"),
        Index("ix_prize_upgrade_payments_clawback_id", "clawback_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    clawback_id: Mapped[int | None] = mapped_column(ForeignKey("prize_clawbacks.id"))
    advance_id: Mapped[int | None] = mapped_column(ForeignKey("prize_advances.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
