"""Proof of reserves: the chain of records, and of the last days the trees that players check."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ReserveRecord(Base):
    """What was published for one hour: `body` is canonical JSON, `hash` its SHA-256.

    Records are never changed nor deleted, and each names the hash of the one before.
    """

    __tablename__ = "reserve_records"
    __table_args__ = (
        UniqueConstraint("number", "hash"),
        ForeignKeyConstraint(
            ["number_before", "previous"],
            ["reserve_records.number", "reserve_records.hash"],
            match="FULL",
        ),
        CheckConstraint("number >= 1", name="numbers_begin_at_one"),
        CheckConstraint(
            "extract(epoch FROM hour)::bigint % 3600 = 0"
            " AND at >= hour AND at < hour + interval '1 hour'",
            name="one_an_hour",
        ),
        CheckConstraint("hash = sha256(convert_to(body, 'UTF8'))", name="hash_is_that_of_the_text"),
        CheckConstraint(
            "(body::jsonb ->> 'number')::bigint = number"
            " AND body::jsonb ->> 'previous' = coalesce(encode(previous, 'hex'), repeat('0', 64))",
            name="text_names_the_one_before",
        ),
        CheckConstraint("octet_length(signature) = 64", name="is_signed"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number_before: Mapped[int | None] = mapped_column(
        Computed("nullif(number - 1, 0)", persisted=True)
    )
    hour: Mapped[datetime] = mapped_column(unique=True)
    at: Mapped[datetime]
    body: Mapped[str]
    hash: Mapped[bytes]
    previous: Mapped[bytes | None]
    signature: Mapped[bytes]


class ReserveLeaf(Base):
    """One player's part of one record (cents of KES), with the salt that hides whose leaf it is."""

    __tablename__ = "reserve_leaves"
    __table_args__ = (
        CheckConstraint(
            "in_play_cents >= 0 AND withdrawing_cents >= 0"
            " AND in_play_cents + withdrawing_cents <= cents",
            name="parts_are_within_the_whole",
        ),
        CheckConstraint("octet_length(salt) = 16", name="salt_is_16_bytes"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer)
    cents: Mapped[int]
    in_play_cents: Mapped[int]
    withdrawing_cents: Mapped[int]
    salt: Mapped[bytes]


class ReserveLevel(Base):
    """One level of a record's tree, 0 the leaves: per node 32 bytes of hash and 8 of its cents."""

    __tablename__ = "reserve_levels"
    __table_args__ = (
        CheckConstraint(
            "octet_length(nodes) > 0 AND octet_length(nodes) % 40 = 0", name="nodes_are_40_bytes"
        ),
    )

    number: Mapped[int] = mapped_column(ForeignKey("reserve_records.number"), primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    nodes: Mapped[bytes]
