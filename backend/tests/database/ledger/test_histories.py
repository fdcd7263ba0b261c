"""Random histories, run on the ledger of a real PostgreSQL and on a small model in Python.

After each step the two agree on every wallet, stake, escrow and fee; replays change nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from psycopg2 import errors as pg
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import text
from sqlalchemy.orm import Session
from typing_extensions import override

from app.core.database import transaction
from app.domain.errors import InsufficientBalance
from app.domain.ledger.statement import Movement
from app.domain.money import split_pot
from app.models.match import MatchmakingQueue
from app.services.ledger import posting, reports, statement
from app.services.reconciliation import clearing
from tests import invariants
from tests.database.ledger.cup_histories import Cups
from tests.database.ledger.house_histories import House
from tests.support.databases import Database, fresh_database
from tests.support.factories.base import writing
from tests.support.factories.match import MatchFactory, TicketFactory
from tests.support.factories.payments import DepositFactory
from tests.support.players import make_player
from tests.support.servers.addresses import Addresses

_STAKES = (Decimal(20), Decimal(100), Decimal(333))
_FEES = (Decimal(0), Decimal("0.10"), Decimal("0.0333"), Decimal("0.5"))
_AMOUNTS = st.integers(min_value=1, max_value=600).map(Decimal)
_RESULTS = st.sampled_from(["player1", "player2", "draw", "void"])


@dataclass(frozen=True)
class Deposit:
    """A deposit that was paid."""

    number: int
    user_id: int
    amount: Decimal
    receipt: str


@dataclass(frozen=True)
class Ticket:
    """A place in the queue."""

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
    waiting: dict[int, Ticket] = field(default_factory=dict)  # by player
    live: dict[int, Game] = field(default_factory=dict)
    finished: list[Game] = field(default_factory=list)
    deposits: list[Deposit] = field(default_factory=list)
    fees: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Let tournaments take from the same wallets."""
        self.cups = Cups(self.wallets)
        self.house = House(self.wallets)

    def balances(self) -> dict[str, Decimal]:
        """Return what each account should hold, by its code."""
        brought_in = sum((deposit.amount for deposit in self.deposits), Decimal(0))
        return (
            {f"user_wallet:{user_id}": amount for user_id, amount in self.wallets.items()}
            | {f"user_stake:{user_id}": self.waits_with(user_id) for user_id in self.wallets}
            | {f"match_escrow:{g.id}": 2 * g.tickets[0].stake for g in self.live.values()}
            | {f"match_escrow:{game.id}": Decimal(0) for game in self.finished}
            | {posting.CLEARING_IN: -brought_in - self.house.paid_in}
            | self.house.balances()
            | {posting.PLATFORM_FEE: self.fees + self.cups.house}
            | self.cups.balances()
        )

    def who_can_join(self) -> list[tuple[int, Decimal]]:
        """Return players who have no ticket, each with every stake that they can pay."""
        free = self.free_players()
        return [(p, stake) for p in free for stake in _STAKES if self.wallets[p] >= stake]

    def free_players(self) -> list[int]:
        """Return the players who neither wait nor play."""
        playing = {ticket.user_id for game in self.live.values() for ticket in game.tickets}
        return sorted(set(self.wallets) - set(self.waiting) - playing)

    def pairs(self) -> list[tuple[Ticket, Ticket]]:
        """Return all pairs of tickets that could play each other."""
        tickets = self.waiting.values()
        return [(a, b) for a in tickets for b in tickets if a.stake == b.stake and a is not b]

    def waits_with(self, user_id: int) -> Decimal:
        """Return what a player has in the queue."""
        ticket = self.waiting.get(user_id)
        return ticket.stake if ticket else Decimal(0)

    def in_play(self, user_id: int) -> Decimal:
        """Return what a player has in the queue, in escrow and in tournaments."""
        tickets = [ticket for game in self.live.values() for ticket in game.tickets]
        escrowed = sum((t.stake for t in tickets if t.user_id == user_id), Decimal(0))
        return self.waits_with(user_id) + escrowed + self.cups.in_play(user_id)

    def settle(self, game: Game, result: str) -> None:
        """Share a pot."""
        self.finished.append(self.live.pop(game.id))
        stake = game.tickets[0].stake
        players = [ticket.user_id for ticket in game.tickets]
        if result in ("draw", "void"):
            for user_id in players:
                self.wallets[user_id] += stake
            return
        share = split_pot(stake, fee_rate=game.fee_rate)
        self.wallets[players[0 if result == "player1" else 1]] += share.prize
        self.fees += share.fee


class LedgerHistory(RuleBasedStateMachine):
    """Players register, deposit, queue, play and enter tournaments, the house pays, all cheat."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.numbers = iter(range(_first_free_number(), 10**9))
        self.watcher = self.database.connect()
        self.before = _all_balances(self.watcher)
        self.seen: dict[int, tuple[Decimal, Decimal]] = {}

    @initialize()
    def three_players_bring_money(self) -> None:
        """Register three players with money."""
        for _ in range(3):
            self._register()
        for user_id in self.model.wallets:
            self._bring_in(user_id, Decimal(500))
        self.model.house.paid_in += self.model.cups.fund()

    # One rule that picks among what is possible: with a rule for each action Hypothesis leaves
    # whole actions out of most histories, and hardly any match is ever played to its end.
    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        """Do one of the actions that are possible now."""
        actions: list[Callable[[st.DataObject], None]] = [self.deposit]
        actions += [self.overdraw] * bool(self.model.free_players())
        if len(self.model.wallets) < 5:
            actions.append(self.register)
        actions += [self.credit_again] * bool(self.model.deposits)
        if self.model.who_can_join():
            actions += [self.join, self.join]
        if self.model.waiting:
            actions.append(self.leave)
        if self.model.pairs():
            actions += [self.pair] * 3
        if self.model.live:
            actions += [self.settle, self.settle]
        if self.model.finished:
            actions.append(self.settle_again)
        actions += self.model.cups.actions()
        actions += self.model.house.actions()
        data.draw(st.sampled_from(actions))(data)

    def register(self, data: st.DataObject) -> None:
        """A player registers."""
        self._register()

    def _register(self) -> None:
        self.model.wallets[make_player().id] = Decimal(0)

    def deposit(self, data: st.DataObject) -> None:
        """A deposit is paid and credited."""
        user_id = data.draw(st.sampled_from(list(self.model.wallets)))
        self._bring_in(user_id, data.draw(_AMOUNTS))

    def _bring_in(self, user_id: int, amount: Decimal) -> None:
        receipt = f"R{next(self.numbers)}"
        with writing() as session:
            row = DepositFactory.create(user_id=user_id, amount=amount, mpesa_reference=receipt)
            assert _credit_in(session, Deposit(row.id, user_id, amount, receipt)) is True
        deposit = Deposit(row.id, user_id, amount, receipt)
        self.model.wallets[user_id] += amount
        self.model.deposits.append(deposit)

    def credit_again(self, data: st.DataObject) -> None:
        """A repeated credit changes nothing; another amount or deposit is refused."""
        old = data.draw(st.sampled_from(self.model.deposits))
        assert _credit(old) is False
        with pytest.raises(pg.InvalidParameterValue):
            _credit(replace(old, amount=old.amount + 1))
        user_id = data.draw(st.sampled_from(list(self.model.wallets)))
        with pytest.raises(posting.ReceiptAlreadyCredited):
            _credit(replace(old, number=next(self.numbers), user_id=user_id))

    def overdraw(self, data: st.DataObject) -> None:
        """A player cannot stake more than they have."""
        user_id = data.draw(st.sampled_from(self.model.free_players()))
        # A stake is whole; half a pot leaves cents in a wallet.
        more = self.model.wallets[user_id] + data.draw(_AMOUNTS)
        amount = more.to_integral_value(ROUND_CEILING)
        with pytest.raises(InsufficientBalance):
            _join(user_id, amount)

    def join(self, data: st.DataObject) -> None:
        """A player who is free and has the money joins the queue; a retry holds no more."""
        user_id, stake = data.draw(st.sampled_from(self.model.who_can_join()))
        ticket_id = _join(user_id, stake)
        self.model.wallets[user_id] -= stake
        self.model.waiting[user_id] = Ticket(ticket_id, user_id, stake)

    def leave(self, data: st.DataObject) -> None:
        """A player leaves the queue; the release is posted twice."""
        ticket = data.draw(st.sampled_from(list(self.model.waiting.values())))
        with writing() as session:
            session.delete(session.get_one(MatchmakingQueue, ticket.id))
            for _ in range(2):
                posting.release_stake(
                    session,
                    ticket_id=ticket.id,
                    user_id=ticket.user_id,
                    amount=ticket.stake,
                    actor="history",
                )
        del self.model.waiting[ticket.user_id]
        self.model.wallets[ticket.user_id] += ticket.stake

    def pair(self, data: st.DataObject) -> None:
        """Two tickets of one stake become a match."""
        one, two = data.draw(st.sampled_from(self.model.pairs()))
        fee_rate = data.draw(st.sampled_from(_FEES))
        with writing() as session:
            match = MatchFactory.create(
                player1_id=one.user_id,
                player2_id=two.user_id,
                player1_ticket_id=one.id,
                player2_ticket_id=two.id,
                wager_amount=one.stake,
                fee_rate=fee_rate,
            )
            posting.lock_stakes(
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
            del self.model.waiting[ticket.user_id]
        self.model.live[match.id] = Game(match.id, (one, two), fee_rate)

    def settle(self, data: st.DataObject) -> None:
        """A match ends."""
        game = data.draw(st.sampled_from(list(self.model.live.values())))
        result = data.draw(_RESULTS)
        assert _settle(game, result) is True
        self.model.settle(game, result)

    def settle_again(self, data: st.DataObject) -> None:
        """A second settlement changes nothing."""
        game = data.draw(st.sampled_from(self.model.finished))
        assert _settle(game, data.draw(_RESULTS)) is False

    @invariant()
    def the_ledger_holds_what_the_model_holds(self) -> None:
        """Compare every account, the system's too; check that the ledger balances."""
        expected = self.model.balances()
        now = _all_balances(self.watcher)
        assert {code: now[code] - self.before.get(code, 0) for code in expected} == expected
        self.model.house.check(self.model.fees + self.model.cups.house)
        invariants.check(self.watcher)
        self.watcher.commit()

    @invariant()
    def players_see_what_the_model_holds(self) -> None:
        """Players with changed balances read them, and a statement that adds up to them."""
        with transaction() as session:
            for user_id, available in self.model.wallets.items():
                in_play = self.model.in_play(user_id)
                if self.seen.get(user_id) == (available, in_play):
                    continue
                balances = posting.balances(session, user_id=user_id)
                assert (balances.available, balances.in_play) == (available, in_play)
                assert _add_up(_statement(session, user_id)) == available
                self.seen[user_id] = (available, in_play)

    @override
    def teardown(self) -> None:
        """At the end the service itself finds nothing wrong either."""
        self.watcher.close()
        with transaction() as session:
            assert sum(clearing.totals(session).values()) == 0
            assert reports.drifted_accounts(session) == []


def _join(user_id: int, stake: Decimal) -> int:
    """Take a ticket and hold its stake, twice in one transaction; return the ticket's id."""
    with writing() as session:
        row: MatchmakingQueue = TicketFactory.create(user_id=user_id, wager_amount=stake)
        for _ in range(2):
            posting.hold_stake(session, ticket_id=row.id, user_id=user_id, amount=stake)
    return row.id


def _credit(deposit: Deposit) -> bool:
    with transaction() as session:
        return _credit_in(session, deposit)


def _credit_in(session: Session, deposit: Deposit) -> bool:
    return posting.credit_deposit(
        session,
        deposit_id=deposit.number,
        user_id=deposit.user_id,
        amount=deposit.amount,
        receipt=deposit.receipt,
        actor="history",
    )


def _settle(game: Game, result: str) -> bool:
    with transaction() as session:
        return posting.settle_match(
            session, match_id=game.id, result=result, reason="agreed", actor="history", note=None
        )


def _statement(session: Session, user_id: int) -> list[Movement]:
    return statement.page(
        session, user_id=user_id, which=statement.Filter(), before=None, rows=1000
    )


def _add_up(newest_first: list[Movement]) -> Decimal:
    balance = Decimal(0)
    for line in reversed(newest_first):
        balance += line.amount
        assert line.balance_after == balance
    return balance


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
    """One database for all histories: each has its own players."""
    with fresh_database(addresses) as fresh:
        yield fresh


def test_every_history_ends_as_the_model_says(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LedgerHistory, "database", database, raising=False)
    run_state_machine_as_test(
        LedgerHistory,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            print_blob=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
