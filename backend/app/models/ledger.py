"""The ledger's tables: whoever wants to write here asks `services/ledger/posting.py`.

Their rules (floors, sane amounts, who may be paid what) are trigger functions in the migrations: a
CHECK is parsed anew for every statement.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType
from typing_extensions import override

from app.models.base import Base


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "xid8"


class Account(Base):
    """A pot of money (KES). Tracked accounts cache their balance, which never sinks below floor."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index(
            "uq_accounts_user_id_kind",
            "user_id",
            "kind",
            unique=True,
            postgresql_where=text("user_id IS NOT NULL"),
        ),
        Index(
            "uq_accounts_match_id",
            "match_id",
            unique=True,
            postgresql_where=text("match_id IS NOT NULL"),
        ),
        Index(
            "uq_accounts_tournament_id",
            "tournament_id",
            unique=True,
            postgresql_where=text("tournament_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    tournament_id: Mapped[int | None] = mapped_column(ForeignKey("tournaments.id"))
    tracked: Mapped[bool] = mapped_column(server_default=text("true"))
    floor: Mapped[Decimal | None]
    balance: Mapped[Decimal] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Transaction(Base):
    """The header of one movement of money; immutable, and unique by what it is for."""

    __tablename__ = "transactions"
    __table_args__ = (
        # No receipt credits twice, whatever the code believes.
        Index(
            "uq_transactions_mpesa_reference",
            "mpesa_reference",
            unique=True,
            postgresql_where=text("mpesa_reference IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(120), unique=True)
    type: Mapped[str] = mapped_column(String(20))
    match_id: Mapped[int | None]
    mpesa_reference: Mapped[str | None] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    xact: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Entry(Base):
    """One amount (KES) from one account to another: an unbalanced transaction cannot be written."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("transaction_id", "seq"),
        Index("ix_entries_debit_account_id", "debit_account_id", "id"),
        Index("ix_entries_credit_account_id", "credit_account_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    # No foreign keys: they would lock the one fee row for every settlement (performance.md §1c).
    # A trigger proves that the header and both accounts exist, and nothing here can be deleted.
    transaction_id: Mapped[int]
    seq: Mapped[int] = mapped_column(SmallInteger)
    debit_account_id: Mapped[int]
    credit_account_id: Mapped[int]
    amount: Mapped[Decimal]
