"""A day compared by an admin: our ledger, M-Pesa's rows, M-Pesa's balance."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.jobs import Job
from app.domain.reconciliation.comparison import day_of
from tests.e2e import payouts
from tests.e2e.paybill import code_of, pay, payment, read_list, register
from tests.e2e.player import Player, eventually
from tests.e2e.system import System, running_system
from tests.support.databases import Database
from tests.support.servers.addresses import Addresses

RUNS = "/admin/payments/reconciliation/runs"
CALM = {"query_noise": 0.0, "c2b_twin": False, "same_amount_window_seconds": 0.0}


@pytest.fixture(scope="module")
def _running(addresses: Addresses) -> Iterator[System]:
    """A system of its own: other tests leave M-Pesa's accounts as they need them."""
    with running_system(addresses) as system:
        register(system)
        system.switch(**CALM)
        yield system


@pytest.fixture
def database(_running: System) -> Database:
    return _running.database


@pytest.fixture
def system(_running: System) -> System:
    return _running


@pytest.fixture
def admin(system: System) -> Player:
    return system.player(role="admin")


def compare(system: System, admin: Player) -> Any:
    """Begin a comparison of today and return its report."""
    begun = admin.post(RUNS, {"day": day_of(utc_now()).isoformat()})
    assert begun.status_code == 202, begun.text

    def report() -> Any:
        system.do(Job.RECONCILE)
        found = admin.get(f"{RUNS}/{begun.json()['id']}")
        return found if found["run"]["state"] != "running" else None

    return eventually(report, within=90)


def transactions(system: System) -> int:
    return int(system.rows("SELECT count(*) FROM transactions")[0][0])


def clearing(system: System) -> set[Decimal]:
    return {
        found
        for (found,) in system.rows(
            "SELECT derived FROM derived_balances WHERE kind LIKE 'mpesa_clearing%%'"
        )
    }


def test_64_the_balance_is_compared_to_the_cent_and_a_difference_edits_nothing(
    system: System, admin: Player
) -> None:
    player = system.player()
    player.wait_for(player.deposit(1_000), "credited")
    receipt = pay(system, player, code_of(player), 400)["receipt"]
    eventually(lambda: (payment(system, receipt) or ("",))[0] == "credited")
    payouts.wait_for(player, payouts.withdraw(player, 300), "paid")

    agreed = compare(system, admin)

    assert agreed["breaks"] == []
    assert agreed["run"]["state"] == "agreed"
    assert agreed["run"]["ledger_float"] == agreed["run"]["mpesa_balance"] == "1095.00"
    assert agreed["run"]["explained_percent"] == "100.000"
    assert clearing(system) == {Decimal(0)}
    before = transactions(system)

    system.fund(1_100 + 77)  # somebody moved KES 77 at the bank
    broken = compare(system, admin)

    (difference,) = broken["breaks"]
    assert (difference["kind"], difference["difference"]) == ("balance_differs", "77.00")
    assert broken["run"]["state"] == "broken"
    assert transactions(system) == before
    assert payouts.alerts(system, "books_differ") == [f"day:{day_of(utc_now())}"]
    assert payouts.payouts_are_on(system)

    system.fund(1_100 - 200)
    short = compare(system, admin)

    kinds = {one["kind"]: one["difference"] for one in short["breaks"]}
    assert kinds == {"balance_differs": "-200.00", "money_is_short": "-200.00"}
    assert transactions(system) == before
    assert not payouts.payouts_are_on(system)
    payouts.switch_payouts(system, is_on=True)
    system.fund(1_100)


def test_64_an_unknown_payment_is_reported_and_then_explained(
    system: System, admin: Player
) -> None:
    """Its confirmation was lost; once M-Pesa's list was read both sides agree."""
    player = system.player()
    missed = pay(system, player, code_of(player), 250, confirmation="drop")["receipt"]

    read_list(system)
    eventually(lambda: (payment(system, missed) or ("",))[0] == "credited")
    report = compare(system, admin)

    assert report["breaks"] == []
    assert clearing(system) == {Decimal(0)}
