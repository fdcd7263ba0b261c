"""Players with money, tickets and matches, created through the app's services."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Protocol

import psycopg2
import pytest
from sqlalchemy.orm.attributes import set_committed_value

from app.core.clock import utc_now
from app.core.settings.migrations import MigrationSettings
from app.models.match import Match, MatchmakingQueue
from app.models.user import User
from app.services.ledger import posting
from app.services.matches import stakeless
from tests.support.databases import Database
from tests.support.factories.base import writing
from tests.support.factories.match import MatchFactory, TicketFactory
from tests.support.factories.payments import DepositFactory
from tests.support.factories.player import PlayerFactory
from tests.support.staff import enrol

_gifts = count(1)
_LARGEST_DEPOSIT = Decimal(250_000)  # what one STK push takes
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# The app's login may write these neither at registration nor later.
_OWNERS_COLUMNS = {"role", "is_active", "created_at"}


def give(user: User, amount: Decimal | int) -> None:
    """Put `amount` KES into a player's wallet by deposits that were paid long ago."""
    left = Decimal(amount)
    while left > 0:
        part = min(left, _LARGEST_DEPOSIT)
        _give_one(user, part)
        left -= part


def _give_one(user: User, amount: Decimal) -> None:
    with writing() as session:
        row = DepositFactory.create(
            user_id=user.id,
            phone=user.phone,
            amount=amount,
            mpesa_reference=f"GIFT{next(_gifts):08d}",
            created_at=_LONG_AGO,
            completed_at=_LONG_AGO,
        )
        posting.credit_deposit(
            session,
            deposit_id=row.id,
            user_id=user.id,
            amount=row.amount,
            receipt=None,
            actor="test",
        )


def make_player(*, money: Decimal | int = 0, **attributes: Any) -> User:
    """Register a player with a verified phone and `money` KES in the wallet."""
    by_the_owner = {name: attributes.pop(name) for name in _OWNERS_COLUMNS & set(attributes)}
    with writing():
        user: User = PlayerFactory.create(**attributes)
    if money:  # while they play: staff deposits nothing
        give(user, money)
    if by_the_owner:
        _set_as_the_owner(user, by_the_owner)
    if user.role != "player":
        enrol(user.id)
    return user


def _set_as_the_owner(user: User, values: dict[str, Any]) -> None:
    columns = ", ".join(f"{name} = %({name})s" for name in values)
    url = MigrationSettings().libpq_url
    with closing(psycopg2.connect(url)) as owner, owner, owner.cursor() as cursor:
        cursor.execute(f"UPDATE users SET {columns} WHERE id = %(id)s", values | {"id": user.id})
    for name, value in values.items():
        set_committed_value(user, name, value)


class HasId(Protocol):
    """A player's row or a signed-in player."""

    id: int


def make_ticket(user: HasId, *, wager: Decimal | int = 100, **attributes: Any) -> MatchmakingQueue:
    """Put a player into the queue, with the stake held."""
    with writing() as session:
        ticket: MatchmakingQueue = TicketFactory.create(
            user_id=user.id, wager_amount=Decimal(wager), **attributes
        )
        posting.hold_stake(
            session, ticket_id=ticket.id, user_id=user.id, amount=ticket.wager_amount
        )
    return ticket


def make_match(
    one: HasId,
    two: HasId,
    *,
    wager: Decimal | int = 100,
    active: bool = False,
    **attributes: Any,
) -> Match:
    """Pair two players whose wallets hold the wager; both stakes are in escrow afterwards."""
    tickets = [make_ticket(user, wager=wager) for user in (one, two)]
    with writing() as session:
        match: Match = MatchFactory.create(
            player1_id=one.id,
            player2_id=two.id,
            player1_ticket_id=tickets[0].id,
            player2_ticket_id=tickets[1].id,
            wager_amount=Decimal(wager),
            **attributes,
        )
        posting.lock_stakes(
            session,
            match_id=match.id,
            player_ids=(one.id, two.id),
            amount=match.wager_amount,
        )
        for ticket in tickets:
            session.merge(ticket).match_id = match.id
        if active:
            match.status = "active"
            match.verification_state = "in_play"
    return match


def open_stakeless_match(
    one: HasId, two: HasId, *, ready_seconds: float = 900, play_seconds: int | None = None
) -> int:
    """Open a match of tournament 7 between two players; return its id."""
    now = utc_now()
    with writing() as session:
        (match_id,) = stakeless.open_stakeless(
            session,
            [stakeless.Pair(one.id, two.id, "W1.1")],
            title="mw",
            mode="gunfight",
            platform="acti",
            tournament_id=7,
            ready_by=now + timedelta(seconds=ready_seconds),
            play_seconds=play_seconds,
            now=now,
        )
    return match_id


@pytest.fixture
def new_player(database: Database) -> Callable[..., User]:
    """`new_player(money=500, username=…)` registers a player with so many KES."""
    return make_player


@pytest.fixture
def new_ticket(database: Database) -> Callable[..., MatchmakingQueue]:
    """`new_ticket(player, wager=100)` queues a player, with the stake held."""
    return make_ticket


@pytest.fixture
def new_match(database: Database) -> Callable[..., Match]:
    """`new_match(one, two, wager=100, active=True)` pairs two players, with both stakes locked."""
    return make_match
