"""What one person of staff proposes about money, and another decides."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Identity,
    Index,
    String,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.models.ledger import Xid8

_FITS = """coalesce(CASE action
    WHEN 'capital_in' THEN amount > 0 AND receipt IS NOT NULL
      AND num_nonnulls(user_id, code, profile, effective_from) = 0
    WHEN 'capital_out' THEN amount > 0
      AND num_nonnulls(user_id, code, profile, effective_from) = 0
    WHEN 'wallet_adjustment' THEN user_id IS NOT NULL
      AND num_nonnulls(receipt, profile, effective_from) = 0
      AND (amount > 0 AND code IN ('goodwill', 'our_fault', 'prize_restored', 'correction')
        OR amount < 0 AND code IN ('credited_twice', 'credited_wrongly', 'correction'))
    WHEN 'tax_period' THEN profile IN ('none', 'gambling')
      AND num_nonnulls(user_id, amount, receipt, code) = 0
    WHEN 'risk_clear' THEN user_id IS NOT NULL
      AND num_nonnulls(amount, receipt, code, profile, effective_from) = 0
    WHEN 'withdrawals_on' THEN
      num_nonnulls(user_id, amount, receipt, code, profile, effective_from) = 0
    END, false)"""


class StaffProposal(Base):
    """A proposal (`domain.platform.proposals` lists its actions); money in KES.

    `amount` of a wallet's correction is negative where money is taken. `receipt` is M-Pesa's, of
    capital. The database writes `digest`, the SHA-256 of all that is proposed.
    """

    __tablename__ = "staff_proposals"
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
        CheckConstraint(_FITS, name="fits_its_action"),
        Index("ix_staff_proposals_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index(
            "uq_staff_proposals_open",
            "action",
            text("coalesce(user_id, 0)"),
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
        Index(
            "uq_staff_proposals_receipt",
            "receipt",
            unique=True,
            postgresql_where=text("decision = 'approved' AND receipt IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    amount: Mapped[Decimal | None]
    receipt: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20))
    profile: Mapped[str | None] = mapped_column(String(20))
    effective_from: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000))
    digest: Mapped[str] = mapped_column(String(64), server_default=FetchedValue())
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]
    decided_in: Mapped[int | None] = mapped_column(Xid8)
