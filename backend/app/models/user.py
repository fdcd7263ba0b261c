"""Players: who they are, and how strong."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    String,
    case,
    func,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.models.base import Base


class User(Base):
    """An account: one person, one Kenyan phone number. Its money stands in the ledger.

    Until `is_verified` phone and e-mail are what somebody typed, and may be typed by others too.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("phone ~ '^254[71][0-9]{8}$'", name="phone_is_kenyan"),
        CheckConstraint(
            "role IN ('player', 'support', 'referee', 'finance', 'admin')", name="role_is_known"
        ),
        CheckConstraint("language IN ('en', 'sw')", name="language_is_known"),
        CheckConstraint("handle IS NOT NULL", name="has_a_handle"),
        Index("uq_users_username_lower", text("lower(username)"), unique=True),
        # As domain/conduct/confusables folds the letters that a username may have.
        Index(
            "uq_users_username_looks",
            text(
                "regexp_replace(regexp_replace(lower(translate(username, '1I0', 'llo')),"
                " 'rn', 'm', 'g'), 'vv', 'w', 'g')"
            ),
            unique=True,
        ),
        # Only who proved their phone holds it, and their e-mail address.
        Index(
            "uq_users_phone_verified", "phone", unique=True, postgresql_where=text("is_verified")
        ),
        Index(
            "uq_users_email_verified",
            text("lower(email)"),
            unique=True,
            postgresql_where=text("is_verified"),
        ),
        Index("ix_users_phone", "phone"),
        Index("ix_users_email_lower", text("lower(email)")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    username: Mapped[str] = mapped_column(String(50))
    email: Mapped[str | None] = mapped_column(String(100))  # None: it is another account's
    phone: Mapped[str] = mapped_column(String(15))
    password_hash: Mapped[str] = mapped_column(String(255))
    date_of_birth: Mapped[date]
    role: Mapped[str] = mapped_column(String(10), server_default="player")
    cod_username: Mapped[str | None] = mapped_column(String(50))
    profile_image_url: Mapped[str | None] = mapped_column(String(255))
    is_verified: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    is_simulated: Mapped[bool] = mapped_column(server_default=text("false"))  # of the demo
    # No withdrawal before that: the password or the number was changed shortly before.
    payouts_after: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(2), server_default="en")  # of texts to them
    # Both follow the newest row of `consents`, by a trigger.
    terms_version: Mapped[str] = mapped_column(String(10), server_default="")  # '': none
    shows_name: Mapped[bool] = mapped_column(server_default=text("false"))
    handle: Mapped[str] = mapped_column(
        String(20), nullable=True, server_default=text("new_handle()")
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
    # What everybody sees beside a result: the username with consent, otherwise the handle.
    shown_name: Mapped[str] = column_property(case((shows_name, username), else_=handle))

    @classmethod
    def is_called(cls, name: str) -> ColumnElement[bool]:
        """Return the condition that an account has this username or handle, as staff types it."""
        return or_(cls.username == name, cls.handle == name)


class Consent(Base):
    """What a player agreed to, or took back, in which version; rows are only added."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("subject IN ('terms', 'public_name')", name="subject_is_known"),
        CheckConstraint("subject <> 'terms' OR given", name="terms_are_not_taken_back"),
        Index("ix_consents_user_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(10))
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PlayerStats(Base):
    """How strong a player is, and their record: all of it the sum of their rating changes.

    A Glicko-2 rating, which `current_rank` rounds. Void matches do not count. `total_winnings` are
    the prizes (KES) of matches won; `net_winnings` is that less every stake lost or spent on them.
    `board_winnings` is what of it stands on the boards. A streak is a run of victories, each over
    somebody else than within the week before; a draw ends it as a defeat does.
    """

    __tablename__ = "player_stats"
    __table_args__ = (
        CheckConstraint(
            "total_matches = wins + losses + draws"
            " AND least(wins, losses, draws, current_streak) >= 0"
            " AND best_streak >= current_streak",
            name="counts_add_up",
        ),
        CheckConstraint(
            "deviation BETWEEN 45 AND 350 AND volatility BETWEEN 0 AND 0.1",
            name="rating_is_sane",
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    current_rank: Mapped[int] = mapped_column(server_default=text("1000"))
    rating: Mapped[float] = mapped_column(server_default=text("1000"))
    deviation: Mapped[float] = mapped_column(server_default=text("350"))
    volatility: Mapped[float] = mapped_column(server_default=text("0.06"))
    rated_at: Mapped[datetime | None]
    total_matches: Mapped[int] = mapped_column(server_default=text("0"))
    wins: Mapped[int] = mapped_column(server_default=text("0"))
    losses: Mapped[int] = mapped_column(server_default=text("0"))
    draws: Mapped[int] = mapped_column(server_default=text("0"))
    current_streak: Mapped[int] = mapped_column(server_default=text("0"))
    best_streak: Mapped[int] = mapped_column(server_default=text("0"))
    total_wagered: Mapped[Decimal] = mapped_column(server_default=text("0"))
    total_winnings: Mapped[Decimal] = mapped_column(server_default=text("0"))
    net_winnings: Mapped[Decimal] = mapped_column(server_default=text("0"))
    board_winnings: Mapped[Decimal] = mapped_column(server_default=text("0"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
