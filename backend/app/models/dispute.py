"""Disputes and what becomes of them: statements, rulings, appeals, strikes."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
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


class Dispute(Base):
    """A match whose players disagree; one row a match, reopened if it is disputed again.

    A claim is one admin's for the time being, so that two cannot rule at once.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        Index("ix_disputes_opened_at", "opened_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_disputes_live", "match_id", postgresql_where=text("match_is_live")),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    replay: Mapped[int] = mapped_column(server_default=text("0"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: by contradiction
    reason_code: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    evidence_until: Mapped[datetime]
    rule_by: Mapped[datetime]
    player1_done_at: Mapped[datetime | None]
    player2_done_at: Mapped[datetime | None]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    claimed_until: Mapped[datetime | None]
    late_at: Mapped[datetime | None]  # when the alert was raised that `rule_by` has passed
    escalated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Until its match has ended: it has no tickets any more, by which other live matches are found.
    match_is_live: Mapped[bool] = mapped_column(server_default=text("true"))


class DisputeStatement(Base):
    """What a player wrote about a dispute; nothing is overwritten."""

    __tablename__ = "dispute_statements"
    __table_args__ = (Index("ix_dispute_statements_match_id", "match_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    replay: Mapped[int] = mapped_column(server_default=text("0"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason_code: Mapped[str] = mapped_column(String(40))
    statement: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class MatchRuling(Base):
    """What a referee ruled, alone or (above a set pot) with a second one who confirms it.

    `of_appeal` rulings overturn an earlier one; the appeal itself says which way it ended.
    """

    __tablename__ = "match_rulings"
    __table_args__ = (
        Index(
            "uq_match_rulings_open",
            "match_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
        Index("ix_match_rulings_match_id", "match_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    replay: Mapped[int] = mapped_column(server_default=text("0"))
    result: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    strike: Mapped[str] = mapped_column(String(10), server_default="none")
    of_appeal: Mapped[bool] = mapped_column(server_default=text("false"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class Appeal(Base):
    """An appeal against a ruling, or a contest of an end without one; one hearing a match.

    Where both got less than the prize, the other player may join it with a statement of their own.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint(
            "num_nulls(joined_by, joined_statement, joined_at) IN (0, 3) AND joined_by <> user_id",
            name="joined_by_the_other",
        ),
        Index("ix_appeals_due_at", "due_at", postgresql_where=text("decision IS NULL")),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    statement: Mapped[str]
    opened_at: Mapped[datetime]
    joined_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    joined_statement: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    rule_by: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    result: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


class Strike(Base):
    """A false claim, on record until it lapses or is lifted because the ruling was overturned."""

    __tablename__ = "strikes"
    __table_args__ = (
        UniqueConstraint("match_id", "user_id"),
        Index("ix_strikes_user_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    kind: Mapped[str] = mapped_column(String(10))
    admin_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    suspended_until: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
