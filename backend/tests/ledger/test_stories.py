"""Random stories, told to the ledger on a real PostgreSQL and to a model of a few lines of Python.

After each step the two agree on every wallet, stake, escrow and fee; replays change nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from psycopg2 import errors as pg
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import select, text
from typing_extensions import override

from app.core.database import transaction
from app.domain.errors import InsufficientBalance
from app.domain.money import split_pot
from app.models.match import MatchmakingQueue
from app.services import ledger
from tests import invariants
from tests.factories.base import writing
from tests.factories.match import MatchFactory, TicketFactory
from tests.fixtures.databases import Database, fresh_database
from tests.fixtures.players import make_player
from tests.fixtures.servers import Addresses

_STAKES = st.sampled_from([Decimal(20), Decimal(50), Decimal(100), Decimal(333)])
_AMOUNTS = st.integers(min_value=1, max_value=600).map(Decimal)
_ALL: dict[str, Any] = {"before": None, "rows": 1000}
_RESULTS = st.sampled_from(["player1", "player2", "draw", "void"])
_FEES = st.sampled_from([Decimal(0), Decimal("0.10"), Decimal("0.0333"), Decimal("0.5")])


@dataclass(frozen=True)
class Ticket:
    """A seat in the queue."""

    id: int
    user_id: int
    stake: Decimal


@dataclass(frozen=True)
class Game:
    """A match between the players of two tickets."""

    id: int
    tickets: tuple[Ticket, Ticket]
    fee_rate: Decimal


@dataclass
class Model:
    """What the ledger ought to hold, in the simplest words."""

    wallets: dict[int, Decimal] = field(default_factory=dict)
    stakes: dict[int, Decimal] = field(default_factory=dict)
    escrows: dict[int, Decimal] = field(default_factory=dict)
    live: dict[int, Game] = field(default_factory=dict)
    brought_in: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)

    def balances(self) -> dict[str, Decimal]:
        """Return what each account should hold, by its code."""
        return (
            {f"user_wallet:{user_id}": amount for user_id, amount in self.wallets.items()}
            | {f"user_stake:{user_id}": amount for user_id, amount in self.stakes.items()}
            | {f"match_escrow:{match_id}": amount for match_id, amount in self.escrows.items()}
            | {ledger.CLEARING_IN: -self.brought_in, ledger.PLATFORM_FEE: self.fees}
        )

    def in_matches(self, user_id: int) -> Decimal:
        """Return what a player has in escrow."""
        tickets = [ticket for game in self.live.values() for ticket in game.tickets]
        return sum((t.stake for t in tickets if t.user_id == user_id), Decimal(0))

    def settle(self, game: Game, result: str) -> None:
        """Share a pot."""
        del self.live[game.id]
        stake = game.tickets[0].stake
        players = [ticket.user_id for ticket in game.tickets]
        self.escrows[game.id] = Decimal(0)
        if result in ("draw", "void"):
            for user_id in players:
                self.wallets[user_id] += stake
            return
        share = split_pot(stake, fee_rate=game.fee_rate)
        self.wallets[players[0 if result == "player1" else 1]] += share.prize
        self.fees += share.fee


class Story(RuleBasedStateMachine):
    """Players register, deposit, queue, leave, play and settle, and try to cheat."""

    database: Database

    players: Bundle[int] = Bundle("players")
    deposits: Bundle[tuple[int, int, Decimal]] = Bundle("deposits")
    waiting: Bundle[Ticket] = Bundle("waiting")
    games: Bundle[Game] = Bundle("games")
    finished: Bundle[Game] = Bundle("finished")

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.deposit_ids = iter(range(_first_free_number(), 10**9))
        self.watcher = self.database.connect()
        self.before = _all_balances(self.watcher)
        self.seen: dict[int, tuple[Decimal, Decimal]] = {}

    @initialize(target=players)
    def two_register(self) -> MultipleResults[int]:
        """Nothing can happen without two players."""
        return multiple(self._register(), self._register())

    @rule(target=players)
    def register(self) -> int:
        """Somebody new comes."""
        return self._register()

    def _register(self) -> int:
        user_id = make_player().id
        self.model.wallets[user_id] = self.model.stakes[user_id] = Decimal(0)
        return user_id

    @rule(target=deposits, user_id=players, amount=_AMOUNTS)
    def deposit(self, user_id: int, amount: Decimal) -> tuple[int, int, Decimal]:
        """M-Pesa says that money came."""
        number = next(self.deposit_ids)
        assert self._credit(number, user_id, amount) is True
        self.model.wallets[user_id] += amount
        self.model.brought_in += amount
        return (number, user_id, amount)

    def _credit(self, number: int, user_id: int, amount: Decimal) -> bool:
        with transaction() as session:
            return ledger.credit_deposit(
                session,
                deposit_id=number,
                user_id=user_id,
                amount=amount,
                receipt=f"R{number}",
                actor="story",
            )

    @rule(deposit=deposits)
    def say_it_again(self, deposit: tuple[int, int, Decimal]) -> None:
        """M-Pesa says the same again."""
        assert self._credit(*deposit) is False

    @rule(deposit=deposits, more=_AMOUNTS)
    def say_it_differently(self, deposit: tuple[int, int, Decimal], more: Decimal) -> None:
        """Somebody says the same with a larger amount."""
        number, user_id, amount = deposit
        with pytest.raises(pg.InvalidParameterValue):
            self._credit(number, user_id, amount + more)

    @rule(deposit=deposits, user_id=players)
    def use_a_receipt_again(self, deposit: tuple[int, int, Decimal], user_id: int) -> None:
        """Somebody brings an old receipt for a new deposit."""
        with pytest.raises(ledger.ReceiptAlreadyCredited), transaction() as session:
            ledger.credit_deposit(
                session,
                deposit_id=next(self.deposit_ids),
                user_id=user_id,
                amount=deposit[2],
                receipt=f"R{deposit[0]}",
                actor="story",
            )

    @rule(target=waiting, user_id=players, stake=_STAKES)
    def join(self, user_id: int, stake: Decimal) -> Ticket | MultipleResults[Ticket]:
        """A player joins the queue, if he is free and has the money."""
        try:
            with writing() as session:
                if session.scalar(
                    select(MatchmakingQueue.id).where(MatchmakingQueue.user_id == user_id)
                ):
                    return multiple()
                ticket = TicketFactory.create(user_id=user_id, wager_amount=stake)
                ledger.hold_stake(session, ticket_id=ticket.id, user_id=user_id, amount=stake)
        except InsufficientBalance:
            assert self.model.wallets[user_id] < stake
            return multiple()
        self.model.wallets[user_id] -= stake
        self.model.stakes[user_id] += stake
        return Ticket(ticket.id, user_id, stake)

    @rule(ticket=waiting)
    def hold_it_again(self, ticket: Ticket) -> None:
        """A retry holds no second stake."""
        with transaction() as session:
            ledger.hold_stake(
                session, ticket_id=ticket.id, user_id=ticket.user_id, amount=ticket.stake
            )

    @rule(ticket=consumes(waiting))
    def leave(self, ticket: Ticket) -> None:
        """A player leaves the queue, twice in the same breath."""
        with writing() as session:
            session.delete(session.get_one(MatchmakingQueue, ticket.id))
            for _ in range(2):
                ledger.release_stake(
                    session,
                    ticket_id=ticket.id,
                    user_id=ticket.user_id,
                    amount=ticket.stake,
                    actor="story",
                )
        self.model.stakes[ticket.user_id] -= ticket.stake
        self.model.wallets[ticket.user_id] += ticket.stake

    @rule(target=games, one=consumes(waiting), two=consumes(waiting), fee_rate=_FEES)
    def pair(self, one: Ticket, two: Ticket, fee_rate: Decimal) -> Game | MultipleResults[Game]:
        """Two tickets become a match; with different stakes they go back to the queue."""
        if one.stake != two.stake:
            self.leave(one)
            self.leave(two)
            return multiple()
        with writing() as session:
            match = MatchFactory.create(
                player1_id=one.user_id,
                player2_id=two.user_id,
                player1_ticket_id=one.id,
                player2_ticket_id=two.id,
                wager_amount=one.stake,
                fee_rate=fee_rate,
            )
            ledger.lock_stakes(
                session,
                match_id=match.id,
                player_ids=(one.user_id, two.user_id),
                amount=one.stake,
            )
            for ticket in (one, two):
                session.get_one(MatchmakingQueue, ticket.id).match_id = match.id
        with writing() as session:
            session.merge(match).status = "active"
        for ticket in (one, two):
            self.model.stakes[ticket.user_id] -= ticket.stake
        self.model.escrows[match.id] = 2 * one.stake
        game = self.model.live[match.id] = Game(match.id, (one, two), fee_rate)
        return game

    @rule(target=finished, game=consumes(games), result=_RESULTS)
    def settle(self, game: Game, result: str) -> Game:
        """A match ends."""
        assert self._settle(game, result) is True
        self.model.settle(game, result)
        return game

    def _settle(self, game: Game, result: str) -> bool:
        with transaction() as session:
            return ledger.settle_match(
                session,
                match_id=game.id,
                result=result,
                reason="agreed",
                actor="story",
                note=None,
            )

    @rule(game=finished, result=_RESULTS)
    def settle_again(self, game: Game, result: str) -> None:
        """Whoever comes later changes nothing."""
        assert self._settle(game, result) is False

    @rule(user_id=players, more=_AMOUNTS)
    def overdraw(self, user_id: int, more: Decimal) -> None:
        """Nobody stakes more than he has."""
        with pytest.raises(InsufficientBalance), transaction() as session:
            ledger.hold_stake(
                session,
                ticket_id=next(self.deposit_ids),
                user_id=user_id,
                amount=self.model.wallets[user_id] + more,
            )

    @invariant()
    def the_ledger_holds_what_the_model_holds(self) -> None:
        """Every account, the system's included; and the books balance."""
        expected = self.model.balances()
        now = _all_balances(self.watcher)
        assert {code: now[code] - self.before.get(code, 0) for code in expected} == expected
        invariants.check(self.watcher)
        self.watcher.commit()

    @invariant()
    def players_see_what_the_model_holds(self) -> None:
        """Whoever was touched by the last step reads his balances and a statement that adds up."""
        touched = {
            user_id
            for user_id in self.model.wallets
            if self.seen.get(user_id) != self._holdings(user_id)
        }
        with transaction() as session:
            for user_id in touched:
                available, in_play = self._holdings(user_id)
                assert ledger.balances(session, user_id=user_id) == ledger.Balances(
                    available=available, in_play=in_play
                )
                assert self._add_up(ledger.statement(session, user_id=user_id, **_ALL)) == available
                self.seen[user_id] = (available, in_play)

    def _holdings(self, user_id: int) -> tuple[Decimal, Decimal]:
        return self.model.wallets[user_id], self.model.stakes[user_id] + self.model.in_matches(
            user_id
        )

    def _add_up(self, newest_first: list[ledger.Movement]) -> Decimal:
        balance = Decimal(0)
        for line in reversed(newest_first):
            balance += line.amount
            assert line.balance_after == balance
        return balance

    @override
    def teardown(self) -> None:
        """At the end the service itself finds nothing wrong either."""
        self.watcher.close()
        with transaction() as session:
            assert ledger.sum_of_everything(session) == 0
            assert ledger.drifted_accounts(session) == []


def _all_balances(watcher: Connection) -> dict[str, Decimal]:
    with watcher.cursor() as cursor:
        cursor.execute("SELECT code, derived FROM derived_balances")
        return dict(cursor.fetchall())


def _first_free_number() -> int:
    with transaction() as session:
        found = session.execute(text("SELECT count(*) * 1000 + 1 FROM transactions"))
        return int(found.scalar_one())


@pytest.fixture
def database(addresses: Addresses) -> Iterator[Database]:
    """One database for all stories: each has players of its own, so none disturbs another."""
    with fresh_database(addresses) as fresh:
        yield fresh


def test_every_story_comes_out_as_the_model_says(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Story, "database", database, raising=False)
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            print_blob=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
