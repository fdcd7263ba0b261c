"""A running system and its players; the ledger's invariants are checked after each flow."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e import payouts
from tests.e2e.player import Player
from tests.e2e.system import System, running_system
from tests.support.databases import Database
from tests.support.servers.addresses import Addresses

# No randomness, and prompts that outlast a busy machine (simulated seconds, 20 to a real one).
DETERMINISTIC = {
    "new_phones_auto_approve": True,
    "newest_token_only": True,
    "query_noise": 0.0,
    "c2b_twin": False,
    "same_amount_window_seconds": 0.0,
    "prompt_seconds": 1_200.0,
}


@pytest.fixture(scope="package")
def _running(addresses: Addresses) -> Iterator[System]:
    with running_system(addresses) as system:
        yield system


@pytest.fixture
def database(_running: System) -> Database:
    """The database of the running system, shared by all flows of a test process."""
    return _running.database


@pytest.fixture
def system(_running: System) -> System:
    """API, worker and simulators, running, with faults, switches and float reset."""
    _running.sims.delete("/_sim/faults")
    _running.switch(**DETERMINISTIC)
    _running.fund(5_000_000)
    payouts.switch_payouts(_running, is_on=True)
    return _running


@pytest.fixture
def player(system: System) -> Player:
    """A player with an empty wallet, signed in."""
    return system.player()


@pytest.fixture
def rich(system: System) -> Player:
    """A player with KES 500 in the wallet, signed in."""
    return system.player(money=500)


@pytest.fixture
def sign_up(system: System) -> Callable[[str], Player]:
    """`sign_up("amina")` registers, verifies and signs in a player through the API."""
    return system.sign_up


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards(ledger_balances: None) -> None:
    """Check the ledger's invariants when the flow is over."""
