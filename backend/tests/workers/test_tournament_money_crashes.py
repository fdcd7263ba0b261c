"""SIGKILL at each step of a payout and of a cancellation: the money moves once, or not yet."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.core.database import transaction
from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.user import User
from app.services.ledger import posting
from tests.support.databases import Database
from tests.support.killed_processes import Process, Steps
from tests.support.tournaments import (
    cancel,
    enter,
    entries_of,
    fund_sponsor,
    in_order,
    make_tournament,
    pay,
    walk,
)

_PAY = """
from decimal import Decimal
from tests.support.tournaments import in_order, pay
pay({cup}, in_order({{{first}: Decimal(270), {second}: Decimal(30)}}))
"""
_CANCEL = "from tests.support.tournaments import cancel; cancel({cup})"

PAYOUT = (
    ("UPDATE", "tournament_entries"),
    ("INSERT", "tournament_prizes"),
    ("INSERT", "entries"),
    ("UPDATE", "tournaments"),
)
CANCELLATION = (("INSERT", "entries"), ("UPDATE", "tournaments"))


@pytest.fixture
def field(new_player: Callable[..., User], ledger_balances: None) -> tuple[int, list[User]]:
    """A tournament of two with a guarantee, after its last match."""
    players = [new_player(money=100) for _ in range(2)]
    fund_sponsor(300)
    cup = make_tournament(guarantee=300)
    for player in players:
        enter(cup, player)
    walk(cup, TournamentStatus.FINALISING)
    return cup, players


def wallets(players: list[User]) -> list[Decimal]:
    with transaction() as session:
        return [posting.balances(session, user_id=one.id).available for one in players]


@pytest.mark.parametrize(("event", "table"), PAYOUT)
def test_prizes_are_paid_once(
    event: str, table: str, field: tuple[int, list[User]], database: Database
) -> None:
    cup, players = field
    first, second = (player.id for player in players)
    steps = Steps(database)
    with steps.held(event, table):
        process = Process(_PAY.format(cup=cup, first=first, second=second))
        steps.await_waiter()
        process.kill()
    assert wallets(players) == [0, 0]
    prizes = in_order({first: Decimal(270), second: Decimal(30)})
    assert [pay(cup, prizes), pay(cup, prizes)] == [True, False]
    assert wallets(players) == [270, 30]


@pytest.mark.parametrize(("event", "table"), CANCELLATION)
def test_fees_go_back_once(
    event: str, table: str, field: tuple[int, list[User]], database: Database
) -> None:
    cup, players = field
    steps = Steps(database)
    with steps.held(event, table):
        process = Process(_CANCEL.format(cup=cup))
        steps.await_waiter()
        process.kill()
    assert set(entries_of(cup).values()) == {"held"}
    assert cancel(cup) == 2
    assert wallets(players) == [100, 100]
