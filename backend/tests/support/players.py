"""Players with money, tickets and matches, made the way that the app makes them."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any, Protocol

import pytest

from app.models.match import Match, MatchmakingQueue
from app.models.user import User
from app.services.ledger import posting
from tests.support.databases import Database
from tests.support.factories.base import writing
from tests.support.factories.match import MatchFactory, TicketFactory
from tests.support.factories.player import PlayerFactory

_gifts = count(1)


def give(user: User, amount: Decimal | int) -> None:
    """Put `amount` KES into a player's wallet, as a deposit without a prompt."""
    with writing() as session:
        wallet = f"user_wallet:{user.id}"
        ids = posting.accounts_of(session, codes=[posting.CLEARING_IN, wallet])
        posting.post(
            session,
            key=f"test:gift:{next(_gifts)}",
            kind="deposit",
            legs=[posting.Leg(ids[posting.CLEARING_IN], ids[wallet], Decimal(amount))],
            actor="test",
        )


def make_player(*, money: Decimal | int = 0, **attributes: Any) -> User:
    """Register a player with a verified phone and `money` KES in the wallet."""
    with writing():
        user: User = PlayerFactory.create(**attributes)
    if money:
        give(user, money)
    return user


class Somebody(Protocol):
    """A player's row, or a player who is signed in."""

    id: int


def make_ticket(
    user: Somebody, *, wager: Decimal | int = 100, **attributes: Any
) -> MatchmakingQueue:
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
    one: Somebody,
    two: Somebody,
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
