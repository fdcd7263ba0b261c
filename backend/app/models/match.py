"""Matches for money: the queue, the match, its reports, and its events."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class MatchmakingQueue(Base):
    """A player's one ticket: waiting while `match_id` is NULL, then in that match.

    It goes when the match ends or is disputed: a frozen pot does not keep its players from playing.

    `created_at` is the start of the wait; a player back from a match that lapsed keeps it.

    UNIQUE(user_id) is what keeps a player from playing two matches at once.
    """

    __tablename__ = "matchmaking_queue"
    __table_args__ = (
        CheckConstraint(
            "wager_amount > 0 AND wager_amount = trunc(wager_amount)", name="wager_is_whole"
        ),
        Index(
            "ix_matchmaking_queue_waiting",
            "title",
            "mode",
            "platform",
            "wager_amount",
            "rating",
            "id",
            postgresql_where=text("match_id IS NULL AND challenge_id IS NULL"),
        ),
        Index(
            "ix_matchmaking_queue_match_id",
            "match_id",
            postgresql_where=text("match_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    wager_amount: Mapped[Decimal]
    title: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(10))
    accept_adjacent: Mapped[bool] = mapped_column(server_default=text("false"))
    rating: Mapped[int]
    deviation: Mapped[float] = mapped_column(server_default=text("350"))
    skill_range_min: Mapped[int]
    skill_range_max: Mapped[int]
    own_range: Mapped[int | None]  # points; nobody further away is met, however long the wait
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    # Of a player who is back: their match that lapsed because the other was not there.
    from_match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    # Of a challenger: the queue pairs them with nobody else.
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenges.id"))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())  # of the last poll
    socket_seen_at: Mapped[datetime | None]  # NULL: no live socket during this wait
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Match(Base):
    """A 1v1 for money, or of a tournament: then stake, fee and prize are 0, and it has no tickets.

    Fee and prize (KES) are fixed when it is made, and cannot change later.
    """

    __tablename__ = "matches"
    __table_args__ = (
        Index("ix_matches_terms", "wager_amount", "title", "mode", "platform", "id"),
        Index("ix_matches_player1_id", "player1_id", "id"),
        Index("ix_matches_player2_id", "player2_id", "id"),
        Index("ix_matches_lately", "player1_id", "created_at"),
        Index(
            "ix_matches_tournament_id",
            "tournament_id",
            "id",
            postgresql_where=text("tournament_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    player1_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    player2_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    player1_ticket_id: Mapped[int | None]  # NULL: of a tournament
    player2_ticket_id: Mapped[int | None]
    player1_waited: Mapped[int]  # seconds in the queue
    player2_waited: Mapped[int]
    wager_amount: Mapped[Decimal]
    fee_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    fee: Mapped[Decimal]
    prize: Mapped[Decimal]
    title: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(10))
    lobby_code: Mapped[str] = mapped_column(String(8))
    origin: Mapped[str] = mapped_column(String(10), server_default="queue")
    tournament_id: Mapped[int | None]
    tournament_key: Mapped[str | None] = mapped_column(String(12))  # its place there, as W1.3
    format: Mapped[str] = mapped_column(String(20), server_default="private_1v1")
    map: Mapped[str | None] = mapped_column(String(30))  # filters records; NULL: any map counts
    best_of: Mapped[int] = mapped_column(server_default=text("1"))
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    rules_sha256: Mapped[bytes | None]
    # Who both are in the game, as it was when they accepted: {"player1": {"platform", "username",
    # "uno"}, "player2": …}.
    identities: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    # What both came with: {"player1": {"wager_amount", "accept_adjacent", "own_range",
    # "joined_at"}, "player2": …}.
    tickets: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    rating_gap: Mapped[int | None]
    win_chance: Mapped[float | None]  # of player 1, as known when they were paired
    replays: Mapped[int] = mapped_column(server_default=text("0"))  # games that did not count
    proposed_result: Mapped[str | None] = mapped_column(String(10))
    proposed_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(server_default=text("0"))  # sent in this state
    answer_until: Mapped[datetime | None]  # one report alone ends the match no earlier
    flags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    cod_match_data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    status: Mapped[str] = mapped_column(String(20), server_default="pending")
    verification_state: Mapped[str] = mapped_column(String(20), server_default="awaiting_checkin")
    result: Mapped[str | None] = mapped_column(String(10))
    winner_id: Mapped[int | None]  # one of the two players, by a trigger
    reason: Mapped[str | None] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(60), server_default="system")
    note: Mapped[str | None]
    player1_ready_at: Mapped[datetime | None]
    player2_ready_at: Mapped[datetime | None]
    player1_confirmed: Mapped[bool] = mapped_column(server_default=text("false"))
    player2_confirmed: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    overturned_at: Mapped[datetime | None]  # an appeal changed the result
    due_at: Mapped[datetime | None]

    @property
    def player_ids(self) -> tuple[int, int]:
        """The user ids of both players, in seat order."""
        return (self.player1_id, self.player2_id)

    @property
    def is_stakeless(self) -> bool:
        """Whether it is of a tournament: nothing is staked, and nothing is paid."""
        return self.origin == "tournament"

    def seat_of(self, user_id: int) -> str:
        """Return "player1" or "player2" for one of the two."""
        return "player1" if user_id == self.player1_id else "player2"


class StakelessSeat(Base):
    """A player's place in a live match of a tournament; the database writes and deletes it.

    It is kept through a dispute, unlike a ticket; a player may have several.
    """

    __tablename__ = "stakeless_seats"

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class MatchReport(Base):
    """A player's report; a changed report is another row."""

    __tablename__ = "match_reports"
    __table_args__ = (
        CheckConstraint("outcome IN ('won', 'lost', 'draw', 'problem')", name="outcome_is_known"),
        Index("ix_match_reports_match_id", "match_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    replay: Mapped[int] = mapped_column(server_default=text("0"))  # of which game of the match
    wants_replay: Mapped[bool] = mapped_column(server_default=text("false"))
    cod_match_id: Mapped[str | None] = mapped_column(String(20))  # the game that is meant
    contests: Mapped[bool] = mapped_column(server_default=text("false"))  # a proposed result
    by_sms: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class MatchReached(Base):
    """The first proof that a silent player was told of the other's report on one game.

    `channel` is how they were reached, `reached_at` when. Once written it stays.
    """

    __tablename__ = "match_reached"
    __table_args__ = (
        CheckConstraint("channel IN ('app', 'push', 'sms')", name="channel_is_known"),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), primary_key=True)
    replay: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))
    reached_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class MatchEvidence(Base):
    """What a provider's records say about one match, for instance Activision's; only added to.

    `outcome` is unknown if they do not show it, `grade` how reliable they are (cod-api.md §5.2).
    """

    __tablename__ = "match_evidence"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('player1', 'player2', 'draw', 'unknown')", name="outcome_is_known"
        ),
        CheckConstraint("grade IN ('HIGH', 'MEDIUM', 'LOW', 'NONE')", name="grade_is_known"),
        Index("ix_match_evidence_match_id", "match_id", "id"),
        Index(
            "ix_match_evidence_cod_match_id",
            "cod_match_id",
            postgresql_where=text("cod_match_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    replay: Mapped[int] = mapped_column(server_default=text("0"))
    provider: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(10))
    grade: Mapped[str] = mapped_column(String(10))
    cod_match_id: Mapped[str | None] = mapped_column(String(20))  # up to 2^64: text, never a number
    observed_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    payload_sha256: Mapped[bytes]
    flags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoutHold(Base):
    """What a match gave (KES) and may still be taken back: it stays in the wallet `until` then.

    Or until the appeal is decided, if there is one (`services/payments/payout_holds.py`).
    """

    __tablename__ = "payout_holds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        UniqueConstraint("match_id", "user_id", "reason"),
        Index("ix_payout_holds_user_id", "user_id", "until"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"))
    amount: Mapped[Decimal]
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class MatchEvent(Base):
    """One change of a match's state, written by a trigger."""

    __tablename__ = "match_events"
    __table_args__ = (Index("ix_match_events_match_id", "match_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    match_id: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    verification_state: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class StateTransition(Base):
    """Which state may follow which, for each machine; the database refuses every other one."""

    __tablename__ = "state_transitions"

    machine: Mapped[str] = mapped_column(String(20), primary_key=True)
    from_state: Mapped[str] = mapped_column(String(20), primary_key=True)
    to_state: Mapped[str] = mapped_column(String(20), primary_key=True)
