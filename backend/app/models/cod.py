"""Who players are in the game, and what we still have to ask Activision about their matches."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class GameId(Base):
    """Whose an Activision id is while a name of theirs has it: one person is one player here."""

    __tablename__ = "game_ids"
    __table_args__ = (
        CheckConstraint("uno ~ '^[0-9]{1,20}$'", name="uno_is_digits"),
        UniqueConstraint("uno", "user_id"),
    )

    uno: Mapped[str] = mapped_column(String(20), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class GameAccount(Base):
    """A player's name on one platform, and whether Activision shows us their matches there.

    `name_key` (`domain/conduct/confusables`) has one holder; `proven_at` is when they showed that
    the name is theirs (`services/auth/name_claims`).
    """

    __tablename__ = "game_accounts"
    __table_args__ = (
        UniqueConstraint("user_id", "platform"),
        Index("uq_game_accounts_name", "platform", "name_key", unique=True),
        Index("ix_game_accounts_uno", "uno", postgresql_where=text("uno IS NOT NULL")),
        CheckConstraint(
            "platform IN ('acti', 'battle', 'psn', 'xbl', 'mobile')", name="platform_is_known"
        ),
        CheckConstraint(
            "visibility IN ('unknown', 'visible', 'private', 'not_found', 'empty', 'taken')",
            name="visibility_is_known",
        ),
        # The id must be this player's own, or their name here would be somebody else's.
        ForeignKeyConstraint(["uno", "user_id"], ["game_ids.uno", "game_ids.user_id"]),
        Index(
            "ix_game_accounts_probe_due_at",
            "probe_due_at",
            postgresql_where=text("probe_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    platform: Mapped[str] = mapped_column(String(10))
    username: Mapped[str] = mapped_column(String(50))
    name_key: Mapped[str] = mapped_column(String(400))
    named_at: Mapped[datetime] = mapped_column(server_default=func.now())
    proven_at: Mapped[datetime | None]
    uno: Mapped[str | None] = mapped_column(String(20))  # up to 2^64: text, never a number
    visibility: Mapped[str] = mapped_column(String(10), server_default="unknown")
    probed_at: Mapped[datetime | None]
    probe_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class NameClaim(Base):
    """A player's claim that a name in the game is theirs; `code` is what the proof must show."""

    __tablename__ = "name_claims"
    __table_args__ = (
        CheckConstraint(
            "platform IN ('acti', 'battle', 'psn', 'xbl', 'mobile')", name="platform_is_known"
        ),
        CheckConstraint(
            "state IN ('open', 'granted', 'refused', 'withdrawn')", name="state_is_known"
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_its_time"),
        Index(
            "uq_name_claims_open", "user_id", unique=True, postgresql_where=text("state = 'open'")
        ),
        Index("ix_name_claims_user_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    platform: Mapped[str] = mapped_column(String(10))
    username: Mapped[str] = mapped_column(String(50))
    code: Mapped[str] = mapped_column(String(5))
    note: Mapped[str | None] = mapped_column(String(500))
    link: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), server_default="open")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]


class VerificationJob(Base):
    """The lookups of one game of a match at Activision; `polls` holds their answers.

    `sightings` are the figures' digests of games that were read once: {id: {digest, seen_at}}.
    """

    __tablename__ = "verification_jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done')", name="state_is_known"),
        CheckConstraint(
            "(state = 'waiting') = (next_poll_at IS NOT NULL)", name="waiting_has_a_deadline"
        ),
        Index(
            "ix_verification_jobs_due",
            "priority",
            "next_poll_at",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    replay: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), server_default="waiting")
    priority: Mapped[int]
    started_at: Mapped[datetime]  # the schedule of lookups is counted from here
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    next_poll_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    hits: Mapped[int] = mapped_column(server_default=text("0"))
    sightings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    polls: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))


class CodCapability(Base):
    """What we have learned that Activision can or cannot show, and until when we believe it."""

    __tablename__ = "cod_capabilities"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    misses: Mapped[int] = mapped_column(server_default=text("0"))
    off_until: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
