"""The ledger's tables: whoever wants to write here asks `services/ledger.py`."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
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
        CheckConstraint("code ~ '^[a-z_]+:[a-z0-9-]+$'", name="code_is_plain"),
        CheckConstraint(
            "kind IN ('user_wallet', 'user_stake', 'match_escrow', 'mpesa_clearing_in',"
            " 'mpesa_float', 'mpesa_suspense', 'platform_fee')",
            name="kind_is_known",
        ),
        CheckConstraint("floor IS NULL OR balance >= floor", name="balance_not_below_floor"),
        CheckConstraint(
            "tracked OR (balance = 0 AND floor IS NULL)", name="untracked_has_no_cache"
        ),
        # "IS NOT DISTINCT FROM", because `floor = 0` would let NULL through.
        CheckConstraint(
            "kind NOT IN ('user_wallet', 'user_stake', 'match_escrow')"
            " OR (tracked AND floor IS NOT DISTINCT FROM 0)",
            name="player_money_has_a_floor",
        ),
        CheckConstraint(
            "(kind IN ('user_wallet', 'user_stake')) = (user_id IS NOT NULL)",
            name="owner_fits_kind",
        ),
        CheckConstraint("(kind = 'match_escrow') = (match_id IS NOT NULL)", name="match_fits_kind"),
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
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    tracked: Mapped[bool] = mapped_column(server_default=text("true"))
    floor: Mapped[Decimal | None]
    balance: Mapped[Decimal] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Transaction(Base):
    """The header of one movement of money; immutable, and unique by what it is for."""

    __tablename__ = "transactions"
    __table_args__ = (
        CheckConstraint("length(idempotency_key) BETWEEN 8 AND 120", name="key_is_meaningful"),
        CheckConstraint(
            "type IN ('deposit', 'wager_hold', 'wager_release', 'wager_lock', 'wager_win',"
            " 'wager_refund')",
            name="type_is_known",
        ),
        # No receipt credits twice, whatever the code believes.
        Index(
            "uq_transactions_mpesa_reference",
            "mpesa_reference",
            unique=True,
            postgresql_where=text("mpesa_reference IS NOT NULL"),
        ),
        Index(
            "ix_transactions_match_id", "match_id", postgresql_where=text("match_id IS NOT NULL")
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
        # NaN counts as greater than every number, so the upper bound is what refuses it.
        CheckConstraint("amount > 0 AND amount <= 1000000000", name="amount_is_sane"),
        CheckConstraint("debit_account_id <> credit_account_id", name="goes_somewhere"),
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
