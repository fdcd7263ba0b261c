"""M-Pesa's own list of what happened, and what differed from ours when we compared them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class MpesaRow(Base):
    """One row of M-Pesa's lists about our shortcode: `amount` (KES) is negative when we paid."""

    __tablename__ = "mpesa_lines"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('collection', 'payout', 'reversal', 'charge', 'other')", name="kind_is_known"
        ),
        CheckConstraint("source IN ('pull', 'statement', 'status')", name="source_is_known"),
        CheckConstraint("amount <> 0", name="amount_is_something"),
        UniqueConstraint("receipt", "kind"),
        Index("ix_mpesa_lines_completed_at", "completed_at"),
        Index(
            "ix_mpesa_lines_original_receipt",
            "original_receipt",
            postgresql_where=text("original_receipt IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal]
    original_receipt: Mapped[str | None] = mapped_column(String(20))  # of what was reversed
    reference: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(20))
    completed_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    posted_at: Mapped[datetime | None]  # the ledger has it


class ReconciliationRun(Base):
    """One comparison of our ledger, M-Pesa's rows and M-Pesa's balance (all KES)."""

    __tablename__ = "reconciliation_runs"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'agreed', 'broken', 'failed')", name="state_known"),
        CheckConstraint("(state = 'running') = (due_at IS NOT NULL)", name="running_has_deadline"),
        Index("ix_reconciliation_runs_day", "day", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    day: Mapped[date] = mapped_column(Date)  # in Nairobi
    state: Mapped[str] = mapped_column(String(10), server_default="running")
    started_by: Mapped[str] = mapped_column(String(60))
    ledger_float: Mapped[Decimal | None]
    mpesa_balance: Mapped[Decimal | None]
    players_money: Mapped[Decimal | None]
    lines: Mapped[int] = mapped_column(server_default=text("0"))
    cents_seen: Mapped[int] = mapped_column(server_default=text("0"))
    cents_explained: Mapped[int] = mapped_column(server_default=text("0"))
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class ReconciliationBreak(Base):
    """One difference of the comparison, to the cent (KES)."""

    __tablename__ = "reconciliation_breaks"
    __table_args__ = (Index("ix_reconciliation_breaks_run_id", "run_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("reconciliation_runs.id"))
    kind: Mapped[str] = mapped_column(String(40))
    receipt: Mapped[str | None] = mapped_column(String(20))
    ours: Mapped[Decimal | None]
    theirs: Mapped[Decimal | None]
    difference: Mapped[Decimal]
    sentence: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
