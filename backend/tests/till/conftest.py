"""A running system of its own, whose prompts are payments to a till (Buy Goods)."""

from collections.abc import Iterator

import pytest

from app.core.settings import get_settings
from tests.e2e import paybill
from tests.e2e.conftest import DETERMINISTIC
from tests.e2e.player import Player
from tests.e2e.system import System, running_system
from tests.support.databases import Database
from tests.support.servers.addresses import Addresses


@pytest.fixture(scope="package")
def _running(addresses: Addresses) -> Iterator[System]:
    with running_system(addresses, delays={"MPESA_TILL": "600456"}) as system:
        assert get_settings().mpesa.till
        yield system


@pytest.fixture
def database(_running: System) -> Database:
    """The database of the running system."""
    return _running.database


@pytest.fixture
def system(_running: System) -> System:
    """API, worker and simulators, running, with faults and switches reset; URLs are registered."""
    _running.sims.delete("/_sim/faults")
    _running.switch(**DETERMINISTIC)
    paybill.register(_running)
    return _running


@pytest.fixture
def player(system: System) -> Player:
    """A player with an empty wallet, signed in."""
    return system.player()


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards(ledger_balances: None) -> None:
    """Check the ledger's invariants when the flow is over."""
