"""M-Pesa is down for half an hour: nothing is lost, nothing is done twice (66)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.e2e import payouts
from tests.e2e.paybill import code_of, pay, read_list, register, wait_for
from tests.e2e.player import eventually
from tests.e2e.system import System

LONG = 120.0  # seconds; after an outage payments wait for their retries


@pytest.fixture(autouse=True)
def _outage_ends(system: System) -> Iterator[None]:
    register(system)
    yield
    system.sims.post("/_sim/outage", json={"on": False})


def _outage(system: System, kind: str) -> None:
    answer = system.sims.post("/_sim/outage", json={"on": True, "kind": kind})
    assert answer.status_code in {200, 201}, answer.text


@pytest.mark.parametrize("kind", ["http_500", "reset"])
def test_66_after_an_outage_every_payment_is_made_once(system: System, kind: str) -> None:
    depositor, withdrawer, menu = (system.player() for _ in range(3))
    withdrawer.wait_for(withdrawer.deposit(500), "credited")
    receipt = pay(system, menu, code_of(menu), 300, confirmation="drop")["receipt"]

    _outage(system, kind)
    deposit_id = depositor.deposit(400)
    withdrawal_id = payouts.withdraw(withdrawer, 200)
    read_list(system)

    # A prompt that may or may not have been sent stays open; it is never sent again.
    assert depositor.wait_for(deposit_id, "failed", "unknown")["status"] in {"failed", "pending"}
    assert payouts.wallet(withdrawer) == ("300.00", "200.00")
    payouts.wait_for(withdrawer, withdrawal_id, "held", "sending", "unknown", "sent")
    assert menu.money() == "0.00"

    system.sims.post("/_sim/outage", json={"on": False})

    payouts.wait_for(withdrawer, withdrawal_id, "paid", within=LONG)
    assert payouts.wallet(withdrawer) == ("300.00", "0.00")
    assert payouts.received(system, withdrawer) == Decimal(200)

    def list_was_read() -> bool:
        read_list(system)
        return menu.money() == "300.00"

    eventually(list_was_read, within=LONG)
    wait_for(system, receipt, "credited")
    # No phone gets a prompt that was requested half an hour ago; others pay as ever.
    assert (depositor.prompts(), depositor.money()) == ([], "0.00")
    newcomer = system.player()
    newcomer.wait_for(newcomer.deposit(150), "credited", within=LONG)
