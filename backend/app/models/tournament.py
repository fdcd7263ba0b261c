"""Tournaments: terms, participants, held entry fees, matches of the bracket, and prizes."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Tournament(Base):
    """A tournament: its terms, which are fixed when it is published, and where it stands.

    An entry costs `entry_fee` KES, of which `prize_part` goes into the pool and `house_part` to the
    house. `guarantee` KES come from the sponsor as far as the prize parts do not make them up.
    `start_date` is when check-in closes and play begins. Brackets are not stored: they follow from
    seeds, results (`tournament_matches`), drop-outs, `walkovers` and `pairings`.
    """

    __tablename__ = "tournaments"
    __table_args__ = (
        CheckConstraint("entry_fee = prize_part + house_part", name="fee_is_its_parts"),
        CheckConstraint(
            "entry_fee >= 0 AND prize_part >= 0 AND house_part >= 0 AND guarantee >= 0",
            name="money_is_not_negative",
        ),
        CheckConstraint(
            "min_participants BETWEEN 2 AND max_participants AND max_participants <= 1024",
            name="field_is_sane",
        ),
        CheckConstraint(
            "current_participants BETWEEN 0 AND max_participants", name="nobody_above_maximum"
        ),
        CheckConstraint("check_in_opens_at < start_date", name="check_in_before_start"),
        Index("ix_tournaments_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_tournaments_status", "status", "start_date", "id"),
        Index(
            "uq_tournaments_series_id_start_date",
            "series_id",
            "start_date",
            unique=True,
            postgresql_where=text("series_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str | None] = mapped_column(String(1000))
    format: Mapped[str] = mapped_column(String(20))
    bronze: Mapped[bool] = mapped_column(server_default=text("false"))
    groups: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    legs: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    rounds: Mapped[int | None] = mapped_column(SmallInteger)  # of a Swiss
    title: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(10))
    entry_fee: Mapped[Decimal]
    prize_part: Mapped[Decimal]
    house_part: Mapped[Decimal]
    guarantee: Mapped[Decimal] = mapped_column(server_default=text("0"))
    prize_split: Mapped[list[int]] = mapped_column(ARRAY(Integer))  # basis points, first first
    min_participants: Mapped[int]
    max_participants: Mapped[int]
    current_participants: Mapped[int] = mapped_column(server_default=text("0"))
    seeding: Mapped[str] = mapped_column(String(10), server_default="rating")
    manual_order: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    lot_commitment: Mapped[str | None] = mapped_column(String(64))
    lot_secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # shown once the lot is drawn
    absence: Mapped[str] = mapped_column(String(10), server_default="refund")
    match_check_in_seconds: Mapped[int] = mapped_column(server_default=text("600"))
    match_seconds: Mapped[int] = mapped_column(server_default=text("2700"))
    status: Mapped[str] = mapped_column(String(20), server_default="draft")
    check_in_opens_at: Mapped[datetime]
    start_date: Mapped[datetime]
    moved_at: Mapped[datetime | None]  # when the start was last moved
    due_at: Mapped[datetime | None]  # when the sweep looks at it next
    paused_at: Mapped[datetime | None]
    walkovers: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    pairings: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    # Grows with every change of what is shown: the edition of cached brackets.
    version: Mapped[int] = mapped_column(server_default=text("0"))
    # When it ends, and who plays when, as the worker last computed it; requests only read it.
    forecast: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    forecast_at: Mapped[datetime | None]
    template: Mapped[str | None] = mapped_column(String(40))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("tournament_series.id"))
    actor: Mapped[str] = mapped_column(String(60), server_default="system")
    reason: Mapped[str | None] = mapped_column(String(200))  # of a cancellation
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]  # nothing left to be played
    closed_at: Mapped[datetime | None]  # paid or cancelled


class TournamentSeries(Base):
    """One event a week from a template, on a weekday (Monday is 0) and a time of day in Nairobi.

    `next_at` is the start of the next event, which is published `ahead_days` before (`due_at`).
    What is NULL of `entry_fee` and `guarantee` (KES) is as the template has it.
    """

    __tablename__ = "tournament_series"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        CheckConstraint("ahead_days BETWEEN 1 AND 28", name="ahead_is_sane"),
        CheckConstraint("entry_fee >= 0 AND guarantee >= 0", name="money_is_not_negative"),
        CheckConstraint("is_active = (due_at IS NOT NULL)", name="due_while_active"),
        Index("ix_tournament_series_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    template: Mapped[str] = mapped_column(String(40))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    local_time: Mapped[time]
    ahead_days: Mapped[int] = mapped_column(SmallInteger)
    entry_fee: Mapped[Decimal | None]
    guarantee: Mapped[Decimal | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    next_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class TournamentParticipant(Base):
    """A player's one row in a tournament; leaving and coming back changes its status.

    `joined_at` orders the waiting list and breaks ties of seeds: it never changes.
    """

    __tablename__ = "tournament_participants"
    __table_args__ = (
        UniqueConstraint("tournament_id", "user_id"),
        Index("ix_tournament_participants_user_id", "user_id", "id"),
        Index(
            "uq_tournament_participants_seed",
            "tournament_id",
            "seed",
            unique=True,
            postgresql_where=text("seed IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(12))
    eliminated: Mapped[bool] = mapped_column(server_default=text("false"))
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    checked_in_at: Mapped[datetime | None]
    seed: Mapped[int | None]
    rating: Mapped[float | None]  # as it was when the field was seeded
    deviation: Mapped[float | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(40))
    # When they gave a seat back, each time: who does that too often may not take another.
    left_at: Mapped[list[datetime]] = mapped_column(
        ARRAY(DateTime(timezone=True)), server_default=text("'{}'")
    )
    is_barred: Mapped[bool] = mapped_column(server_default=text("false"))  # from prizes
    place_first: Mapped[int | None]
    place_last: Mapped[int | None]  # above the first where a place is shared


class TournamentEntry(Base):
    """One fee that was taken for a seat (KES); who comes back has another."""

    __tablename__ = "tournament_entries"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'refunded', 'spent')", name="state_is_known"),
        CheckConstraint("prize_part >= 0 AND house_part >= 0", name="parts_are_not_negative"),
        Index(
            "uq_tournament_entries_open",
            "tournament_id",
            "user_id",
            unique=True,
            postgresql_where=text("state <> 'refunded'"),
        ),
        Index("ix_tournament_entries_user_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    prize_part: Mapped[Decimal]
    house_part: Mapped[Decimal]
    state: Mapped[str] = mapped_column(String(10), server_default="held")
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    ended_at: Mapped[datetime | None]


class TournamentMatch(Base):
    """One match of a bracket or table: who met, in which match of ours, and how it ended.

    A reset one keeps its row (`replaced_at`), and the next try has another.
    """

    __tablename__ = "tournament_matches"
    __table_args__ = (
        CheckConstraint(
            "ending IN ('played', 'forfeit', 'double_forfeit')", name="ending_is_known"
        ),
        CheckConstraint(
            "(ending IS NULL) = (recorded_at IS NULL)"
            " AND (winner_id IS NOT NULL) = coalesce(ending <> 'double_forfeit', false)",
            name="ended_with_a_winner",
        ),
        Index(
            "uq_tournament_matches_key",
            "tournament_id",
            "key",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index(
            "uq_tournament_matches_match_id",
            "match_id",
            unique=True,
            postgresql_where=text("match_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"))
    key: Mapped[str] = mapped_column(String(12))
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    away_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ending: Mapped[str | None] = mapped_column(String(15))
    winner_id: Mapped[int | None]
    home_score: Mapped[int | None] = mapped_column(SmallInteger)
    away_score: Mapped[int | None] = mapped_column(SmallInteger)
    begun_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]
    actor: Mapped[str] = mapped_column(String(60), server_default="system")
    replaced_at: Mapped[datetime | None]


class TournamentPrize(Base):
    """What a participant was paid (KES), and for which place; `last` above `first` is shared."""

    __tablename__ = "tournament_prizes"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_is_positive"),)

    tournament_id: Mapped[int] = mapped_column(ForeignKey("tournaments.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    place_first: Mapped[int]
    place_last: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SponsorFunding(Base):
    """Money of the house (KES) for guaranteed prizes: one admin proposes it, another approves."""

    __tablename__ = "sponsor_fundings"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        CheckConstraint(
            "(decision IS NULL) = (due_at IS NOT NULL)"
            " AND (decision IS NULL OR decision IN ('approved', 'rejected', 'lapsed'))"
            " AND (coalesce(decision, 'lapsed') <> 'lapsed') = (decided_by IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("length(btrim(reason)) >= 8", name="reason_is_given"),
        Index("ix_sponsor_fundings_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    due_at: Mapped[datetime | None]
