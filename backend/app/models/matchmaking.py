"""Beside the queue: challenges, missed matches, who will not meet whom, and who listens."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Challenge(Base):
    """An invitation to play for money: to one player, or to whoever has the link.

    While it is open its challenger has a ticket, with their stake held, that is offered to
    nobody else.
    """

    __tablename__ = "challenges"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (due_at IS NOT NULL)", name="waiting_has_a_deadline"),
        CheckConstraint(
            "(state = 'accepted') = (match_id IS NOT NULL)", name="accepted_has_its_match"
        ),
        CheckConstraint("opponent_id <> challenger_id", name="two_different_players"),
        Index("ix_challenges_due_at", "due_at", postgresql_where=text("state = 'open'")),
        Index("ix_challenges_opponent_id", "opponent_id", postgresql_where=text("state = 'open'")),
        Index(
            "ix_challenges_received",
            "opponent_id",
            "created_at",
            postgresql_where=text("opponent_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    challenger_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opponent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rematch_of: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    wager_amount: Mapped[Decimal]
    title: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), server_default="open")
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime | None]


class AbandonedSearch(Base):
    """A search that ended without an opponent, after `waited` seconds; `reason` as in its ledger.

    Without these, waits would be those of the lucky only.
    """

    __tablename__ = "abandoned_searches"
    __table_args__ = (
        CheckConstraint("waited >= 0", name="waited_is_positive"),
        Index("ix_abandoned_searches_terms", "wager_amount", "title", "mode", "platform", "id"),
        Index("ix_abandoned_searches_user_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    wager_amount: Mapped[Decimal]
    title: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(10))
    waited: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    ended_at: Mapped[datetime]


class NoShow(Base):
    """A match that a player let lapse, or walked away from; nothing is overwritten."""

    __tablename__ = "no_shows"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Block(Base):
    """Somebody whom a player does not want to meet."""

    __tablename__ = "blocks"
    __table_args__ = (CheckConstraint("blocker_id <> blocked_id", name="of_somebody_else"),)

    blocker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SocketRound(Base):
    """When the API last recorded whose live sockets are open, and since when without a gap."""

    __tablename__ = "socket_rounds"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    last: Mapped[datetime]
