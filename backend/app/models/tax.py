"""Which tax profile is in force from when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class TaxPeriod(Base):
    """`profile` (domain/payments/tax.py) holds from `effective_from` until the next one begins."""

    __tablename__ = "tax_periods"
    __table_args__ = (CheckConstraint("profile IN ('none', 'gambling')", name="profile_is_known"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    profile: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[datetime] = mapped_column(unique=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
