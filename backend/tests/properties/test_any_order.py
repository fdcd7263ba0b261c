"""M-Pesa's messages in any order and any number of times: the money ends the same."""

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import get_engine
from tests import invariants
from tests.properties.history import Event, Scenario
from tests.support.databases import fresh_database
from tests.support.players import make_player
from tests.support.servers.addresses import Addresses

CHUNKS, ORDERS_EACH, WHOLE_ORDERS = 4, 84, 40  # 3 parts x 4 x 84 = 1,008 orders
INVARIANTS_EVERY = 25

# What every order must end with (KES), in plain numbers.
ENDING = {
    "amina": Decimal(1_000 + 500 + 300 + 150 - 200),
    "brian": Decimal(1_000 + 20_000),
    "chebet": Decimal(1_000 + 80),
}


@pytest.fixture(scope="module")
def scenario(addresses: Addresses) -> Iterator[Scenario]:
    with fresh_database(addresses):
        players = [make_player(username=name, money=1_000) for name in ENDING]
        yield Scenario(players)


def _play(session: Session, events: list[Event]) -> None:
    """Apply all; an answer comes after its question, and not at all if nobody had to ask."""
    waiting: list[Event] = []
    for event in events:
        if event.apply(session, utc_now()):
            waiting = [late for late in waiting if not late.apply(session, utc_now())]
        else:
            waiting.append(event)


def _balances(session: Session) -> dict[str, Decimal]:
    rows = session.execute(text("SELECT code, derived FROM derived_balances"))
    return {code: Decimal(derived) for code, derived in rows}


def _ending(events: list[Event], *, check: bool) -> dict[str, Decimal]:
    """Play in a transaction that is never committed, so that each order starts from the same."""
    with Session(get_engine(), expire_on_commit=False) as session:
        _play(session, events)
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # as at a commit
        ending = _balances(session)
        if check:
            connection = session.connection().connection.driver_connection
            assert connection is not None
            invariants.check(connection)
        session.rollback()
    return ending


def _shuffled(log: list[Event], seed: int) -> list[Event]:
    chance = random.Random(seed)
    events = [*log, *(event for event in log if chance.random() < 0.3)]
    chance.shuffle(events)
    return events


def _check_orders(log: list[Event], seeds: range) -> None:
    expected = _ending(log, check=False)
    for seed in seeds:
        events = _shuffled(log, seed)
        ending = _ending(events, check=seed % INVARIANTS_EVERY == 0)
        differs = {code: now for code, now in ending.items() if now != expected[code]}
        assert not differs, (seed, differs, [event.name for event in events])


def test_the_scenario_ends_as_it_should(scenario: Scenario) -> None:
    ending = _ending(scenario.events, check=True)

    players = (scenario.amina, scenario.brian, scenario.chebet)
    wallets = {player.username: ending[f"user_wallet:{player.id}"] for player in players}
    assert wallets == ENDING
    for player in players:
        assert ending[f"user_withdraw_hold:{player.id}"] == 0
        assert ending[f"user_receivable:{player.id}"] == 0
    assert ending["mpesa_suspense:main"] == 75
    assert sum(ending.values()) == 0


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_order_with_any_repetition_ends_the_same(
    scenario: Scenario, part: int, chunk: int
) -> None:
    """A thousand orders in all: a third of them of what came in, from the menu, and what left."""
    _check_orders(scenario.parts[part], range(chunk * ORDERS_EACH, (chunk + 1) * ORDERS_EACH))


def test_the_whole_log_in_any_order_ends_the_same(scenario: Scenario) -> None:
    """Fewer orders, but here debts, holds and repayments of one player meet."""
    _check_orders(scenario.events, range(5_000, 5_000 + WHOLE_ORDERS))


def test_every_message_ten_times_ends_the_same(scenario: Scenario) -> None:
    events = [event for event in scenario.events for _ in range(10)]

    assert _ending(events, check=True) == _ending(scenario.events, check=False)
